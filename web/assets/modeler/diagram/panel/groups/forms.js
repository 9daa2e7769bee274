// The form of a task or of a start, from those of the procedure and of all others.
import { is, getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { say } from "../../../words.js";
import { named } from "../choices.js";
import { bindings, extensionAttribute } from "../values.js";

export function* additionsFor(element) {
  const starts = is(element, "bpmn:StartEvent") && !getBusinessObject(element).get("eventDefinitions")?.length;
  if (!is(element, "bpmn:UserTask") && !starts) return;
  const formId = extensionAttribute("zeebe:FormDefinition", "formId");
  yield {
    group: "workshopForm",
    label: say("表单", "Form"),
    behind: "basis",
    entries: [
      {
        id: "formId",
        kind: "choice",
        label: starts ? say("发起表单", "Start form") : say("办理表单", "Form of the task"),
        missing: say("没有这个表单", "no such form"),
        options: (_, { forms }) => named(forms),
        value: formId,
      },
      formId.get(element) && bindings("formBinding", "zeebe:FormDefinition"),
    ],
  };
}
