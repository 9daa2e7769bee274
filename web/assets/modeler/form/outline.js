// Everything of the form as a list, with buttons for what dragging does. What is drawn already is changed in its place:
// a button that was replaced while somebody presses it would never hear of it.
import { KINDS } from "./kinds.js";
import { press } from "./pressing.js";

const drawn = new WeakMap();

export function drawOutline(parent, act, translate) {
  let list = parent.querySelector(":scope > ol");
  if (!list) {
    drawn.set(parent, new Map());
    list = document.createElement("ol");
    list.className = "form-outline";
    list.setAttribute("aria-label", translate("Components of the form"));
    parent.append(list);
  }
  fill(list, act.schema().components ?? [], { items: drawn.get(parent), act, translate });
}

function fill(list, components, context) {
  const wanted = components.map((one) => itemOf(one, context));
  const same = wanted.length === list.children.length && wanted.every((item, at) => list.children[at] === item);
  if (!same) list.replaceChildren(...wanted);
}

function itemOf(one, context) {
  const { items, act, translate } = context;
  if (!items.has(one.id)) items.set(one.id, made(one.id, act));
  const item = items.get(one.id);
  const button = item.firstChild;
  button.dataset.name = one.key || one.id;
  button.setAttribute("aria-current", String(act.selected()?.id === one.id));
  button.firstChild.textContent = named(one);
  button.children[1].textContent = translate(KINDS[one.type]?.name ?? one.type);
  let inner = item.querySelector(":scope > ol");
  if (one.components && !inner) item.append((inner = document.createElement("ol")));
  if (inner) fill(inner, one.components ?? [], context);
  return item;
}

function made(id, act) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.id = id;
  const kind = document.createElement("span");
  kind.className = "form-kind";
  button.append(document.createElement("span"), kind);
  press(button, () => act.select(id), () => button);
  item.append(button);
  return item;
}

export function named(one) {
  return one.label || one.dateLabel || (one.type === "text" && one.text ? one.text.slice(0, 40) : "") || one.key || one.id;
}

// The buttons for the selected component.
export function drawTools(parent, act, translate) {
  const one = act.selected();
  const of = one && one.type !== "default" ? one : undefined;
  const siblings = of ? act.parent(of)?.components ?? [] : [];
  const at = siblings.indexOf(of);
  const group = of && act.groupBefore(of);
  const can = {
    up: at > 0,
    down: Boolean(of) && at < siblings.length - 1,
    enter: Boolean(group) && of.type !== "group",
    leave: Boolean(of && act.canLeave(of)),
    remove: Boolean(of),
    undo: act.canUndo(),
    redo: act.canRedo(),
  };
  if (!parent.children.length) parent.append(...tools(parent, act, translate));
  for (const button of parent.children) button.setAttribute("aria-disabled", String(!can[button.dataset.does]));
}

function tools(parent, act, translate) {
  const does = [
    ["up", "Move up", act.up],
    ["down", "Move down", act.down],
    ["enter", "Into the group above", (one) => act.enter(one, act.groupBefore(one))],
    ["leave", "Out of its group", act.leave],
    ["remove", "Delete", act.remove],
    ["undo", "Undo", act.undo],
    ["redo", "Redo", act.redo],
  ];
  return does.map(([name, say, run]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "secondary small";
    button.dataset.does = name;
    button.textContent = translate(say);
    press(button, () => button.getAttribute("aria-disabled") === "false" && run(act.selected()), () => button);
    return button;
  });
}
