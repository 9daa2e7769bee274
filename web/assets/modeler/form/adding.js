// The kinds that can be added: pressed, after the selected component; dragged, wherever they are dropped.
import { iconsByType } from "@bpmn-io/form-js-viewer";
import { h, render } from "preact";
import { KINDS } from "./kinds.js";
import { press } from "./pressing.js";

export function drawPalette(parent, act, translate) {
  const fields = document.createElement("div");
  // form-js's names: what lies in such a container is copied to where it is dropped.
  fields.className = "fjs-palette-fields fjs-drag-container fjs-no-drop form-palette";
  for (const [type, { name }] of Object.entries(KINDS)) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "fjs-palette-field fjs-drag-copy fjs-no-drop";
    button.dataset.fieldType = type;
    const icon = document.createElement("span");
    icon.setAttribute("aria-hidden", "true");
    render(h(iconsByType(type), { width: 24, height: 24, viewBox: "0 0 54 54" }), icon);
    button.append(icon, translate(name));
    // Whoever adds a component names it next.
    press(button, () => act.add(type), () => document.querySelector("[data-part=properties] :is(input, select, textarea)"));
    fields.append(button);
  }
  parent.replaceChildren(fields);
}
