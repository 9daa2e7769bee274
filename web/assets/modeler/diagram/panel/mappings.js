// One input or output of a step by its target or source: a line of its zeebe:ioMapping.
import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { adding, create, extensions, removing, run, update } from "./values.js";

const LISTS = { "zeebe:Input": "inputParameters", "zeebe:Output": "outputParameters" };

export function ioMapping(element) {
  return extensions(getBusinessObject(element), "zeebe:IoMapping")[0];
}

export function mapped(element, type) {
  return ioMapping(element)?.get(LISTS[type]) ?? [];
}

// fits finds the line; made gives what a new one holds besides the value of `name`.
export function mapping(type, fits, name, made) {
  const find = (element) => mapped(element, type).find(fits);
  return {
    get: (element) => find(element)?.get(name),
    set: (injector, element, value) => {
      const found = find(element);
      if (found && value) run(injector, [update(element, found, { [name]: value })]);
      else if (found) run(injector, without(element, type, found));
      else if (value) run(injector, added(injector, element, type, { ...made, [name]: value }));
    },
  };
}

// Only these lines, by type.
export function keepMappings(injector, element, lines) {
  const container = ioMapping(element);
  if (!container || Object.entries(lines).every(([type, kept]) => kept.length === mapped(element, type).length)) return;
  const lists = Object.fromEntries(Object.entries(lines).map(([type, kept]) => [LISTS[type], kept]));
  const empty = Object.values(lines).every((kept) => !kept.length);
  run(injector, empty ? removing(element, getBusinessObject(element), [container]) : [update(element, container, lists)]);
}

function added(injector, element, type, attributes) {
  const line = create(injector, type, attributes);
  const container = ioMapping(element);
  if (container) {
    line.$parent = container;
    return [update(element, container, { [LISTS[type]]: [...container.get(LISTS[type]), line] })];
  }
  const fresh = create(injector, "zeebe:IoMapping", { inputParameters: [], outputParameters: [], [LISTS[type]]: [line] });
  line.$parent = fresh;
  return adding(injector, element, getBusinessObject(element), [fresh]);
}

function without(element, type, gone) {
  const container = ioMapping(element);
  const left = container.get(LISTS[type]).filter((one) => one !== gone);
  const others = Object.values(LISTS).some((list) => list !== LISTS[type] && container.get(list).length);
  return left.length || others
    ? [update(element, container, { [LISTS[type]]: left })]
    : removing(element, getBusinessObject(element), [container]);
}
