// Columns from left to right: every link leads to a later column, but for those that close a loop.

// nodes: any values, in the order in which they should begin; links: [{from, to}]. Returns {columns: Map(node -> number), back: Set(link)}.
export function rank(nodes, links) {
  const out = new Map(nodes.map((node) => [node, []]));
  for (const link of links) out.get(link.from).push(link);
  const back = closingLoops(nodes, links, out);
  const forward = links.filter((link) => !back.has(link));

  const waiting = new Map(nodes.map((node) => [node, 0]));
  for (const { to } of forward) waiting.set(to, waiting.get(to) + 1);
  const columns = new Map();
  const ready = nodes.filter((node) => !waiting.get(node));
  for (const node of ready) columns.set(node, 0);
  for (let next = ready.shift(); next !== undefined; next = ready.shift()) {
    for (const link of out.get(next)) {
      if (back.has(link)) continue;
      columns.set(link.to, Math.max(columns.get(link.to) ?? 0, columns.get(next) + 1));
      waiting.set(link.to, waiting.get(link.to) - 1);
      if (!waiting.get(link.to)) ready.push(link.to);
    }
  }
  return { columns, back };
}

function closingLoops(nodes, links, out) {
  const entered = new Set(links.filter(({ from, to }) => from !== to).map(({ to }) => to));
  const state = new Map();
  const back = new Set();
  for (const start of [...nodes.filter((node) => !entered.has(node)), ...nodes]) {
    if (state.has(start)) continue;
    const path = [[start, 0]];
    state.set(start, "open");
    while (path.length) {
      const step = path[path.length - 1];
      const link = out.get(step[0])[step[1]];
      step[1] += 1;
      if (!link) {
        state.set(step[0], "done");
        path.pop();
      } else if (state.get(link.to) === "open") back.add(link);
      else if (!state.has(link.to)) {
        state.set(link.to, "open");
        path.push([link.to, 0]);
      }
    }
  }
  return back;
}
