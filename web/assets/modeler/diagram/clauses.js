// Elements whose clause changed and that nobody looked at yet bear a mark that leads to the clause.
import { say } from "../words.js";

export async function flagClauses(diagram, procedure) {
  const answer = await fetch(`/workshop/${encodeURIComponent(procedure)}/clause-reviews.json`);
  if (!answer.ok) return;
  const drawn = (id) => diagram.get("elementRegistry").find((one) => one.id === id || one.businessObject?.processRef?.id === id);
  for (const { element, clause, address } of await answer.json()) {
    const shape = drawn(element);
    if (!shape || !shape.parent) continue;
    const html = document.createElement("a");
    html.className = "clause-flag";
    html.href = address;
    html.textContent = `§ ${clause}`;
    html.title = say(`条款 ${clause} 有变动，请核对这个环节`, `Clause ${clause} changed: look at this element`);
    diagram.get("overlays").add(shape, "clause", { position: shape.waypoints ? onLine(shape.waypoints) : { bottom: 6, left: 4 }, html });
  }
}

// Above the middle of a flow, seen from the corner of the box around it, where its overlays begin.
function onLine(points) {
  const [left, top] = ["x", "y"].map((axis) => Math.min(...points.map((point) => point[axis])));
  const last = Math.ceil(points.length / 2);
  const [from, to] = [points[last - 1], points[last]];
  return { left: (from.x + to.x) / 2 - left, top: (from.y + to.y) / 2 - top };
}

// An address may name the element to begin at: links of clauses, findings and remarks do.
export function beginAtAsked(diagram) {
  const id = new URLSearchParams(location.search).get("element");
  const element = id && diagram.get("elementRegistry").get(id);
  if (!element || element === diagram.get("canvas").getRootElement()) return;
  diagram.get("canvas").scrollToElement(element, 80);
  diagram.get("selection", false)?.select(element);
}
