// Lines with right angles: turns lie between the columns, loops run back under everything.
const CHANNEL = 22;

// Adds the points of every link's flow to `edges`; returns how much room the loops take below `bottom`.
export function routes({ links, back, through, shapes, lefts, middles, bottom, edges }) {
  let channels = 0;
  const turns = new Map();
  // The place of the next turn before a column: each a little further left, so that lines do not lie on each other.
  const turnBefore = (x, from, to) => {
    const column = lefts.findIndex((left) => left > x + 1) - 1;
    const used = turns.get(column) ?? [];
    turns.set(column, used);
    let at = used.findIndex((ranges) => ranges.every(([low, high]) => Math.max(from, to) < low || Math.min(from, to) > high));
    if (at < 0) at = used.push([]) - 1;
    used[at].push([Math.min(from, to), Math.max(from, to)]);
    return lefts[Math.max(0, column)] - 25 - (at % 4) * 10;
  };

  for (const link of links) {
    const source = shapes.get(link.flow.sourceRef);
    const target = shapes.get(link.to);
    if (back.has(link)) {
      channels += CHANNEL;
      edges.set(link.flow, around(source, target, bottom + channels - CHANNEL / 2));
      continue;
    }
    const points = link.below
      ? [{ x: source.x + source.width / 2, y: source.y + source.height }, { x: source.x + source.width / 2, y: source.y + source.height + 20 }]
      : [{ x: source.x + source.width, y: source.y + source.height / 2 }];
    const goTo = (left, y) => {
      const from = points[points.length - 1].y;
      if (Math.abs(from - y) < 1) return;
      const x = turnBefore(left, from, y);
      points.push({ x, y: from }, { x, y });
    };
    for (const cell of through.get(link)) goTo(lefts[cell.column], middles.of(cell.band, cell.track));
    const y = target.y + target.height / 2;
    const column = lefts.filter((left) => left <= target.x + 1).length - 1;
    goTo(lefts[column], y);
    points.push({ x: target.x, y });
    edges.set(link.flow, points);
  }
  return channels;
}

function around(source, target, y) {
  const from = source.x + source.width / 2;
  const to = target.x + target.width / 2 + (source === target ? 20 : 0);
  return [
    { x: from, y: source.y + source.height },
    { x: from, y },
    { x: to, y },
    { x: to, y: target.y + target.height },
  ];
}
