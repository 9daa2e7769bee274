// What a service task does: a handler of those that are registered, its typed inputs and outputs as fields. Nothing but
// zeebe:taskDefinition and zeebe:ioMapping is written, so that a file says the same without this editor.
import { getBusinessObject, is, isAny } from "bpmn-js/lib/util/ModelUtil";
import { say } from "../../../words.js";
import { Argument } from "../argument.js";
import { mapping } from "../mappings.js";
import { extensionAttribute, extensions } from "../values.js";

const OPTIONAL = ["bpmn:BusinessRuleTask", "bpmn:ScriptTask", "bpmn:SendTask", "bpmn:IntermediateThrowEvent", "bpmn:EndEvent"];

export function* additionsFor(element, { lists }) {
  const bo = getBusinessObject(element);
  const set = extensions(bo, "zeebe:TaskDefinition")[0];
  const sends = isAny(element, ["bpmn:IntermediateThrowEvent", "bpmn:EndEvent"]) && sendsMessage(bo);
  const may = is(element, "bpmn:ServiceTask") || is(element, "bpmn:SendTask") || sends;
  if (!may && !(set && isAny(element, OPTIONAL))) return;
  const type = extensionAttribute("zeebe:TaskDefinition", "type");
  const handler = lists.handlers.find(({ name }) => name === type.get(element));
  yield {
    group: "handler",
    label: say("处理程序", "Handler"),
    behind: "basis",
    entries: [
      {
        id: "handlerType",
        kind: "choice",
        label: say("由哪个处理程序办理", "Which handler does it"),
        hint: sends || is(element, "bpmn:SendTask") ? say("选了处理程序，就不再自己发出消息。", "With a handler, no message is sent by itself.") : "",
        missing: say("服务器上没有这个处理程序", "the server has no such handler"),
        options: (_, { handlers }) => handlers.map(({ name, label }) => ({ value: name, label: `${label} (${name})` })),
        value: type,
      },
      set && {
        id: "handlerRetries",
        kind: "feel",
        feel: "optional",
        label: say("失败后共试几次", "Tries before somebody must look"),
        hint: handler ? say(`不填为 ${handler.retries} 次。`, `${handler.retries} if left empty.`) : "",
        value: extensionAttribute("zeebe:TaskDefinition", "retries"),
      },
    ],
  };
  if (!handler) return;
  yield {
    group: "handlerInputs",
    label: say("给处理程序的内容", "What the handler is given"),
    behind: "handler",
    entries: handler.inputs.map((field) => ({
      id: `input-${field.name}`,
      component: Argument,
      isEdited: (node) => Boolean(node && !node.closest(".workshop-left")),
      field,
      value: mapping("zeebe:Input", (one) => one.get("target") === field.name, "source", { target: field.name }),
    })),
  };
  yield {
    group: "handlerOutputs",
    label: say("处理程序返回的内容", "What the handler gives back"),
    behind: "handlerInputs",
    entries: handler.outputs.map(({ name, label }) => ({
      id: `output-${name}`,
      kind: "variable",
      label: `${label} (${name})`,
      hint: say("存入哪个变量。一项都不填，则各项按原名存入；填了几项，就只存这几项。", "Into which variable. With none filled in each keeps its name; otherwise only those filled in are kept."),
      value: mapping("zeebe:Output", (one) => one.get("source") === `=${name}`, "target", { source: `=${name}` }),
    })),
  };
}

function sendsMessage(bo) {
  return bo.get("eventDefinitions")?.some((one) => is(one, "bpmn:MessageEventDefinition"));
}
