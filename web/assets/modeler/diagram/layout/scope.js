// Lays out what stands in one process or subprocess, from its upper left corner.
import { rank } from "./ranks.js";
import { routes } from "./routes.js";
import { assignTracks } from "./tracks.js";

export const COLUMN_GAP = 70;
const ROW_GAP = 60;
const PADDING = 30;
const HEADER = 30;

const is = (object, type) => object.$instanceOf(type);

// options: {sizeOf(node) -> {width, height}, isExpanded(subprocess)}.
// Returns {width, height, shapes: Map(object -> bounds), edges: Map(object -> points)}.
export function layOutScope(scope, options) {
  const parts = scope.flowElements ?? [];
  const nodes = parts.filter((one) => is(one, "bpmn:FlowNode") && !is(one, "bpmn:BoundaryEvent"));
  const guards = parts.filter((one) => is(one, "bpmn:BoundaryEvent"));
  const shapes = new Map();
  const edges = new Map();

  const inner = new Map();
  for (const node of nodes) if (isOpen(node, options)) inner.set(node, layOutScope(node, options));
  const sizeOf = (node) => {
    const held = inner.get(node);
    return held ? { width: Math.max(160, held.width), height: Math.max(120, held.height) } : options.sizeOf(node);
  };

  const known = new Set([...nodes, ...guards]);
  const links = parts
    .filter((one) => is(one, "bpmn:SequenceFlow") && known.has(one.sourceRef) && known.has(one.targetRef))
    .map((flow) => ({ flow, from: flow.sourceRef.attachedToRef ?? flow.sourceRef, to: flow.targetRef, below: Boolean(flow.sourceRef.attachedToRef) }));
  const { columns, back } = rank(nodes, links);
  const lanes = leaves((scope.laneSets ?? []).flatMap((set) => set.lanes ?? []));
  const bandOf = (node) => Math.max(0, lanes.findIndex((lane) => (lane.flowNodeRef ?? []).includes(node)));
  const forward = links.filter((link) => !back.has(link));
  const { tracks, rows, through } = assignTracks(nodes, columns, forward, bandOf, Math.max(1, lanes.length));

  const deep = lanes.length ? depth((scope.laneSets ?? []).flatMap((set) => set.lanes ?? [])) * HEADER : 0;
  const lefts = columnLefts(nodes, columns, sizeOf, deep + PADDING);
  const middles = rowMiddles(nodes, tracks, rows, bandOf, sizeOf);
  for (const node of nodes) {
    const { width, height } = sizeOf(node);
    const column = columns.get(node);
    const x = lefts[column] + (lefts[column + 1] - COLUMN_GAP - lefts[column] - width) / 2;
    const y = middles.of(bandOf(node), tracks.get(node)) - height / 2;
    shapes.set(node, { x, y, width, height });
    const held = inner.get(node);
    if (held) moved(held, x, y, shapes, edges);
  }
  standGuards(guards, shapes, options);
  const channels = routes({ links, back, through, shapes, lefts, middles, bottom: middles.bottom, edges });

  let bottom = middles.bottom + channels;
  let right = lefts[lefts.length - 1] - COLUMN_GAP + PADDING;
  ({ bottom, right } = besides(scope, parts, shapes, edges, bottom, right, options));
  if (lanes.length) {
    const set = (scope.laneSets ?? []).flatMap((one) => one.lanes ?? []);
    layLanes(set, 0, right, { top: 0, bottom }, lanes, middles, shapes);
  }
  return { width: right, height: bottom, shapes, edges };
}

function isOpen(node, options) {
  return is(node, "bpmn:SubProcess") && options.isExpanded(node);
}

function leaves(lanes) {
  return lanes.flatMap((lane) => (lane.childLaneSet?.lanes?.length ? leaves(lane.childLaneSet.lanes) : [lane]));
}

function depth(lanes) {
  return lanes.length ? 1 + Math.max(...lanes.map((lane) => depth(lane.childLaneSet?.lanes ?? []))) : 0;
}

// The left edge of each column, and of the one after the last.
function columnLefts(nodes, columns, sizeOf, from) {
  const widths = [];
  for (const node of nodes) widths[columns.get(node)] = Math.max(widths[columns.get(node)] ?? 0, sizeOf(node).width);
  const lefts = [from];
  for (let column = 0; column < Math.max(1, widths.length); column += 1) lefts.push(lefts[column] + (widths[column] ?? 50) + COLUMN_GAP);
  return lefts;
}

