// Everything on the sheet in the order in which it happens: what lists show and keys walk along.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";

const isLabel = (element) => Boolean(element.labelTarget);
const isLine = (element) => Boolean(element.waypoints);

// [{element, depth}]: a container before what it holds, a boundary event after its activity, lines after their source.
export function inFlowOrder(root) {
  const found = [];
  walk(root, 0, found);
  return found;
}

function walk(parent, depth, found) {
  const parts = parent.children.filter((one) => !isLabel(one));
  const shapes = parts.filter((one) => !isLine(one));
  const pending = new Set(shapes);
  const visit = (shape, level) => {
    if (!pending.delete(shape)) return;
    found.push({ element: shape, depth: level });
    if (shape.children?.length && !shape.collapsed) walk(shape, level + 1, found);
    for (const guard of shape.attachers ?? []) visit(guard, level + 1);
    const lines = shape.outgoing.filter((one) => parts.includes(one) || one.parent !== parent);
    for (const line of lines) found.push({ element: line, depth: level + 1 });
    for (const line of lines) if (is(line, "bpmn:SequenceFlow") && line.target.parent === parent) next.push([line.target, depth]);
  };
  const next = [];
  const from = (shape) => {
    next.push([shape, depth]);
    while (next.length) visit(...next.shift());
  };
  shapes.filter((one) => is(one, "bpmn:Participant") || is(one, "bpmn:Lane")).sort((one, other) => one.y - other.y).forEach(from);
  const nodes = shapes.filter((one) => is(one, "bpmn:FlowNode") && !is(one, "bpmn:BoundaryEvent"));
  nodes.filter(begins).sort(byPlace).forEach(from);
  nodes.sort(byPlace).forEach(from);
  shapes.sort(byPlace).forEach(from);
}

function begins(shape) {
  return is(shape, "bpmn:StartEvent") || (!shape.incoming.length && !getBusinessObject(shape).triggeredByEvent);
}

function byPlace(one, other) {
  return one.x - other.x || one.y - other.y;
}
