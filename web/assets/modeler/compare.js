// Two drawings of one diagram side by side: they are panned and zoomed together, and marked by what the list says.
import { draw } from "../diagram.js";

const MARGIN = 40;
const AROUND = 320;

for (const place of document.querySelectorAll("[data-comparison]")) await compare(place);

async function compare(place) {
  const words = JSON.parse(place.dataset.words);
  const sides = {};
  for (const sheet of place.querySelectorAll("[data-side]")) {
    const drawing = await draw(sheet);
    if (drawing) sides[sheet.dataset.side] = drawing;
  }
  const drawings = Object.values(sides);
  if (!drawings.length) return;
  for (const button of place.querySelectorAll("[data-show]")) {
    const kind = button.closest("li").className.match(/differs-(\w+)/)[1];
    button.hidden = !drawings.some(({ viewer }) => drawn(viewer, button));
    if (kind !== "removed") mark(sides.new, button.dataset.show, kind, words[kind]);
    if (kind !== "added") mark(sides.old, button.dataset.was, kind, words[kind]);
  }
  inStep(drawings);
  showAll(drawings);
  place.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.sight) look(drawings, button.dataset.sight);
    if (button?.dataset.show) show(place, sides, button);
  });
  place.dataset.ready = "yes";
}

// A process on a sheet with pools has no shape of its own.
function drawn(viewer, { dataset }) {
  const elements = viewer.get("elementRegistry");
  return elements.get(dataset.show) ?? elements.get(dataset.was);
}

function mark(drawing, id, kind, word) {
  const element = drawing?.viewer.get("elementRegistry").get(id);
  if (!element) return;
  drawing.canvas.addMarker(element, `differs-${kind}`);
  const html = document.createElement("div");
  html.className = `badge-differs ${kind}`;
  html.textContent = word;
  html.setAttribute("aria-hidden", "true");
  const middle = element.waypoints?.[Math.floor(element.waypoints.length / 2)];
  const position = middle ? { top: middle.y - element.y - 8, left: middle.x - element.x } : { top: -10, left: 4 };
  drawing.viewer.get("overlays").add(element, "difference", { position, html });
}

function inStep(drawings) {
  let leading = false;
  for (const one of drawings) {
    one.viewer.get("eventBus").on("canvas.viewbox.changed", ({ viewbox }) => {
      if (leading) return;
      leading = true;
      const { x, y, width, height } = viewbox;
      for (const other of drawings) if (other !== one) other.canvas.viewbox({ x, y, width, height });
      leading = false;
    });
  }
}

// Both drawings whole, at one scale, never larger than drawn.
function showAll(drawings) {
  const boxes = drawings.map(({ canvas }) => canvas.viewbox().inner);
  const left = Math.min(...boxes.map((box) => box.x));
  const top = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  sight(drawings, (left + right) / 2, (top + bottom) / 2, right - left + 2 * MARGIN, bottom - top + 2 * MARGIN);
}

function sight([first], x, y, width, height) {
  const { outer } = first.canvas.viewbox();
  const scale = Math.min(1, outer.width / width, outer.height / height);
  const [wide, high] = [outer.width / scale, outer.height / scale];
  first.canvas.viewbox({ x: x - wide / 2, y: y - high / 2, width: wide, height: high });
}

function look(drawings, what) {
  if (what === "fit") showAll(drawings);
  if (what === "in") drawings[0].viewer.get("zoomScroll").stepZoom(1);
  if (what === "out") drawings[0].viewer.get("zoomScroll").stepZoom(-1);
}

function show(place, sides, button) {
  for (const item of place.querySelectorAll("li.current")) item.classList.remove("current");
  button.closest("li").classList.add("current");
  const found = [[sides.new, button.dataset.show], [sides.old, button.dataset.was]]
    .map(([drawing, id]) => [drawing, drawing?.viewer.get("elementRegistry").get(id)])
    .filter(([, element]) => element);
  for (const drawing of Object.values(sides)) {
    for (const element of drawing.viewer.get("elementRegistry").getAll()) drawing.canvas.removeMarker(element, "differs-current");
  }
  for (const [drawing, element] of found) drawing.canvas.addMarker(element, "differs-current");
  if (!found.length) return;
  const boxes = found.map(([, element]) => box(element));
  const left = Math.min(...boxes.map((one) => one.x));
  const top = Math.min(...boxes.map((one) => one.y));
  const right = Math.max(...boxes.map((one) => one.x + one.width));
  const bottom = Math.max(...boxes.map((one) => one.y + one.height));
  sight(Object.values(sides), (left + right) / 2, (top + bottom) / 2, right - left + AROUND, bottom - top + AROUND);
  place.querySelector(".two-sheets").scrollIntoView({ block: "nearest" });
  place.querySelector("[data-said]").textContent = button.closest("p").innerText;
}

function box(element) {
  if (!element.waypoints) return element;
  const xs = element.waypoints.map((point) => point.x);
  const ys = element.waypoints.map((point) => point.y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
