// Says to screen readers, and shows for a while, what just happened to somebody who works by keyboard.
const WHILE = 8000;

export default function Speaker() {
  let fading;
  this.say = (text) => {
    const place = document.getElementById("modeler-says");
    place.textContent = text;
    clearTimeout(fading);
    fading = setTimeout(() => (place.textContent = ""), WHILE);
  };
}
