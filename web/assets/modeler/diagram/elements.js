// The list that says the same as the sheet: every element in flow order, to select, name, connect, extend and delete.
import { describe, kindOf, nameOf } from "./kinds.js";
import { inFlowOrder } from "./order.js";
import { say } from "../words.js";

// place: where the list goes; returns {show} which draws it, to be called when it comes into view.
export function listElements(place, diagram, readOnly) {
  const canvas = diagram.get("canvas");
  const eventBus = diagram.get("eventBus");
  const selection = diagram.get("selection");
  const rows = document.createElement("ol");
  rows.className = "elements";
  place.replaceChildren(rows);
  let pending = false;

  const draw = () => {
    pending = false;
    if (place.hidden || place.closest("[hidden]")) return;
    const focused = rows.contains(document.activeElement) && document.activeElement.dataset;
    const chosen = selection.get()[0];
    const all = inFlowOrder(canvas.getRootElement());
    rows.replaceChildren(...all.map(({ element, depth }) => row(element, depth, element === chosen)));
    if (focused) rows.querySelector(`[data-id="${CSS.escape(focused.id)}"][data-act="${focused.act}"]`)?.focus();
  };
  const soon = () => {
    if (!pending) requestAnimationFrame(draw);
    pending = true;
  };
  eventBus.on(["elements.changed", "selection.changed", "root.set", "import.done"], soon);
  rows.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-act]");
    if (button) act(button.dataset.act, diagram.get("elementRegistry").get(button.dataset.id), event);
  });
  rows.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") canvas.focus();
    else if (event.key === "Delete" && !readOnly) act("remove", diagram.get("elementRegistry").get(event.target.dataset.id));
    else if (step) neighbour(event.target, step)?.focus();
    else return;
    event.preventDefault();
  });

  function neighbour(button, step) {
    const all = [...rows.querySelectorAll('[data-act="select"]')];
    const at = all.findIndex((one) => one.dataset.id === button.dataset.id);
    return all[at + step];
  }

  function act(what, element) {
    if (!element) return;
    if (what === "select") return diagram.get("walking").go(element);
    selection.select(element);
    if (what === "rename") return diagram.get("directEditing").activate(element);
    if (what === "properties") return eventBus.fire("side.open", { tab: "properties" });
    if (what === "connect") return diagram.get("connecting").open(element);
    if (what === "append") return append(element);
    // Its lines go with it, so the keyboard goes on at the row above.
    const id = neighbour(rows.querySelector(`[data-id="${CSS.escape(element.id)}"]`), -1)?.dataset.id;
    diagram.get("modeling").removeElements([element]);
    diagram.get("speaker").say(say(`已删除${describe(element)}，可撤销。`, `Deleted ${describe(element)}; this can be undone.`));
    draw();
    (rows.querySelector(`[data-id="${CSS.escape(id ?? "")}"]`) ?? rows.querySelector("button"))?.focus();
  }

  function append(element) {
    const { left, top } = canvas.getContainer().getBoundingClientRect();
    const options = { title: say("添加后续元素", "Append element"), width: 300, search: true };
    diagram.get("popupMenu").open(element, "bpmn-append", { x: left + 80, y: top + 60 }, options);
  }

  function row(element, depth, chosen) {
    const line = document.createElement("li");
    line.style.setProperty("--depth", depth);
    line.className = element.waypoints ? "line" : "shape";
    line.append(button("select", element, title(element), chosen));
    if (chosen && !readOnly) line.append(actions(element));
    return line;
  }

  function title(element) {
    const name = nameOf(element);
    if (!element.waypoints) return name ? `${name} · ${kindOf(element)}` : kindOf(element);
    const target = nameOf(element.target) || kindOf(element.target);
    return `→ ${target}${name ? say(`（${name}）`, ` (${name})`) : ""}`;
  }

  function actions(element) {
    const group = document.createElement("span");
    group.className = "element-actions";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", describe(element));
    group.append(button("properties", element, say("属性", "Properties")), button("rename", element, say("命名", "Name")));
    const isNode = !element.waypoints && diagram.get("rules").allowed("shape.append", { element }) !== false;
    if (isNode && diagram.get("popupMenu").isEmpty(element, "bpmn-append") === false) {
      group.append(button("append", element, say("添加后续", "Append")));
    }
    if (!element.waypoints) group.append(button("connect", element, say("连到……", "Connect to…")));
    group.append(button("remove", element, say("删除", "Delete")));
    return group;
  }

  function button(act, element, text, chosen) {
    const made = document.createElement("button");
    made.type = "button";
    made.dataset.act = act;
    made.dataset.id = element.id;
    made.textContent = text;
    if (act === "select") made.setAttribute("aria-pressed", String(Boolean(chosen)));
    return made;
  }

  return { show: draw };
}
