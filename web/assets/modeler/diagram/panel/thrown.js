// What is thrown when an instance completes: a signal or an escalation of the file, chosen by its name or made anew.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { say } from "../../words.js";
import { attribute, create, definitions, roots, run } from "./values.js";

const FRESH = "+";
const KINDS = [
  {
    definition: "bpmn:SignalEventDefinition",
    root: "bpmn:Signal",
    reference: "signalRef",
    said: (name) => say(`信号：${name}`, `Signal: ${name}`),
    fresh: () => say("新建信号……", "New signal …"),
    made: () => ({ name: say("新信号", "new-signal") }),
  },
  {
    definition: "bpmn:EscalationEventDefinition",
    root: "bpmn:Escalation",
    reference: "escalationRef",
    said: (name) => say(`升级：${name}`, `Escalation: ${name}`),
    fresh: () => say("新建升级……", "New escalation …"),
    made: () => ({ name: say("新升级", "new-escalation"), escalationCode: "NEW" }),
  },
];

// found: the event definition that is there. put(definition, roots): the commands that set another one, undefined for none, with
// the root elements that the file has then. none: what it means that there is none.
export function thrown(found, none, put) {
  const kind = KINDS.find(({ definition }) => is(found, definition));
  const root = kind && found.get(kind.reference);
  return [
    {
      id: "thrown",
      kind: "choice",
      label: say("抛出什么", "What is thrown"),
      none: { value: "", label: none },
      options: (element) =>
        KINDS.flatMap((one) => [
          ...roots(element, one.root).map((known) => ({ value: known.id, label: one.said(known.get("name") || known.id) })),
          { value: one.root + FRESH, label: one.fresh() },
        ]),
      value: { get: () => root?.id, set: (injector, element, chosen) => choose(injector, element, chosen, put) },
    },
    root && {
      id: "thrownName",
      kind: is(root, "bpmn:Signal") ? "feel" : "text",
      feel: "optional",
      label: say("它的名称", "Its name"),
      value: attribute("name", () => root),
    },
    is(root, "bpmn:Escalation") && {
      id: "thrownCode",
      kind: "text",
      label: say("它的代码", "Its code"),
      hint: say("边界上代码相同的升级事件接住它。", "An escalation event on the border with an equal code catches it."),
      value: attribute("escalationCode", () => root),
    },
  ];
}

function choose(injector, element, chosen, put) {
  const known = definitions(element).get("rootElements");
  const kind = KINDS.find(({ root }) => chosen === root + FRESH || roots(element, root).some(({ id }) => id === chosen));
  if (!kind) return run(injector, put(undefined, known));
  const made = chosen === kind.root + FRESH && create(injector, kind.root, kind.made(), definitions(element));
  const definition = create(injector, kind.definition, { [kind.reference]: made || known.find(({ id }) => id === chosen) });
  run(injector, put(definition, made ? [...known, made] : known));
}
