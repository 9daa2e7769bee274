// Arrows go from cell to cell as in a spreadsheet: up and down always, left and right from the edge of the text.
const WAYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export function keys(element) {
  const container = element.querySelector("[data-dmn]");
  // In the capturing phase, before the editor in the cell takes the key for its caret.
  container.addEventListener("keydown", onKey, true);

  function onKey(event) {
    const way = WAYS[event.key];
    if (!way || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    const cell = event.target.closest?.("td[data-coords]");
    if (!cell || container.querySelector(".cm-tooltip-autocomplete, .context-menu")) return;
    if (way[1] && !atEdge(event.target, way[1])) return;
    if (way[0] && severalLines(event.target)) return;
    const [row, column] = cell.dataset.coords.split(":");
    const next = container.querySelector(`td[data-coords="${Number(row) + way[0]}:${neighbour(column, way[1])}"]`);
    const field = next?.querySelector("[contenteditable]");
    if (!field) return;
    event.preventDefault();
    event.stopPropagation();
    field.focus();
  }
}

function neighbour(column, step) {
  return step ? Number(column) + step : column;
}

function severalLines(target) {
  return (target.closest("[contenteditable]")?.innerText ?? "").trimEnd().includes("\n");
}

// Whether the caret stands before the first or behind the last character.
function atEdge(target, step) {
  const field = target.closest("[contenteditable]");
  const selection = getSelection();
  if (!field || !selection.rangeCount || !selection.isCollapsed) return false;
  const rest = document.createRange();
  rest.selectNodeContents(field);
  const caret = selection.getRangeAt(0);
  if (step < 0) rest.setEnd(caret.startContainer, caret.startOffset);
  else rest.setStart(caret.endContainer, caret.endOffset);
  return rest.toString() === "";
}
