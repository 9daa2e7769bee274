// Rows within each lane: a node stands beside the one it follows, and long links keep a row free for themselves.

// columns: Map(node -> number); links: [{from, to, below?}] without loops; bandOf: (node) => number of its lane.
// Returns {tracks: Map(node -> row in its band), rows: rows of each band, through: Map(link -> [{column, band, track}])}.
export function assignTracks(nodes, columns, links, bandOf, bands) {
  const cells = [...nodes.map((node) => ({ node, column: columns.get(node), band: bandOf(node), before: [] }))];
  const cellOf = new Map(cells.map((cell) => [cell.node, cell]));
  const through = new Map();
  for (const link of links) {
    let last = cellOf.get(link.from);
    const target = cellOf.get(link.to);
    const passed = [];
    for (let column = last.column + 1; column < target.column; column += 1) {
      const cell = { link, column, band: target.band, before: [[last, link.below ? 1 : 0]] };
      cells.push(cell);
      passed.push(cell);
      last = cell;
    }
    target.before.push([last, link.below && !passed.length ? 1 : 0]);
    through.set(link, passed);
  }

  const rows = Array.from({ length: bands }, () => 1);
  const taken = new Set();
  const wished = (cell) => {
    const beside = cell.before.filter(([one]) => one.band === cell.band).map(([one, more]) => one.track + more);
    if (!beside.length) return 0;
    beside.sort((one, other) => one - other);
    return beside[Math.floor((beside.length - 1) / 2)];
  };
  const last = Math.max(0, ...cells.map(({ column }) => column));
  for (let column = 0; column <= last; column += 1) {
    const here = cells.filter((cell) => cell.column === column);
    for (const cell of here) cell.wish = wished(cell);
    // Nodes before passing links, so that the flow itself stays straight.
    here.sort((one, other) => one.wish - other.wish || Number(Boolean(one.link)) - Number(Boolean(other.link)));
    for (const cell of here) {
      const key = (track) => `${column} ${cell.band} ${track}`;
      let track = cell.wish;
      while (taken.has(key(track))) track += 1;
      taken.add(key(track));
      cell.track = track;
      rows[cell.band] = Math.max(rows[cell.band], track + 1);
    }
  }
  return { tracks: new Map([...cellOf].map(([node, cell]) => [node, cell.track])), rows, through };
}
