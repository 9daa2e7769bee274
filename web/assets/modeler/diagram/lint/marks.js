// A mark at every element that has findings: the gravest sign and how many, with their words for whoever points at it.
import { shapeOf } from "./places.js";
import { SEVERITIES, severity } from "./severities.js";

const KIND = "finding";

export function Marks(eventBus, canvas, overlays, elementRegistry) {
  let drawn = new Map();

  eventBus.on("findings.come", ({ findings }) => {
    const wanted = gathered(findings, elementRegistry);
    for (const [id, mark] of drawn) {
      if (wanted.get(id)?.text === mark.text && elementRegistry.get(id)) continue;
      if (elementRegistry.get(id)) {
        overlays.remove({ element: id, type: KIND });
        canvas.removeMarker(id, `has-${mark.worst.id}`);
      }
      drawn.delete(id);
    }
    for (const [id, mark] of wanted) if (!drawn.has(id)) draw(id, mark);
    drawn = wanted;
  });
  eventBus.on("diagram.clear", () => {
    drawn = new Map(); // Nothing is returned: that would end the event before the canvas is cleared.
  });

  function draw(id, { worst, number, text }) {
    const badge = document.createElement("span");
    badge.className = `finding-mark finding-${worst.id}`;
    badge.textContent = number > 1 ? `${worst.sign}${number}` : worst.sign;
    badge.title = text;
    canvas.addMarker(id, `has-${worst.id}`);
    if (canvas.getRootElement().id !== id && !elementRegistry.get(id).isImplicit)
      overlays.add(id, KIND, { position: { top: -14, right: 8 }, scale: { min: 1 }, html: badge });
  }
}
Marks.$inject = ["eventBus", "canvas", "overlays", "elementRegistry"];

function gathered(findings, elementRegistry) {
  const found = new Map();
  for (const finding of findings) {
    const shape = shapeOf(finding.element, elementRegistry);
    if (shape) found.set(shape.id, [...(found.get(shape.id) ?? []), finding]);
  }
  return new Map([...found].map(([id, here]) => [id, marked(here)]));
}

function marked(findings) {
  const worst = SEVERITIES.find(({ id }) => findings.some((one) => one.severity === id));
  const text = findings.map((one) => `${severity(one.severity).name}: ${one.message} ${one.remedy}`).join("\n");
  return { worst, number: findings.length, text };
}
