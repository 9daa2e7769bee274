// The form editor's page: the drawing, the list, the properties and the server's own rendering of one form file.
import { openDocument } from "./document.js";
import { drawPalette } from "./form/adding.js";
import { actions, openCanvas } from "./form/canvas.js";
import { element } from "./form/entries.js";
import { drawOutline, drawTools } from "./form/outline.js";
import { openFindings } from "./form/findings.js";
import { openPreview } from "./form/preview.js";
import { drawProperties } from "./form/properties.js";
import { opened, stored, walk } from "./form/schema.js";
import { chinese } from "./words.js";
import words from "./words/forms.js";

const translate = (said) => (chinese ? (words[said] ?? said) : said);
const place = document.getElementById("editor");
const part = (name) => place.querySelector(`[data-part="${name}"]`);

const doc = await openDocument(place);
let act;
let editor;
let preview;
let findings;
let file;
let base;
let faults = new Set();

async function show(text) {
  editor?.destroy();
  for (const name of ["canvas", "outline", "tools"]) part(name).replaceChildren();
  file = text;
  const schema = opened(text);
  editor = await openCanvas(part("canvas"), schema, translate);
  base = editor.getSchema();
  act = actions(editor);
  preview ??= openPreview(part("preview"), { select });
  findings ??= openFindings(part("findings"), {
    address: part("findings").dataset.lint,
    file: place.dataset.file,
    select,
    translate,
    faulty: mark,
  });
  part("canvas").toggleAttribute("inert", doc.readOnly);
  if (part("palette")) drawPalette(part("palette"), act, translate);
  editor.on("selection.changed", () => {
    draw({ properties: true });
    const { id = "", label = "", type } = act.selected() ?? {};
    const detail = type === "default" ? { element: "" } : { element: id, name: label || id };
    place.dispatchEvent(new CustomEvent("element-chosen", { detail }));
  });
  editor.on("commandStack.changed", ({ trigger }) => {
    draw({ properties: trigger === "undo" || trigger === "redo" });
    doc.changed(async () => current());
    judge();
  });
  draw({ properties: true });
  judge();
}

function select(name) {
  act.select(act.byName(name)?.id);
}

// The server draws and judges what is on the screen.
function judge() {
  const text = current();
  preview.changed(text);
  findings.changed(text);
}

// Where the server found something wrong: at the component in the list and in the drawing.
function mark(names) {
  faults = names;
  for (const one of place.querySelectorAll("[data-part=outline] button, [data-part=canvas] .fjs-element")) {
    const component = [...walk(act.schema())].find(({ id }) => id === one.dataset.id);
    const wrong = Boolean(component) && (names.has(component.key) || names.has(component.id));
    one.toggleAttribute("data-faults", wrong);
    const said = one.querySelector(":scope > .form-fault");
    if (!wrong) said?.remove();
    else if (!said && one.matches("button"))
      one.append(element("span", { className: "form-fault" }, translate("to put right")));
  }
}

function current() {
  return stored(file, base, editor.getSchema());
}

function draw({ properties }) {
  drawOutline(part("outline"), act, translate);
  mark(faults);
  part("tools").hidden = doc.readOnly;
  if (!doc.readOnly) drawTools(part("tools"), act, translate);
  if (properties) drawProperties(part("properties"), act, translate, doc.readOnly);
}

place.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.speak) {
    press(button, "[data-speak]");
    preview.speak(button.dataset.speak);
  } else if (button?.dataset.width) {
    press(button, "[data-width]");
    part("preview").classList.toggle("preview-phone", button.dataset.width === "phone");
  }
});

function press(button, group) {
  for (const one of place.querySelectorAll(group)) one.setAttribute("aria-pressed", String(one === button));
}

place.addEventListener("keydown", (event) => {
  const at = act?.selected();
  if (event.key !== "Delete" || doc.readOnly || !at || at.type === "default") return;
  if (event.target.matches("input, textarea, select, [contenteditable=true]")) return;
  act.remove(at);
});

doc.onReplaced(show);
await show(doc.text);
place.addEventListener("element-wanted", ({ detail }) => act.select(detail.element));
if (location.hash) act.select(decodeURIComponent(location.hash.slice(1)));
// For what works beside the editor: marks of findings, and the tests.
place.formEditor = { show, current, act: () => act };
place.dataset.ready = "yes";
