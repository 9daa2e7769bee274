// The whole sheet where it can be read, else its beginning; never larger than drawn, and clear of the palette.
const MARGIN = 24;
const PALETTE = 125;
const READABLE = 0.55;

export function fit(diagram, whole = false) {
  const canvas = diagram.get("canvas");
  const { inner, outer } = canvas.viewbox();
  if (!inner.width) return;
  const covered = diagram.get("palette", false) ? PALETTE : 0;
  const free = outer.width - covered;
  const fitting = Math.min(1, free / (inner.width + 2 * MARGIN), outer.height / (inner.height + 2 * MARGIN));
  const scale = whole ? fitting : Math.max(fitting, Math.min(READABLE, 1));
  const width = outer.width / scale;
  const height = outer.height / scale;
  const slack = (room, taken) => Math.max(MARGIN, (room - taken) / 2);
  const x = inner.x - covered / scale - slack(free / scale, inner.width);
  canvas.viewbox({ x, y: inner.y - slack(height, inner.height), width, height });
}
