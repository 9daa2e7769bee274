// Properties whose names their author chooses: notes without effect (x-…), and words for the columns of a data store (label:…).
import { getBusinessObject, is, isAny } from "bpmn-js/lib/util/ModelUtil";
import { say } from "../../../words.js";
import { list } from "../lists.js";
import { adding, create, extensions, properties, removing, run, update } from "../values.js";

const HOLDING = ["bpmn:FlowNode", "bpmn:SequenceFlow", "bpmn:Lane", "bpmn:Process", "bpmn:Participant", "bpmn:DataStoreReference", "bpmn:DataObjectReference"];

export function* additionsFor(element, { injector }) {
  if (!isAny(element, HOLDING)) return;
  if (is(element, "bpmn:DataStoreReference"))
    yield named(element, injector, "label:", {
      group: "labels",
      label: say("页面上怎样称呼各列", "What pages call the columns"),
      name: say("列，或者 列=值；英文在后面加 :en", "Column, or column=value; append :en for English"),
      value: say("名称", "Name"),
    });
  yield named(element, injector, "x-", {
    group: "notes",
    label: say("备注", "Notes"),
    name: say("备注的名称", "Name of the note"),
    value: say("内容", "Text"),
  });
}

function named(element, injector, prefix, said) {
  const bo = getBusinessObject(element);
  return list(injector, {
    group: said.group,
    label: said.label,
    add: () => put(injector, element, bo, prefix),
    lines: properties(bo)
      .filter((one) => one.get("name")?.startsWith(prefix))
      .map((one) => ({
        label: one.get("name").slice(prefix.length),
        remove: () => without(element, bo, one),
        entries: [
          {
            id: "name",
            kind: "text",
            label: said.name,
            value: {
              get: () => one.get("name").slice(prefix.length),
              set: (_, own, name) => run(injector, [update(own, one, { name: prefix + (name ?? "") })]),
            },
          },
          {
            id: "value",
            kind: "text",
            label: said.value,
            value: { get: () => one.get("value"), set: (_, own, value) => run(injector, [update(own, one, { value })]) },
          },
        ],
      })),
  });
}

function put(injector, element, bo, name) {
  const made = create(injector, "zeebe:Property", { name, value: "" });
  const container = extensions(bo, "zeebe:Properties")[0];
  if (container) {
    made.$parent = container;
    return [update(element, container, { properties: [...properties(bo), made] })];
  }
  const fresh = create(injector, "zeebe:Properties", { properties: [made] });
  made.$parent = fresh;
  return adding(injector, element, bo, [fresh]);
}

function without(element, bo, gone) {
  const left = properties(bo).filter((one) => one !== gone);
  const container = extensions(bo, "zeebe:Properties")[0];
  return left.length ? [update(element, container, { properties: left })] : removing(element, bo, [container]);
}
