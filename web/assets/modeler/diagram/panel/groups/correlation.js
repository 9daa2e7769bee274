// Correlation keys (BPMN 2.0.2 §8.4.2): by which items messages between pools find their case. The items and keys belong to the
// whole drawing; what each item is in its own cases a process says.
import { isAny } from "bpmn-js/lib/util/ModelUtil";
import { say } from "../../../words.js";
import { list } from "../lists.js";
import { attribute, create, definitions, expression, processOf, roots, run, update } from "../values.js";

export function* additionsFor(element, { injector }) {
  const collaboration = roots(element, "bpmn:Collaboration")[0];
  if (!collaboration) return;
  const used = collaboration.get("correlationKeys");
  // A pool shows them as well: nobody could select the whole drawing by key.
  if (isAny(element, ["bpmn:Collaboration", "bpmn:Participant"])) {
    yield matchedBy(element, injector, collaboration);
    yield madeOf(element, injector, collaboration);
  }
  const process = processOf(element);
  if (process && used.length)
    yield {
      group: "correlationBindings",
      label: say("按什么认领消息", "How messages find cases"),
      entries: used.flatMap((key, at) =>
        key.get("correlationPropertyRef").map((item) => ({
          id: `binding-${at}-${item.id}`,
          kind: "feel",
          feel: "required",
          label: used.length > 1 ? say(`${key.name}：${item.name}`, `${key.name}: ${item.name}`) : item.name,
          hint: say("在本流程的案件中这一项是什么，例如 =caseNumber。一个键的各项都要填。", "What this is in cases of this process, such as =caseNumber. A key needs all of its items."),
          value: binding(process, key, item),
        })),
      ),
    };
}

function matchedBy(element, injector, collaboration) {
  const known = roots(element, "bpmn:CorrelationProperty");
  return list(injector, {
    group: "correlationProperties",
    label: say("认领消息用的项", "Items of messages"),
    add: () => added(element, item(element, injector)),
    lines: known.map((one) => ({
      label: one.name,
      remove: () => withoutItem(element, collaboration, one),
      entries: [
        { id: "name", kind: "text", label: say("名称", "Name"), value: attribute("name", () => one) },
        ...roots(element, "bpmn:Message").map((message) => ({
          id: message.id,
          kind: "feel",
          feel: "required",
          label: say(`消息“${message.name || message.id}”中`, `In the message “${message.name || message.id}”`),
          hint: say("发出时这一项是什么。消息上自己写了“按什么认领”的，以消息上的为准。", "What this is when it is sent. A key that the message itself has goes before."),
          value: retrieval(one, message),
        })),
      ],
    })),
  });
}

function madeOf(element, injector, collaboration) {
  const known = collaboration.get("correlationKeys");
  return list(injector, {
    group: "correlationKeys",
    label: say("认领消息的键", "Keys of messages"),
    add: () => {
      const there = roots(element, "bpmn:CorrelationProperty");
      const first = there.length ? [] : [item(element, injector)];
      const made = create(injector, "bpmn:CorrelationKey", { name: say("键", "key"), correlationPropertyRef: [...there, ...first] }, collaboration);
      made.set("id", injector.get("moddle").ids.nextPrefixed("CorrelationKey_", made));
      return [...added(element, ...first), update(element, collaboration, { correlationKeys: [...known, made] })];
    },
    lines: known.map((key) => ({
      label: key.name,
      remove: () => [
        update(element, collaboration, { correlationKeys: known.filter((one) => one !== key) }),
        ...subscriptions(element, (one) => one.get("correlationKeyRef") !== key),
      ],
      entries: [
        { id: "name", kind: "text", label: say("名称", "Name"), value: attribute("name", () => key) },
        ...roots(element, "bpmn:CorrelationProperty").map((one) => ({
          id: one.id,
          kind: "check",
          label: say(`包括“${one.name}”`, `With “${one.name}”`),
          value: holding(key, one),
        })),
      ],
    })),
  });
}

