// What a diagram may hold beside plain BPMN: engine/diagrams/extensions.py is the list this follows. policy.json also mends
// five places in which bpmn-moddle writes other elements, or another order, than the BPMN schema has.
import zeebe from "zeebe-bpmn-moddle/resources/zeebe.json";
import policy from "./policy.json";

const PUBLISH_MESSAGE = {
  name: "PublishMessage",
  superClass: ["Element"],
  meta: { allowedIn: ["bpmn:MessageEventDefinition", "bpmn:SendTask", "bpmn:IntermediateThrowEvent", "bpmn:EndEvent"] },
  properties: [
    { name: "correlationKey", type: "String", isAttr: true },
    { name: "timeToLive", type: "String", isAttr: true },
  ],
};

export const vocabulary = { zeebe: { ...zeebe, types: [...zeebe.types, PUBLISH_MESSAGE] }, policy };
