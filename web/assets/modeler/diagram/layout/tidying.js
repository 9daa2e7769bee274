// Lays the whole diagram out anew, as one step that can be undone.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { getExternalLabelMid } from "bpmn-js/lib/util/LabelUtil";
import { isExpanded } from "bpmn-js/lib/util/DiUtil";
import { arrange, defaultSize } from "./arrange.js";

const COMMAND = "diagram.arrange";
const taught = new WeakSet();

// Whether there was anything to lay out.
export function tidyUp(diagram) {
  const stack = diagram.get("commandStack");
  const registry = diagram.get("elementRegistry");
  if (!taught.has(stack)) stack.registerHandler(COMMAND, Arranging);
  taught.add(stack);
  const places = newPlaces(diagram.getDefinitions(), registry);
  if (!places.length) return false;
  stack.execute(COMMAND, { places });
  return true;
}

// [{element, bounds} or {element, waypoints}] of all that is drawn.
function newPlaces(definitions, registry) {
  const elementOf = (object) => registry.get(object.id);
  const sizeOf = (object) => {
    const element = elementOf(object);
    const { width, height } = element ?? defaultSize(object);
    return { width, height };
  };
  const open = (object) => {
    const element = elementOf(object);
    return Boolean(element && isExpanded(element));
  };
  const { shapes, edges } = arrange(definitions, { sizeOf, isExpanded: open });
  const places = [];
  const drawnHere = (object) => {
    const element = elementOf(object);
    return element && getBusinessObject(element) === object ? element : null;
  };
  for (const [object, bounds] of shapes) if (drawnHere(object)) places.push({ element: elementOf(object), bounds });
  for (const [object, waypoints] of edges) if (drawnHere(object)) places.push({ element: elementOf(object), waypoints });
  return places;
}

class Arranging {
  execute(context) {
    context.before = changed(context).map(placeOf);
    for (const { element, bounds, waypoints } of context.places) put(element, bounds, waypoints);
    for (const { element } of context.places) for (const label of element.labels) put(label, besides(element, label));
    return changed(context);
  }

  revert(context) {
    for (const { element, bounds, waypoints } of context.before) put(element, bounds, waypoints);
    return changed(context);
  }
}

function changed(context) {
  return context.places.flatMap(({ element }) => [element, ...element.labels]);
}

function placeOf(element) {
  if (element.waypoints) return { element, waypoints: element.waypoints };
  const { x, y, width, height } = element;
  return { element, bounds: { x, y, width, height } };
}

function put(element, bounds, waypoints) {
  const di = element.di;
  if (waypoints) {
    element.waypoints = waypoints.map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }));
    const create = (point) => Object.assign(di.$model.create("dc:Point", { x: point.x, y: point.y }), { $parent: di });
    di.set("waypoint", element.waypoints.map(create));
    return;
  }
  const rounded = Object.fromEntries(Object.entries(bounds).map(([name, value]) => [name, Math.round(value)]));
  Object.assign(element, rounded);
  const held = element.labelTarget ? di.get("label")?.bounds : di.bounds;
  if (held) Object.assign(held, rounded);
}

// A label goes where its element would get a new one; beside boundary events, so that their lines stay free.
function besides(element, label) {
  const middle = getExternalLabelMid(element);
  const { width, height } = label;
  if (is(element, "bpmn:BoundaryEvent")) return { x: element.x + element.width + 2, y: element.y + element.height, width, height };
  return { x: middle.x - width / 2, y: middle.y - (element.waypoints ? height / 2 : 8), width, height };
}
