// The panel as this engine needs it: the library's groups without what would be refused, with what they lack.
import { Group } from "@bpmn-io/properties-panel";
import { additions } from "./groups/index.js";
import { hidden } from "./hidden.js";
import { speaking } from "./language.js";
import { inForce } from "./choosing.js";
import { entries } from "./entries.js";

const LAST = 100;

function Provider(propertiesPanel, injector) {
  this._injector = injector;
  propertiesPanel.registerProvider(LAST, this);
}
Provider.$inject = ["propertiesPanel", "injector"];

Provider.prototype.getGroups = function (element) {
  return (given) => {
    const groups = given.filter(({ id }) => !hidden.groups.has(id)).map((group) => allowed(group));
    const lists = this._injector.get("offered").lists;
    for (const { additionsFor } of additions) for (const addition of additionsFor(element, { injector: this._injector, lists })) add(groups, addition);
    const translate = this._injector.get("translate");
    return groups
      .filter(({ entries, items, shouldShow }) => shouldShow || items || entries?.length)
      .map((group) => speaking({ translate, ...group }));
  };
};

function allowed(group) {
  if (!group.entries) return { ...group };
  const kept = group.entries.filter(({ id }) => !hidden.entries.has(id));
  return { ...group, entries: kept.map((entry) => inForce(entry)) };
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
