// What a step that is done several times throws while its instances complete (BPMN 2.0.2, table 10.30).
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { say } from "../../../words.js";
import { list } from "../lists.js";
import { thrown } from "../thrown.js";
import { create, definitions, expression, run, update } from "../values.js";

const REFERENCES = { None: "noneBehaviorEventRef", One: "oneBehaviorEventRef" };

export function* additionsFor(element, { injector }) {
  const loop = getBusinessObject(element).get?.("loopCharacteristics");
  if (!is(loop, "bpmn:MultiInstanceLoopCharacteristics")) return;
  const behavior = loop.get("behavior");
  const reference = REFERENCES[behavior];
  const put = (definition, roots) => referring(element, loop, { [reference]: definition }, roots);
  yield {
    group: "multiInstance",
    entries: [
      {
        id: "behavior",
        kind: "choice",
        none: false,
        label: say("每办完一份时", "As each of them is done"),
        hint: say(
          "抛出的事件由本环节边界上的事件接住；信号别的环节也能收到，但默认的信号只有边界上没有名称的信号事件接得住。",
          "Events on the border of this step catch what is thrown. Signals reach other steps, too; the default signal only signal events without a name on the border.",
        ),
        options: () => [
          { value: "All", label: say("不抛出事件，全部办完才继续", "Nothing is thrown; it goes on after all of them") },
          { value: "None", label: say("每一份都抛出事件", "Each of them throws an event") },
          { value: "One", label: say("第一份抛出事件", "The first one throws an event") },
          { value: "Complex", label: say("满足条件时抛出事件", "Events are thrown by conditions") },
        ],
        value: { get: () => behavior, set: (_, one, chosen) => run(injector, behaving(one, loop, chosen)) },
      },
      ...(reference ? thrown(loop.get(reference), say("默认的信号", "The default signal"), put) : []),
    ],
  };
  if (behavior !== "Complex") return;
  const parts = loop.get("complexBehaviorDefinition");
  const keep = (kept) => [update(element, loop, { complexBehaviorDefinition: kept })];
  yield list(injector, {
    group: "multiInstanceEvents",
    label: say("按条件抛出的事件", "Thrown by conditions"),
    add: () => keep([...parts, create(injector, "bpmn:ComplexBehaviorDefinition", {}, loop)]),
    lines: parts.map((part) => ({
      label: part.get("condition")?.get("body"),
      remove: () => keep(parts.filter((one) => one !== part)),
      entries: conditional(element, injector, part),
    })),
  });
}

function conditional(element, injector, part) {
  const event = part.get("event");
  const put = (definition, rootElements) => {
    const made = definition && create(injector, "bpmn:ImplicitThrowEvent", { eventDefinitions: [definition] }, part);
    if (made) definition.$parent = made;
    return [update(element, definitions(element), { rootElements }), update(element, part, { event: made })];
  };
  return [
    {
      id: "condition",
      kind: "feel",
      feel: "required",
      label: say("条件", "Condition"),
      hint: say(
        "每办完一份判断一次，例如 =numberOfCompletedInstances = 2；另有 numberOfInstances（共几份）、numberOfActiveInstances（在办几份）。",
        "Asked whenever one is done, such as =numberOfCompletedInstances = 2; there are numberOfInstances and numberOfActiveInstances, too.",
      ),
      value: expression("condition", () => part),
    },
    ...thrown(event?.get("eventDefinitions")?.[0], "—", put),
  ];
}

function behaving(element, loop, behavior) {
  const before = REFERENCES[loop.get("behavior")];
  const after = REFERENCES[behavior];
  const thrown = before && loop.get(before);
  const kept = { noneBehaviorEventRef: undefined, oneBehaviorEventRef: undefined, ...(after && { [after]: thrown }) };
  const changes = { ...kept, behavior, complexBehaviorDefinition: [] };
  return referring(element, loop, changes, definitions(element).get("rootElements"));
}

// The definitions to which a loop refers lie beside the processes; one that nobody refers to any more goes.
function referring(element, loop, changes, roots) {
  const root = definitions(element);
  const named = (one) => Object.values(REFERENCES).map((name) => (one === loop && name in changes ? changes[name] : one.get(name)));
  const used = new Set(root.get("rootElements").flatMap((one) => [...loops(one)]).flatMap(named));
  const before = new Set(Object.values(REFERENCES).map((name) => loop.get(name)));
  const added = Object.values(changes).filter((one) => is(one, "bpmn:EventDefinition") && !roots.includes(one));
  for (const one of added) one.$parent = root;
  const rootElements = [...roots.filter((one) => !before.has(one) || used.has(one)), ...added];
  return [update(element, root, { rootElements }), update(element, loop, changes)];
}

function* loops(container) {
  for (const one of container.get("flowElements") ?? []) {
    if (is(one.get("loopCharacteristics"), "bpmn:MultiInstanceLoopCharacteristics")) yield one.get("loopCharacteristics");
    yield* loops(one);
  }
}
