// Writes the drawing of a file (BPMN 2.0.2 chapter 12): all of it where there is none, else what is missing, below the rest.
import { BpmnModdle } from "bpmn-moddle";
import { vocabulary } from "../vocabulary.js";
import { arrange } from "./arrange.js";

const MARGIN = 80;

export async function drawn(text) {
  const moddle = new BpmnModdle(vocabulary);
  const { rootElement: definitions } = await moddle.fromXML(text);
  const diagram = planeOf(moddle, definitions);
  if (!diagram) return text;
  const { plane } = diagram;
  const there = new Map(allDrawn(definitions).map((one) => [one.bpmnElement, one]));
  const { shapes, edges } = arrange(definitions);
  const down = there.size ? lowest(there) + MARGIN : 0;
  for (const [object, bounds] of shapes) if (!there.has(object)) there.set(object, add(plane, shape(moddle, object, bounds, down)));
  for (const [object, points] of edges) if (!there.has(object)) add(plane, edge(moddle, object, points, there, down));
  const { xml } = await moddle.toXML(definitions, { format: true });
  return xml;
}

function planeOf(moddle, definitions) {
  const [diagram] = definitions.get("diagrams");
  if (diagram?.plane) return diagram;
  const roots = definitions.get("rootElements");
  const shown = roots.find((one) => one.$type === "bpmn:Collaboration") ?? roots.find((one) => one.$type === "bpmn:Process");
  if (!shown) return null;
  const plane = moddle.create("bpmndi:BPMNPlane", { id: `${shown.id}_plane`, bpmnElement: shown, planeElement: [] });
  const made = moddle.create("bpmndi:BPMNDiagram", { id: `${shown.id}_diagram`, plane });
  plane.$parent = made;
  made.$parent = definitions;
  definitions.get("diagrams").push(made);
  return made;
}

function allDrawn(definitions) {
  return definitions.get("diagrams").flatMap(({ plane }) => plane?.get("planeElement") ?? []);
}

function lowest(there) {
  return Math.max(0, ...[...there.values()].map(({ bounds }) => (bounds ? bounds.y + bounds.height : 0)));
}

function add(plane, element) {
  element.$parent = plane;
  plane.get("planeElement").push(element);
  return element;
}

function shape(moddle, object, { x, y, width, height }, down) {
  const bounds = moddle.create("dc:Bounds", { x, y: y + down, width, height });
  const made = moddle.create("bpmndi:BPMNShape", { id: `${object.id}_di`, bpmnElement: object, bounds });
  bounds.$parent = made;
  if (object.$instanceOf("bpmn:SubProcess")) made.isExpanded = true;
  if (object.$instanceOf("bpmn:Participant") || object.$instanceOf("bpmn:Lane")) made.isHorizontal = true;
  return made;
}

function edge(moddle, object, points, there, down) {
  const ends = [object.sourceRef, object.targetRef].map((one) => there.get(one)?.bounds);
  const isNew = ends.every((one) => !one || one.y >= down);
  const way = isNew || !ends[0] || !ends[1] ? points.map(({ x, y }) => ({ x, y: y + down })) : ends.map(middle);
  const made = moddle.create("bpmndi:BPMNEdge", { id: `${object.id}_di`, bpmnElement: object });
  made.waypoint = way.map((point) => moddle.create("dc:Point", point));
  for (const point of made.waypoint) point.$parent = made;
  return made;
}

function middle({ x, y, width, height }) {
  return { x: x + width / 2, y: y + height / 2 };
}
