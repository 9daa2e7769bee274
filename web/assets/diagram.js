// A diagram that can be looked at: loaded from the server, drawn, marked. It changes nothing.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

const FONT = '"PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "WenQuanYi Micro Hei", sans-serif';

export async function draw(place) {
  const answer = await fetch(place.dataset.diagram, { headers: { Accept: "application/xml" } });
  if (!answer.ok) {
    place.textContent = place.dataset.missing;
    place.classList.add("diagram-missing");
    return null;
  }
  const viewer = new NavigatedViewer({
    container: place,
    textRenderer: { defaultStyle: { fontFamily: FONT, fontSize: "13px" }, externalStyle: { fontSize: "12px" } },
  });
  await viewer.importXML(await answer.text());
  const canvas = viewer.get("canvas");
  const svg = place.querySelector("svg");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", place.dataset.label);
  svg.removeAttribute("tabindex");
  tools(place, viewer);
  return { viewer, canvas, marked: [] };
}

function tools(place, viewer) {
  const bar = document.querySelector(`[data-tools-for="${place.id}"]`);
  if (!bar) return;
  bar.addEventListener("click", (event) => {
    const what = event.target.closest("button")?.dataset.zoom;
    if (what === "fit") fit(viewer);
    if (what === "in") viewer.get("zoomScroll").stepZoom(1);
    if (what === "out") viewer.get("zoomScroll").stepZoom(-1);
  });
}

const MARGIN = 12;
const WATERMARK = 44;

// The whole sheet, never larger than drawn, clear of the watermark.
export function fit(viewer) {
  const canvas = viewer.get("canvas");
  const { inner, outer } = canvas.viewbox();
  const scale = Math.min(1, outer.width / (inner.width + 2 * MARGIN), (outer.height - WATERMARK) / (inner.height + 2 * MARGIN));
  const width = outer.width / scale;
  canvas.viewbox({
    x: inner.x - (width - inner.width) / 2,
    y: inner.y - ((outer.height - WATERMARK) / scale - inner.height) / 2,
    width,
    height: outer.height / scale,
  });
}

// marks: [{element, marker, label?}]; replaces whatever was marked before.
export function mark(drawing, marks) {
  const { viewer, canvas } = drawing;
  const elements = viewer.get("elementRegistry");
  const overlays = viewer.get("overlays");
  for (const { element, marker } of drawing.marked) canvas.removeMarker(element, marker);
  overlays.clear();
  drawing.marked = marks.filter(({ element }) => elements.get(element));
  for (const { element, marker, label, tone } of drawing.marked) {
    canvas.addMarker(element, marker);
    if (!label) continue;
    const html = document.createElement("div");
    html.className = `here ${tone ?? ""}`;
    html.textContent = label;
    overlays.add(element, "position", { position: { top: -26, left: 0 }, html });
  }
}

// Small screens show the place that matters rather than the whole sheet in miniature.
export function show(drawing, element) {
  const { viewer, canvas } = drawing;
  const shape = element && viewer.get("elementRegistry").get(element);
  fit(viewer);
  if (!shape || !matchMedia("(max-width: 40rem)").matches || canvas.zoom() >= 0.55) return;
  canvas.zoom(0.75, { x: shape.x + shape.width / 2, y: shape.y + shape.height / 2 });
  const view = canvas.viewbox();
  canvas.viewbox({
    x: shape.x + shape.width / 2 - view.width / 2,
    y: shape.y + shape.height / 2 - view.height / 2,
    width: view.width,
    height: view.height,
  });
}
