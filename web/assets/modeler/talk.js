// The remarks beside every editor. Editors and remarks know each other by three events at the page's `#editor`:
//   element-chosen   from the editor: {element, name}; the remarks show this element's threads
//   element-wanted   to the editor: {element}; somebody chose it in the remarks, or came by a link that names it
//   remarks-counted  to the editor: {counts}: element id to how many open threads it has
import { openRemarks } from "./remarks.js";
import { say } from "./words.js";

const editor = document.getElementById("editor");
const drawer = document.getElementById("remarks");
const summary = drawer.querySelector("summary");
const panel = await openRemarks(editor, drawer.querySelector("[data-remarks-panel]"));
let chosen = null;

editor.addEventListener("element-chosen", ({ detail }) => {
  chosen = detail.element ? detail : null;
  if (drawer.open) show();
});
drawer.addEventListener("toggle", () => drawer.open && show());
drawer.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  drawer.open = false;
  summary.focus();
});
panel.onChosen((element) => element && tell("element-wanted", { element }));
panel.onChanged(count);
count();

function show() {
  if (chosen) panel.select(chosen.element, chosen.name);
  else panel.select(null);
}

function count() {
  const counts = panel.open();
  const number = [...counts.values()].reduce((sum, one) => sum + one, 0);
  summary.textContent = number ? say(`批注（${number}）`, `Remarks (${number})`) : say("批注", "Remarks");
  tell("remarks-counted", { counts });
}

function tell(name, detail) {
  editor.dispatchEvent(new CustomEvent(name, { detail }));
}
