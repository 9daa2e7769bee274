// What a service task does: a handler of those that are registered, its typed inputs and outputs as fields. Nothing but
// zeebe:taskDefinition and zeebe:ioMapping is written, so that a file says the same without this editor.
import { getBusinessObject, is, isAny } from "bpmn-js/lib/util/ModelUtil";
import { say } from "../../../words.js";
import { Argument } from "../argument.js";
import { keepMappings, mapped, mapping } from "../mappings.js";
import { extensionAttribute, extensions } from "../values.js";

const OPTIONAL = ["bpmn:BusinessRuleTask", "bpmn:ScriptTask", "bpmn:SendTask", "bpmn:IntermediateThrowEvent", "bpmn:EndEvent"];

const TYPE = extensionAttribute("zeebe:TaskDefinition", "type");

// The registered handler that an element names.
export function handlerOf(element, { handlers }) {
  return handlers.find(({ name }) => name === TYPE.get(element));
}

// Whether a mapping is one of the handler's fields.
export function covers(handler, direction, line) {
  if (direction === "inputs") return handler.inputs.some(({ name }) => line.get("target") === name);
  return handler.outputs.some(({ name }) => line.get("source") === `=${name}`);
}

export function* additionsFor(element, { lists }) {
  const bo = getBusinessObject(element);
  const set = extensions(bo, "zeebe:TaskDefinition")[0];
  const sends = isAny(element, ["bpmn:IntermediateThrowEvent", "bpmn:EndEvent"]) && sendsMessage(bo);
  const may = is(element, "bpmn:ServiceTask") || is(element, "bpmn:SendTask") || sends;
  if (!may && !(set && isAny(element, OPTIONAL))) return;
  const handler = handlerOf(element, lists);
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
        value: { get: TYPE.get, set: (injector, one, name) => choose(injector, one, name, lists) },
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
    entries: handler.outputs.map(({ name, label }, at) => ({
      id: `output-${name}`,
      kind: "variable",
      label: `${label} (${name})`,
      hint: at > 0 ? "" : say("存入哪个变量。一项都不填，则各项按原名存入；填了几项，就只存这几项。", "Into which variable. With none filled in each keeps its name; otherwise only those filled in are kept."),
      value: mapping("zeebe:Output", (one) => one.get("source") === `=${name}`, "target", { source: `=${name}` }),
    })),
  };
}

// With another handler go the mappings that only the one before read.
function choose(injector, element, name, lists) {
  const before = handlerOf(element, lists);
  const after = lists.handlers.find((one) => one.name === name);
  TYPE.set(injector, element, name);
  if (!before || !after) return;
  const left = (direction, type) =>
    mapped(element, type).filter((line) => !covers(before, direction, line) || covers(after, direction, line));
  keepMappings(injector, element, { "zeebe:Input": left("inputs", "zeebe:Input"), "zeebe:Output": left("outputs", "zeebe:Output") });
}

function sendsMessage(bo) {
  return bo.get("eventDefinitions")?.some((one) => is(one, "bpmn:MessageEventDefinition"));
}
