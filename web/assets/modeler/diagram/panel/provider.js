// The panel as this engine needs it: the library's groups without what would be refused, with what they lack.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { Group } from "@bpmn-io/properties-panel";
import { say } from "../../words.js";
import { additions } from "./groups/index.js";
import { covers, handlerOf } from "./groups/handlers.js";
import { hidden } from "./hidden.js";
import { speaking } from "./language.js";
import { entries } from "./entries.js";
import { mapped } from "./mappings.js";
import { extensions } from "./values.js";

const LAST = 100;

// What people look for first stands first, and what a kind of element is about is open.
const ORDER = [
  "general", "basis", "case", "correlationProperties", "correlationKeys", "correlationBindings", "globalTasks", "post", "workshopForm", "assignmentDefinition", "handler", "handlerInputs", "handlerOutputs",
  "businessRuleImplementation", "workshopDecision", "scriptImplementation", "script", "calledElement", "inputPropagation",
  "outputPropagation", "sending", "message", "timer", "event-condition", "condition", "signal", "error", "escalation", "link",
  "compensation", "flow", "choosing", "activeElements", "adHocCompletion", "multiInstance", "multiInstanceEvents", "loop", "store", "moving", "inputs",
  "outputs", "headers", "documentation", "labels", "notes", "quantities",
];
const OPEN = new Set(ORDER.slice(ORDER.indexOf("case"), ORDER.indexOf("inputs")));

function Provider(propertiesPanel, injector) {
  this._injector = injector;
  propertiesPanel.registerProvider(LAST, this);
}
Provider.$inject = ["propertiesPanel", "injector"];

Provider.prototype.getGroups = function (element) {
  return (given) => {
    const lists = this._injector.get("offered").lists;
    const handler = handlerOf(element, lists);
    const groups = given.filter(({ id }) => !hidden.groups.has(id) && !misplaced(id, element)).map((group) => allowed(group, element, handler));
    for (const { additionsFor } of additions) for (const addition of additionsFor(element, { injector: this._injector, lists })) add(groups, addition);
    const translate = this._injector.get("translate");
    return groups
      .filter(({ entries, items, shouldShow }) => shouldShow || items || entries?.length)
      .sort((one, other) => rank(one) - rank(other))
      .map((group) => speaking({ translate, shouldOpen: OPEN.has(group.id) || group.id === "general", ...group }));
  };
};

// Static parameters are read where a handler does the work, and mappings of events go one way.
function misplaced(id, element) {
  if (id === "headers") return !extensions(getBusinessObject(element), "zeebe:TaskDefinition").length;
  return (id === "outputs" && is(element, "bpmn:ThrowEvent")) || (id === "inputs" && is(element, "bpmn:CatchEvent"));
}

function rank({ id }) {
  const place = ORDER.indexOf(id);
  return place < 0 ? ORDER.length : place;
}

const MAPPINGS = { inputs: "zeebe:Input", outputs: "zeebe:Output" };

function allowed(group, element, handler) {
  if (group.items && handler && MAPPINGS[group.id]) {
    // What stands among the handler's fields is not listed a second time.
    const lines = mapped(element, MAPPINGS[group.id]);
    const label = group.id === "inputs" ? say("更多输入", "Further inputs") : say("更多输出", "Further outputs");
    return { ...group, label, items: group.items.filter((_, at) => !covers(handler, group.id, lines[at])) };
  }
  if (!group.entries) return { ...group };
  return { ...group, entries: group.entries.filter(({ id }) => !hidden.entries.has(`${group.id}/${id}`)) };
}

// {group, label, entries, before, after}: into a group that is there (in front of or behind one of its entries), or as a group of its own.
function add(groups, { group: id, label, entries: described, items, before, behind, component, ...more }) {
  const found = groups.find((one) => one.id === id);
  if (items) {
    groups.push({ id, label, items, component, ...more });
    return;
  }
  const made = entries(...described);
  if (!made.length) return;
  if (!found) {
    const group = { id, label, component: Group, entries: made, ...more };
    const at = behind ? groups.findIndex((one) => one.id === behind) : -1;
    if (at >= 0) groups.splice(at + 1, 0, group);
    else groups.push(group);
    return;
  }
  const at = before ? found.entries.findIndex((one) => one.id === before) : found.entries.length;
  const place = at < 0 ? found.entries.length : at;
  found.entries = [...found.entries.slice(0, place), ...made, ...found.entries.slice(place)];
}

export const provider = { __init__: ["engineProperties"], engineProperties: ["type", Provider] };