function rowMiddles(nodes, tracks, rows, bandOf, sizeOf) {
  const heights = rows.map((count) => Array.from({ length: count }, () => 20));
  for (const node of nodes) {
    const row = heights[bandOf(node)];
    row[tracks.get(node)] = Math.max(row[tracks.get(node)], sizeOf(node).height);
  }
  const bands = [];
  let top = 0;
  for (const row of heights) {
    const middles = [];
    const from = top;
    top += PADDING;
    for (const height of row) {
      middles.push(top + height / 2);
      top += height + ROW_GAP;
    }
    bands.push({ from, to: top, middles });
  }
  return { of: (band, track) => bands[band].middles[track], bandOf: (index) => bands[index], bottom: top };
}

function standGuards(guards, shapes, options) {
  const count = new Map();
  for (const guard of guards) {
    const host = shapes.get(guard.attachedToRef);
    if (!host) continue;
    const { width, height } = options.sizeOf(guard);
    const place = count.get(guard.attachedToRef) ?? 0;
    count.set(guard.attachedToRef, place + 1);
    const x = host.x + host.width - 20 - place * (width + 10);
    shapes.set(guard, { x: Math.max(host.x - width / 2, x - width / 2), y: host.y + host.height - height / 2, width, height });
  }
}

// Data and notes stand in a row of their own, under what they belong to.
function besides(scope, parts, shapes, edges, bottom, right, options) {
  const data = parts.filter((one) => is(one, "bpmn:DataObjectReference") || is(one, "bpmn:DataStoreReference"));
  const notes = (scope.artifacts ?? []).filter((one) => is(one, "bpmn:TextAnnotation"));
  const associations = (scope.artifacts ?? []).filter((one) => is(one, "bpmn:Association"));
  const ends = [
    ...associations.map((one) => [one, one.sourceRef, one.targetRef]),
    ...parts.flatMap((one) => [
      ...(one.dataInputAssociations ?? []).map((link) => [link, link.sourceRef?.[0], one]),
      ...(one.dataOutputAssociations ?? []).map((link) => [link, one, link.targetRef]),
    ]),
  ];
  const wish = (thing) => {
    const link = ends.find(([, from, to]) => (from === thing && shapes.has(to)) || (to === thing && shapes.has(from)));
    return link ? shapes.get(link[1] === thing ? link[2] : link[1]).x : PADDING;
  };
  const standing = [...data, ...notes].map((thing) => ({ thing, x: wish(thing) })).sort((one, other) => one.x - other.x);
  let free = PADDING;
  let deepest = 0;
  for (const { thing, x } of standing) {
    const { width, height } = options.sizeOf(thing);
    const left = Math.max(free, x);
    shapes.set(thing, { x: left, y: bottom + 10, width, height });
    free = left + width + 50;
    deepest = Math.max(deepest, height);
  }
  for (const [link, from, to] of ends) {
    if (shapes.has(from) && shapes.has(to)) edges.set(link, straight(shapes.get(from), shapes.get(to)));
  }
  return { bottom: bottom + (deepest && deepest + 50), right: Math.max(right, free - 20) };
}

export function straight(one, other) {
  const [upper, lower, turned] = one.y <= other.y ? [one, other, false] : [other, one, true];
  const points = [
    { x: upper.x + upper.width / 2, y: upper.y + upper.height },
    { x: lower.x + lower.width / 2, y: lower.y },
  ];
  return turned ? points.reverse() : points;
}

function layLanes(lanes, x, right, whole, all, middles, shapes) {
  for (const lane of lanes) {
    const held = leaves([lane]).map((leaf) => all.indexOf(leaf));
    const top = middles.bandOf(Math.min(...held)).from;
    const last = Math.max(...held);
    const bottom = last === all.length - 1 ? whole.bottom : middles.bandOf(last).to;
    shapes.set(lane, { x, y: top, width: right - x, height: bottom - top });
    layLanes(lane.childLaneSet?.lanes ?? [], x + HEADER, right, whole, all, middles, shapes);
  }
}

// What was laid out from its own corner, moved to where it stands.
export function moved(held, x, y, shapes, edges) {
  for (const [object, bounds] of held.shapes) shapes.set(object, { ...bounds, x: bounds.x + x, y: bounds.y + y });
  for (const [object, points] of held.edges) edges.set(object, points.map((point) => ({ x: point.x + x, y: point.y + y })));
}
