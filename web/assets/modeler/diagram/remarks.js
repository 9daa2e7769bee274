// Remarks and the drawing: how many are open stands at each element, and what is chosen on one side is chosen on the other.
import { say } from "../words.js";

export function remarkOn(place, diagram) {
  const eventBus = diagram.get("eventBus");
  const elements = diagram.get("elementRegistry");
  let counts = new Map();

  place.addEventListener("remarks-counted", ({ detail }) => {
    counts = detail.counts;
    mark();
  });
  place.addEventListener("element-wanted", ({ detail }) => choose(detail.element));
  eventBus.on("import.done", mark);
  eventBus.on("selection.changed", ({ newSelection }) => {
    const one = newSelection.length === 1 ? newSelection[0] : null;
    const detail = { element: one?.businessObject.id ?? "", name: one?.businessObject.name ?? one?.id ?? "" };
    place.dispatchEvent(new CustomEvent("element-chosen", { detail }));
  });
  // The properties panel listens only once it is drawn.
  requestAnimationFrame(() => choose(decodeURIComponent(location.hash.slice(1))));

  function mark() {
    const overlays = diagram.get("overlays");
    overlays.remove({ type: "remarks" });
    for (const [element, number] of counts) {
      if (!elements.get(element)) continue;
      const html = document.createElement("div");
      html.className = "remark-mark";
      html.textContent = number;
      html.title = say(`${number} 条批注`, `${number} ${number === 1 ? "remark" : "remarks"}`);
      overlays.add(element, "remarks", { position: { top: -10, left: -10 }, html });
    }
  }

  // A viewer selects nothing, but it can be looked at.
  function choose(id) {
    const element = id && elements.get(id);
    if (!element || element === diagram.get("canvas").getRootElement()) return;
    diagram.get("selection", false)?.select(element);
    diagram.get("canvas").scrollToElement(element, 80);
  }
}
