// What is decided by a table and what is called: chosen from what there is.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { say } from "../../../words.js";
import { named } from "../choices.js";
import { globalTasks } from "./globals.js";
import { bindings, extensionAttribute, extensions } from "../values.js";

export function* additionsFor(element) {
  if (is(element, "bpmn:BusinessRuleTask") && !extensions(getBusinessObject(element), "zeebe:TaskDefinition").length)
    yield {
      group: "workshopDecision",
      label: say("决策表", "Decision"),
      behind: "basis",
      entries: [
        {
          id: "decisionId",
          kind: "choice",
          label: say("按哪个决策", "Decision"),
          missing: say("没有这个决策", "no such decision"),
          options: (_, { decisions }) => named(decisions),
          value: extensionAttribute("zeebe:CalledDecision", "decisionId"),
        },
        {
          id: "decisionResult",
          kind: "variable",
          label: say("结果存入变量", "Result variable"),
          value: extensionAttribute("zeebe:CalledDecision", "resultVariable"),
        },
        bindings("decisionBinding", "zeebe:CalledDecision"),
      ],
    };
  if (is(element, "bpmn:CallActivity"))
    yield {
      group: "calledElement",
      before: "bindingType",
      entries: [
        {
          id: "calledProcess",
          kind: "choice",
          label: say("调用哪个流程", "Called process"),
          missing: say("没有这个流程", "no such process"),
          options: (one, { processes }) => named([...globalTasks(one), ...processes]),
          value: extensionAttribute("zeebe:CalledElement", "processId"),
        },
      ],
    };
}
