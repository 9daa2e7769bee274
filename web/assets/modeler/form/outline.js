// Everything of the form as a list, with buttons for what dragging does.
import { KINDS } from "./kinds.js";

export function drawOutline(parent, act, translate) {
  const here = parent.contains(document.activeElement) ? document.activeElement.dataset.id : undefined;
  const list = document.createElement("ol");
  list.className = "form-outline";
  list.setAttribute("aria-label", translate("Components of the form"));
  fill(list, act.schema().components ?? [], act, translate);
  parent.replaceChildren(list);
  if (here) parent.querySelector(`[data-id="${CSS.escape(here)}"]`)?.focus();
}

function fill(list, components, act, translate) {
  for (const one of components) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.id = one.id;
    button.dataset.name = one.key || one.id;
    button.setAttribute("aria-current", String(act.selected()?.id === one.id));
    const kind = document.createElement("span");
    kind.className = "form-kind";
    kind.textContent = translate(KINDS[one.type]?.name ?? one.type);
    button.append(named(one), kind);
    button.addEventListener("click", () => act.select(one.id));
    item.append(button);
    if (one.components) {
      const inner = document.createElement("ol");
      fill(inner, one.components, act, translate);
      item.append(inner);
    }
    list.append(item);
  }
}

export function named(one) {
  return one.label || one.dateLabel || (one.type === "text" && one.text ? one.text.slice(0, 40) : "") || one.key || one.id;
}

// The buttons for the selected component.
export function drawTools(parent, act, translate) {
  const here = parent.contains(document.activeElement) ? document.activeElement.dataset.does : undefined;
  const one = act.selected();
  const of = one && one.type !== "default" ? one : undefined;
  const siblings = of ? act.parent(of)?.components ?? [] : [];
  const at = siblings.indexOf(of);
  const group = of && act.groupBefore(of);
  const buttons = [
    ["up", "Move up", at > 0, () => act.up(of)],
    ["down", "Move down", of && at < siblings.length - 1, () => act.down(of)],
    ["enter", "Into the group above", Boolean(group) && of.type !== "group", () => act.enter(of, group)],
    ["leave", "Out of its group", Boolean(of && act.canLeave(of)), () => act.leave(of)],
    ["remove", "Delete", Boolean(of), () => act.remove(of)],
    ["undo", "Undo", act.canUndo(), act.undo],
    ["redo", "Redo", act.canRedo(), act.redo],
  ];
  parent.replaceChildren(
    ...buttons.map(([does, say, can, run]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "secondary small";
      button.dataset.does = does;
      button.textContent = translate(say);
      button.setAttribute("aria-disabled", String(!can));
      button.addEventListener("click", () => can && run());
      return button;
    }),
  );
  if (here) parent.querySelector(`[data-does="${here}"]`)?.focus();
}
