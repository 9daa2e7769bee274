// The menus of elements: found by Chinese and by English words, usable by keyboard, and honest about what is executed.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { inOtherLanguage } from "../words.js";
import { say } from "../../words.js";

const AFTER_OTHERS = 100;
const CONDITIONAL_START = /conditional-start/;

export default function Menus(popupMenu, placing) {
  for (const menu of ["bpmn-create", "bpmn-append", "bpmn-replace"]) {
    popupMenu.registerProvider(menu, AFTER_OTHERS, {
      getPopupMenuEntries: (target) => (entries) => {
        const kept = Object.entries(entries).filter(([id]) => isExecuted(menu, id, target));
        return Object.fromEntries(kept.map(([id, entry]) => [id, improved(id, entry)]));
      },
    });
  }

  function improved(id, entry) {
    const other = inOtherLanguage(entry.label);
    const search = [entry.search ?? [], other ?? []].flat();
    const description = CONDITIONAL_START.test(id)
      ? say("只能放在事件子流程里", "Only inside an event subprocess")
      : entry.description;
    const entries = entry.entries && mapped(entry.entries, (part, key) => improved(key, part));
    return { ...entry, search, description, ...(entries && { entries }), action: acting(entry.action) };
  }

  function acting(action) {
    if (!action) return action;
    if (typeof action === "function") return (event, ...rest) => placing.choosing(event, () => action(event, ...rest));
    const { click } = action;
    return { ...action, click: (event, ...rest) => placing.choosing(event, () => click(event, ...rest)) };
  }
}

Menus.$inject = ["popupMenu", "placing"];

// A condition cannot start a process (docs/bpmn-support.md): a start outside an event subprocess is not offered one.
function isExecuted(menu, id, target) {
  if (menu !== "bpmn-replace" || !CONDITIONAL_START.test(id)) return true;
  const parent = is(target, "bpmn:StartEvent") && getBusinessObject(target).$parent;
  return Boolean(parent && parent.triggeredByEvent);
}

function mapped(entries, change) {
  if (Array.isArray(entries)) return entries.map((one) => change(one, one.id ?? ""));
  return Object.fromEntries(Object.entries(entries).map(([key, one]) => [key, change(one, key)]));
}
