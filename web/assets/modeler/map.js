// Whoever points at a procedure of the map, or comes to it by keyboard, sees its own lines; the others step back.
const map = document.querySelector("[data-map]");
const lines = [...map.querySelectorAll("path[data-source]")];
const boxes = new Map([...map.querySelectorAll("[data-box]")].map((box) => [box.dataset.box, box]));

for (const [key, box] of boxes) {
  box.addEventListener("pointerenter", () => show(key));
  box.addEventListener("focus", () => show(key));
  box.addEventListener("pointerleave", hide);
  box.addEventListener("blur", hide);
}

function show(key) {
  map.classList.add("map-chosen");
  const near = new Set([key]);
  for (const line of lines) {
    const { source, target } = line.dataset;
    const own = source === key || target === key;
    line.classList.toggle("near", own);
    if (own) near.add(source).add(target);
  }
  for (const [other, box] of boxes) box.classList.toggle("near", near.has(other));
}

function hide() {
  map.classList.remove("map-chosen");
}
