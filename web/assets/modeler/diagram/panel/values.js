// Where a value of an element lies in the file, read and written by commands, so that undo takes it back.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { say } from "../../words.js";

const UPDATE = "element.updateModdleProperties";
const TOGETHER = "properties-panel.multi-command-executor";

// The process behind a pool: what a pool's panel shows and changes besides its name.
export function processOf(element) {
  const bo = getBusinessObject(element);
  return is(bo, "bpmn:Participant") ? bo.get("processRef") : is(bo, "bpmn:Process") ? bo : undefined;
}

export function eventDefinition(bo, type) {
  return (bo.get("eventDefinitions") ?? []).find((one) => is(one, type));
}

export function extensions(bo, type) {
  return (bo?.get("extensionElements")?.get("values") ?? []).filter((one) => is(one, type));
}

// An attribute of the element itself, or of a part of it that `of` finds.
export function attribute(name, of = getBusinessObject) {
  return {
    get: (element) => of(element)?.get(name),
    set: (injector, element, value) =>
      run(injector, [update(element, of(element), { [name]: value === "" ? undefined : value })]),
  };
}

// An attribute of a zeebe: or policy: extension element, which comes with its first value and goes with its last.
export function extensionAttribute(type, name, of = getBusinessObject) {
  return {
    get: (element) => own(extensions(of(element), type)[0], name),
    set: (injector, element, value) => writeExtension(injector, element, of(element), type, { [name]: value || undefined }),
  };
}

// Which version of what is referred to: the field of a form and of a decision.
export function bindings(id, type, of = getBusinessObject) {
  return {
    id,
    kind: "choice",
    label: say("采用哪个版本", "Version"),
    none: { value: "", label: say("办到这里时最新的", "The newest when the case gets there") },
    options: () => [{ value: "deployment", label: say("随本流程一起生效的", "The one published together with this process") }],
    value: {
      ...extensionAttribute(type, "bindingType", of),
      get: (element) => {
        const set = extensionAttribute(type, "bindingType", of).get(element);
        return set === "latest" ? "" : set;
      },
    },
  };
}

// A zeebe:property by its name.
export function property(name, of = getBusinessObject) {
  return {
    get: (element) => properties(of(element)).find((one) => one.get("name") === name)?.get("value"),
    set: (injector, element, value) => writeProperties(injector, element, of(element), { [name]: value || undefined }),
  };
}

// An expression in a child element: <completionCondition>=…</completionCondition>.
export function expression(name, of = getBusinessObject) {
  return {
    get: (element) => of(element)?.get(name)?.get("body"),
    set: (injector, element, value) => {
      const parent = of(element);
      const made = value && create(injector, "bpmn:FormalExpression", { body: value }, parent);
      run(injector, [update(element, parent, { [name]: made || undefined })]);
    },
  };
}

export function properties(bo) {
  return extensions(bo, "zeebe:Properties")[0]?.get("properties") ?? [];
}

// changes: names with their values, undefined takes a property away; a name that is not there comes last.
export function writeProperties(injector, element, bo, changes) {
  const container = extensions(bo, "zeebe:Properties")[0];
  const kept = properties(bo).filter((one) => !(one.get("name") in changes) || changes[one.get("name")] !== undefined);
  const commands = kept
    .filter((one) => one.get("name") in changes)
    .map((one) => update(element, one, { value: changes[one.get("name")] }));
  const known = new Set(properties(bo).map((one) => one.get("name")));
  const fresh = Object.entries(changes)
    .filter(([name, value]) => value !== undefined && !known.has(name))
    .map(([name, value]) => create(injector, "zeebe:Property", { name, value }));
  const all = [...kept, ...fresh];
  if (!container && all.length) {
    const made = create(injector, "zeebe:Properties", { properties: all });
    all.forEach((one) => (one.$parent = made));
    commands.push(...adding(injector, element, bo, [made]));
  } else if (container && !all.length) {
    commands.push(...removing(element, bo, [container]));
  } else if (container && (fresh.length || kept.length !== known.size)) {
    fresh.forEach((one) => (one.$parent = container));
    commands.push(update(element, container, { properties: all }));
  }
  run(injector, commands);
}

export function writeExtension(injector, element, bo, type, changes) {
  const found = extensions(bo, type)[0];
  if (!found) {
    if (Object.values(changes).some((value) => value !== undefined))
      run(injector, adding(injector, element, bo, [create(injector, type, changes)]));
    return;
  }
  const names = found.$descriptor.properties.map((one) => one.ns.localName);
  const says = (name) => (name in changes ? changes[name] : own(found, name));
  if (names.some((name) => says(name) !== undefined)) run(injector, [update(element, found, changes)]);
  else run(injector, removing(element, bo, [found]));
}

// The extension elements of one type, replaced by others (given as lists of attributes).
export function replaceExtensions(injector, element, bo, type, wanted) {
  const present = extensions(bo, type);
  const commands = present.length ? removing(element, bo, present) : [];
  if (wanted.length) {
    const made = wanted.map((attributes) => create(injector, type, attributes));
    const container = bo.get("extensionElements");
    if (container) {
      const rest = container.get("values").filter((one) => !present.includes(one));
      made.forEach((one) => (one.$parent = container));
      run(injector, [update(element, container, { values: [...rest, ...made] })]);
      return;
    }
    commands.push(...adding(injector, element, bo, made));
  }
  run(injector, commands);
}

export function create(injector, type, attributes, parent) {
  const made = injector.get("bpmnFactory").create(type, attributes);
  if (parent) made.$parent = parent;
  return made;
}

export function update(element, moddleElement, changed) {
  return { cmd: UPDATE, context: { element, moddleElement, properties: changed } };
}

export function adding(injector, element, bo, made) {
  const container = bo.get("extensionElements");
  if (container) {
    made.forEach((one) => (one.$parent = container));
    return [update(element, container, { values: [...container.get("values"), ...made] })];
  }
  const fresh = create(injector, "bpmn:ExtensionElements", { values: made }, bo);
  made.forEach((one) => (one.$parent = fresh));
  return [update(element, bo, { extensionElements: fresh })];
}

export function removing(element, bo, gone) {
  const container = bo.get("extensionElements");
  const values = container.get("values").filter((one) => !gone.includes(one));
  return values.length
    ? [update(element, container, { values })]
    : [update(element, bo, { extensionElements: undefined })];
}

export function run(injector, commands) {
  if (commands.length) injector.get("commandStack").execute(TOGETHER, commands);
}

// Root elements of the file of one type: messages, data stores, …
export function roots(element, type) {
  return (definitions(element).get("rootElements") ?? []).filter((one) => is(one, type));
}

export function definitions(element) {
  let place = getBusinessObject(element);
  while (place.$parent) place = place.$parent;
  return place;
}

// What was written, without the defaults that the vocabulary fills in.
function own(moddleElement, name) {
  return moddleElement && Object.hasOwn(moddleElement, name) ? moddleElement[name] : undefined;
}
