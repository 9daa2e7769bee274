// Which part of the file is shown: the decision graph, or one table or expression, chosen from a list.
import { say } from "../words.js";

const PALETTE = 104;
const MARGIN = 24;

export function views(element, dmn) {
  const list = element.querySelector("[data-views]");
  const hears = [];
  let last;
  dmn.modeler.on("views.changed", () => {
    draw();
    if (current()?.id !== last) fit();
    last = current()?.id;
    hears.forEach((hear) => hear(current()));
  });
  list.addEventListener("change", () => open(list.value));
  draw();
  fit();
  return { current, open, openFor, onShown: (hear) => hears.push(hear) };

  function current() {
    return dmn.modeler.getActiveView();
  }

  // A graph is shown whole, clear of the palette and never larger than drawn; whoever edits it chooses the section.
  function fit() {
    if (current()?.type !== "drd") return;
    const canvas = dmn.viewer().get("canvas");
    const { inner, outer } = canvas.viewbox();
    if (!inner.width || !outer.width) return;
    const left = dmn.editable ? PALETTE : MARGIN;
    const scale = Math.min(1, (outer.width - left - MARGIN) / inner.width, (outer.height - 2 * MARGIN) / inner.height);
    canvas.viewbox({ x: inner.x - left / scale, y: inner.y - MARGIN / scale, width: outer.width / scale, height: outer.height / scale });
  }

  function draw() {
    const options = dmn.modeler.getViews().map((view) => {
      const option = document.createElement("option");
      option.value = view.id;
      option.textContent = view.type === "drd" ? say("决策关系图", "Decision graph") : view.name || view.id;
      option.selected = view.id === current()?.id;
      return option;
    });
    list.replaceChildren(...options);
  }

  async function open(id) {
    const view = dmn.modeler.getViews().find((one) => one.id === id);
    if (view && view.id !== current()?.id) await dmn.modeler.open(view);
    return view;
  }

  // Opens what an id lies in, and goes to the place of that id.
  async function openFor(id) {
    const holder = holding(dmn.modeler.getDefinitions(), id);
    const view = holder && (await open(holder));
    const place = element.querySelector(`[data-element-id="${CSS.escape(id)}"]`);
    place?.scrollIntoView({ block: "center", inline: "center" });
    (place?.querySelector("[contenteditable]") ?? place)?.focus();
    const shapes = view ? null : dmn.viewer()?.get("elementRegistry");
    if (shapes?.get(id)) dmn.viewer().get("selection").select(shapes.get(id));
  }
}

// The id of the view that holds an element: its decision when that has one, '' for none.
function holding(definitions, id) {
  for (const part of definitions?.drgElement ?? []) {
    if (part.id === id) return part.decisionLogic ? part.id : definitions.id;
    const logic = part.decisionLogic ?? part.encapsulatedLogic;
    const inside = [logic, ...(logic?.input ?? []), ...(logic?.output ?? []), ...(logic?.rule ?? [])];
    const deeper = inside.flatMap((one) => [
      one,
      one?.inputExpression,
      one?.inputValues,
      one?.outputValues,
      ...(one?.inputEntry ?? []),
      ...(one?.outputEntry ?? []),
    ]);
    if (deeper.some((one) => one?.id === id)) return part.id;
  }
  return "";
}
