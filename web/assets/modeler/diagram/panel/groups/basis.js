// What the policy document says about the element: the clauses it implements, or that public practice asks for it.
import { getBusinessObject, isAny } from "bpmn-js/lib/util/ModelUtil";
import { say } from "../../../words.js";
import { extensions, processOf, replaceExtensions } from "../values.js";

const CITING = ["bpmn:FlowNode", "bpmn:SequenceFlow", "bpmn:Lane", "bpmn:Process", "bpmn:Participant"];

export function* additionsFor(element) {
  const of = (one) => processOf(one) ?? getBusinessObject(one);
  if (!isAny(element, CITING) || !of(element)) return;
  yield {
    group: "basis",
    label: say("依据", "Basis"),
    behind: "general",
    entries: [
      {
        id: "basis",
        kind: "tokens",
        label: say("落实的条款", "Clauses it implements"),
        hint: say("可以选几条。办理人在任务页上看得到条款原文。", "One or more. Whoever does the task can read their text."),
        options: (_, { clauses }) => clauses.map(({ id, section, text }) => ({ id, label: section, text })),
        value: {
          get: (one) => extensions(of(one), "policy:Basis").flatMap((basis) => basis.get("clause")?.split(/\s+/).filter(Boolean) ?? []),
          set: (injector, one, ids) => replaceExtensions(injector, one, of(one), "policy:Basis", ids.map((clause) => ({ clause }))),
        },
      },
      {
        id: "practice",
        kind: "check",
        label: say("通行做法", "Public practice"),
        hint: say("文件没有这样要求，而是公开的通行做法。", "The document does not ask for it, public practice does."),
        value: {
          get: (one) => extensions(of(one), "policy:Practice").length > 0,
          set: (injector, one, on) => replaceExtensions(injector, one, of(one), "policy:Practice", on ? [{}] : []),
        },
      },
    ],
  };
}
