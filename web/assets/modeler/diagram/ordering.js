// bpmn-js writes the drawing in the order of its layers, and of it only what is on a sheet. What it cannot show, such as a
// second process without a pool, keeps its drawing.
import BpmnDiOrdering from "bpmn-js/lib/features/di-ordering/BpmnDiOrdering";

const [BEFORE, AFTER] = [3000, 1000];

function Ordering(eventBus, canvas) {
  BpmnDiOrdering.call(this, eventBus, canvas);
  let kept = [];
  eventBus.on("saveXML.start", BEFORE, ({ definitions }) => {
    kept = definitions.get("diagrams").map(({ plane }) => [plane, [...(plane?.get("planeElement") ?? [])]]);
  });
  eventBus.on("saveXML.start", AFTER, ({ definitions }) => {
    for (const [plane, elements] of kept) {
      const written = new Set(plane.get("planeElement"));
      plane.get("planeElement").push(...elements.filter((di) => !written.has(di)));
    }
  });
}
Ordering.$inject = ["eventBus", "canvas"];

export const ordering = { bpmnDiOrdering: ["type", Ordering] };
