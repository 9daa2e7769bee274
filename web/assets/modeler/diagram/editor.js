// Puts the parts of the page together: sheet, toolbar, side pane, document.
import "./styles.js";
import { say } from "../words.js";
import { arrangeWhatIsNotDrawn } from "./layout/missing.js";
import { beginAtAsked, flagClauses } from "./clauses.js";
import { commandsOf } from "./commands.js";
import { emptyDiagram } from "./empty.js";
import { fit } from "./fitting.js";
import { openHelp } from "./help.js";
import { remarkOn } from "./remarks.js";
import { listElements } from "./elements.js";
import { openSide } from "./side.js";
import { openToolbar } from "./toolbar.js";

const NARROW = "(max-width: 56.24rem)";

// place: the element of the page's template; opening: the promise of openDocument. The scripts come while the file does.
export async function openEditor(place, opening) {
  const part = (name) => place.querySelector(`[data-part="${name}"]`);
  const sheet = part("sheet");
  // On a phone a diagram is looked at: nothing could be drawn between two thumbs, and nothing is changed by accident.
  const reading = "readonly" in place.dataset || matchMedia(NARROW).matches;
  if (reading) for (const one of place.querySelectorAll("[data-drawing]")) one.remove();
  const [doc, diagram] = await Promise.all([opening, reading ? reader(sheet) : drawer(sheet, part("properties"))]);
  const eventBus = diagram.get("eventBus");

  const text = doc.text.trim() || emptyDiagram(sheet.dataset.stem, sheet.dataset.title);
  await show(diagram, text, part("failure"));

  const list = listElements(part("elements"), diagram, reading);
  const side = openSide(part("side"), part("border"), (tab) => tab === "elements" && list.show());
  eventBus.on("side.open", ({ tab }) => side.open(tab));
  eventBus.on("save.now", () => doc.flush());
  eventBus.on("help.open", () => openHelp(part("help")));
  part("side").addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && diagram.get("canvas").focus());

  const commands = commandsOf({ place, part, diagram, doc });
  const toolbar = openToolbar(part("tools"), commands.all, commands.enabled);
  eventBus.on(["commandStack.changed", "selection.changed", "import.done", "tools.changed"], toolbar.refresh);
  const svg = sheet.querySelector("svg");
  svg.setAttribute("aria-label", sheet.dataset.label);
  svg.setAttribute("role", "application");

  if (!reading) keepAsDrawn(diagram, doc);
  remarkOn(place, diagram);
  doc.onReplaced((replaced) => show(diagram, replaced, part("failure")));
  // Whatever else is on the page finds the diagram at its sheet.
  sheet.diagram = diagram;
  beginAtAsked(diagram);
  flagClauses(diagram, place.dataset.procedure);
  sheet.dataset.ready = "yes";
  performance.mark("drawn");
  return diagram;
}

async function drawer(sheet, panel) {
  const { makeModeler } = await import("./modeler.js");
  return makeModeler(sheet, panel);
}

async function reader(sheet) {
  const [{ makeViewer }, { reading }] = await Promise.all([import("./viewer.js"), import("./reading.js")]);
  return makeViewer(sheet, [reading]);
}

// Draws `text`; what has no shapes gets some, and what cannot be read is said with its reason.
async function show(diagram, text, failure) {
  failure.hidden = true;
  try {
    await diagram.importXML(await arrangeWhatIsNotDrawn(text));
    fit(diagram);
  } catch (error) {
    failure.hidden = false;
    failure.textContent = say(`这份文件画不出来：${error.message}`, `This file cannot be drawn: ${error.message}`);
  }
}

function keepAsDrawn(diagram, doc) {
  diagram.get("eventBus").on("commandStack.changed", ({ trigger }) => {
    if (trigger === "clear") return;
    doc.changed(() => diagram.get("drawing").xml());
  });
}
