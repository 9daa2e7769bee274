// Where everything of a file stands: pools under one another, each laid out by the flow in it.
import { layOutScope, moved, straight } from "./scope.js";

const SIZES = [
  ["bpmn:Event", 36, 36],
  ["bpmn:Gateway", 50, 50],
  ["bpmn:DataObjectReference", 36, 50],
  ["bpmn:DataStoreReference", 50, 50],
  ["bpmn:TextAnnotation", 200, 50],
];
const HEADER = 30;
const BETWEEN_POOLS = 60;
const [LEFT, TOP] = [160, 80];

export function defaultSize(object) {
  const [, width, height] = SIZES.find(([type]) => object.$instanceOf(type)) ?? ["", 110, 80];
  return { width, height };
}

// Returns {shapes: Map(object -> bounds), edges: Map(object -> points)} for the definitions' processes and pools.
export function arrange(definitions, { sizeOf = defaultSize, isExpanded = () => true } = {}) {
  const roots = definitions.rootElements ?? [];
  const collaboration = roots.find((one) => one.$type === "bpmn:Collaboration");
  const pools = collaboration?.participants ?? [];
  const loose = roots.filter((one) => one.$type === "bpmn:Process" && !pools.some((pool) => pool.processRef === one));
  const shapes = new Map();
  const edges = new Map();
  let top = TOP;
  const held = new Map(pools.filter((pool) => pool.processRef).map((pool) => [pool, layOutScope(pool.processRef, { sizeOf, isExpanded })]));
  const widest = Math.max(600, ...[...held.values()].map(({ width }) => width + HEADER));
  for (const pool of pools) {
    const inner = held.get(pool);
    const height = inner ? Math.max(120, inner.height) : 60;
    shapes.set(pool, { x: LEFT, y: top, width: inner ? Math.max(inner.width + HEADER, 300) : widest, height });
    if (inner) {
      widen(inner, Math.max(inner.width, 300 - HEADER), height);
      moved(inner, LEFT + HEADER, top, shapes, edges);
    }
    top += height + BETWEEN_POOLS;
  }
  // A process beside pools is on no sheet; without pools there is one sheet, for the first.
  for (const process of collaboration ? [] : loose.slice(0, 1)) moved(layOutScope(process, { sizeOf, isExpanded }), LEFT, top, shapes, edges);
  for (const flow of collaboration?.messageFlows ?? []) {
    const [from, to] = [shapes.get(flow.sourceRef), shapes.get(flow.targetRef)];
    if (from && to) edges.set(flow, between(from, to));
  }
  return { shapes, edges };
}

// Lanes reach to the pool's lower and right edge.
function widen(inner, width, height) {
  for (const [object, bounds] of inner.shapes) {
    if (object.$type !== "bpmn:Lane") continue;
    bounds.width += width - inner.width;
    if (bounds.y + bounds.height >= inner.height) bounds.height = height - bounds.y;
  }
}

function between(from, to) {
  const [start, end] = straight(from, to);
  const x = from.width > 300 ? end.x : start.x;
  const goal = to.width > 300 ? x : end.x;
  const middle = (start.y + end.y) / 2;
  if (x === goal) return [{ x, y: start.y }, { x, y: end.y }];
  return [{ x, y: start.y }, { x, y: middle }, { x: goal, y: middle }, { x: goal, y: end.y }];
}
