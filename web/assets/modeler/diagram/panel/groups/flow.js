// How tokens pass: quantities of activities, gateways that start a process or count, the order of chosen steps.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { say } from "../../../words.js";
import { attribute, expression } from "../values.js";
import { number, whole } from "./repeating.js";

export function* additionsFor(element) {
  if (is(element, "bpmn:ComplexGateway"))
    yield group([
      {
        id: "activationCondition",
        kind: "feel",
        feel: "required",
        label: say("何时通过", "When it lets through"),
        hint: say("activationCount 是到了几路，incomingTokens 是各路到了几个。", "activationCount says how many have come, incomingTokens how many on each flow."),
        value: expression("activationCondition"),
      },
    ]);
  if (is(element, "bpmn:EventBasedGateway"))
    yield group([
      { id: "instantiate", kind: "check", label: say("由它后面的事件发起流程", "The events behind it start the process"), value: attribute("instantiate") },
      getBusinessObject(element).get("instantiate") && {
        id: "eventGatewayType",
        kind: "choice",
        none: false,
        absent: "Exclusive",
        label: say("需要几个事件", "Which events are needed"),
        options: () => [
          { value: "Exclusive", label: say("其中一个", "One of them") },
          { value: "Parallel", label: say("全部", "All of them") },
        ],
        value: attribute("eventGatewayType"),
      },
    ]);
  if (is(element, "bpmn:ReceiveTask"))
    yield group([{ id: "instantiate", kind: "check", label: say("它的消息发起流程", "Its message starts the process"), value: attribute("instantiate") }]);
  if (is(element, "bpmn:AdHocSubProcess"))
    yield {
      group: "choosing",
      entries: [
        {
          id: "ordering",
          kind: "choice",
          none: false,
          absent: "Parallel",
          label: say("能否同时办几个", "Several steps at a time"),
          options: () => [
            { value: "Parallel", label: say("可以", "Yes") },
            { value: "Sequential", label: say("一次只办一个", "One after the other") },
          ],
          value: attribute("ordering"),
        },
      ],
    };
  if (is(element, "bpmn:Activity"))
    yield {
      ...group([
        { id: "startQuantity", kind: "text", label: say("到齐几路才开始", "Tokens it waits for"), validate: whole, value: number("startQuantity", getBusinessObject) },
        { id: "completionQuantity", kind: "text", label: say("办完后发出几路", "Tokens it sends on"), validate: whole, value: number("completionQuantity", getBusinessObject) },
      ]),
      group: "quantities",
      label: say("路数（很少需要）", "Tokens (seldom needed)"),
      behind: "documentation",
    };
  if (getBusinessObject(element).get?.("eventDefinitions")?.length > 1 && is(element, "bpmn:CatchEvent"))
    yield group([
      { id: "parallelMultiple", kind: "check", label: say("全部事件都发生才继续", "All of its events must happen"), value: attribute("parallelMultiple") },
    ]);
}

function group(entries) {
  return { group: "flow", label: say("怎样通过", "How it passes"), behind: "basis", entries };
}
