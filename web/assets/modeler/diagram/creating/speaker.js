// Says to screen readers, and shows, what just happened to somebody who works by keyboard.
export default function Speaker() {
  this.say = (text) => {
    const place = document.getElementById("modeler-says");
    if (place) place.textContent = text;
  };
}