function item(element, injector) {
  return create(injector, "bpmn:CorrelationProperty", { name: say("案件编号", "case number") }, definitions(element));
}

function added(element, ...made) {
  const root = definitions(element);
  return made.length ? [update(element, root, { rootElements: [...root.get("rootElements"), ...made] })] : [];
}

function withoutItem(element, collaboration, gone) {
  const root = definitions(element);
  const others = (refs) => refs.filter((one) => one !== gone);
  const bound = roots(element, "bpmn:Process").flatMap((one) => one.get("correlationSubscriptions"));
  return [
    update(element, root, { rootElements: others(root.get("rootElements")) }),
    ...collaboration.get("correlationKeys").map((key) => update(element, key, { correlationPropertyRef: others(key.get("correlationPropertyRef")) })),
    ...bound.map((one) =>
      update(element, one, { correlationPropertyBinding: one.get("correlationPropertyBinding").filter((part) => part.get("correlationPropertyRef") !== gone) }),
    ),
  ];
}

// In every process only those subscriptions that `kept` names.
function subscriptions(element, kept) {
  return roots(element, "bpmn:Process")
    .filter((one) => !one.get("correlationSubscriptions").every(kept))
    .map((one) => update(element, one, { correlationSubscriptions: one.get("correlationSubscriptions").filter(kept) }));
}

function holding(key, item) {
  const held = key.get("correlationPropertyRef");
  return {
    get: () => held.includes(item),
    set: (injector, element, yes) => run(injector, [update(element, key, { correlationPropertyRef: yes ? [...held, item] : held.filter((one) => one !== item) })]),
  };
}

function retrieval(item, message) {
  const all = item.get("correlationPropertyRetrievalExpression");
  const found = all.find((one) => one.get("messageRef") === message);
  return part(found, "messagePath", item, "correlationPropertyRetrievalExpression", (injector) =>
    create(injector, "bpmn:CorrelationPropertyRetrievalExpression", { messageRef: message }, item),
  );
}

function binding(process, key, item) {
  const all = process.get("correlationSubscriptions");
  const found = all.find((one) => one.get("correlationKeyRef") === key);
  const bound = found?.get("correlationPropertyBinding").find((one) => one.get("correlationPropertyRef") === item);
  const made = (injector, owner) => create(injector, "bpmn:CorrelationPropertyBinding", { correlationPropertyRef: item }, owner);
  if (found) {
    const last = found.get("correlationPropertyBinding").length === 1;
    const value = part(bound, "dataPath", found, "correlationPropertyBinding", (injector) => made(injector, found));
    const end = (element) => [update(element, process, { correlationSubscriptions: all.filter((one) => one !== found) })];
    return { ...value, set: (injector, element, body) => (bound && last && !body ? run(injector, end(element)) : value.set(injector, element, body)) };
  }
  return {
    get: () => undefined,
    set: (injector, element, body) => {
      if (!body) return;
      const fresh = create(injector, "bpmn:CorrelationSubscription", { correlationKeyRef: key }, process);
      fresh.correlationPropertyBinding = [filled(injector, made(injector, fresh), "dataPath", body)];
      run(injector, [update(element, process, { correlationSubscriptions: [...all, fresh] })]);
    },
  };
}

// The expression `name` of a part in the list `parts` of `owner`, which comes with it and goes with it.
function part(found, name, owner, parts, made) {
  const written = expression(name, () => found);
  return {
    get: (element) => (found ? written.get(element) : undefined),
    set: (injector, element, body) => {
      const all = owner.get(parts);
      if (found && body) written.set(injector, element, body);
      else if (found) run(injector, [update(element, owner, { [parts]: all.filter((one) => one !== found) })]);
      else if (body) run(injector, [update(element, owner, { [parts]: [...all, filled(injector, made(injector), name, body)] })]);
    },
  };
}

function filled(injector, made, name, body) {
  made.set(name, create(injector, "bpmn:FormalExpression", { body }, made));
  return made;
}
