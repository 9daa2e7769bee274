// What an element is, in words: for lists, screen readers and menus.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { getLabel } from "bpmn-js/lib/util/LabelUtil";
import { say } from "../words.js";

const KINDS = {
  "bpmn:Task": ["任务", "Task"],
  "bpmn:UserTask": ["用户任务", "User task"],
  "bpmn:ServiceTask": ["自动任务", "Service task"],
  "bpmn:SendTask": ["发送任务", "Send task"],
  "bpmn:ReceiveTask": ["接收任务", "Receive task"],
  "bpmn:ManualTask": ["手工任务", "Manual task"],
  "bpmn:BusinessRuleTask": ["决策任务", "Business rule task"],
  "bpmn:ScriptTask": ["计算任务", "Script task"],
  "bpmn:CallActivity": ["调用流程", "Call activity"],
  "bpmn:SubProcess": ["子流程", "Subprocess"],
  "bpmn:Transaction": ["事务", "Transaction"],
  "bpmn:AdHocSubProcess": ["自由流程", "Ad-hoc subprocess"],
  "bpmn:ExclusiveGateway": ["排他网关", "Exclusive gateway"],
  "bpmn:InclusiveGateway": ["包容网关", "Inclusive gateway"],
  "bpmn:ParallelGateway": ["并行网关", "Parallel gateway"],
  "bpmn:EventBasedGateway": ["事件网关", "Event-based gateway"],
  "bpmn:ComplexGateway": ["复杂网关", "Complex gateway"],
  "bpmn:StartEvent": ["开始事件", "start event"],
  "bpmn:EndEvent": ["结束事件", "end event"],
  "bpmn:BoundaryEvent": ["边界事件", "boundary event"],
  "bpmn:IntermediateCatchEvent": ["中间捕获事件", "intermediate catch event"],
  "bpmn:IntermediateThrowEvent": ["中间抛出事件", "intermediate throw event"],
  "bpmn:SequenceFlow": ["顺序流", "Sequence flow"],
  "bpmn:MessageFlow": ["消息流", "Message flow"],
  "bpmn:Association": ["关联", "Association"],
  "bpmn:DataInputAssociation": ["数据读取", "Data input"],
  "bpmn:DataOutputAssociation": ["数据写入", "Data output"],
  "bpmn:DataObjectReference": ["数据对象", "Data object"],
  "bpmn:DataStoreReference": ["数据存储", "Data store"],
  "bpmn:TextAnnotation": ["注释", "Note"],
  "bpmn:Group": ["分组", "Group"],
  "bpmn:Participant": ["泳池", "Pool"],
  "bpmn:Lane": ["泳道", "Lane"],
  "bpmn:Process": ["流程", "Process"],
  "bpmn:Collaboration": ["协作", "Collaboration"],
};

const TRIGGERS = {
  "bpmn:MessageEventDefinition": ["消息", "Message"],
  "bpmn:TimerEventDefinition": ["定时", "Timer"],
  "bpmn:SignalEventDefinition": ["信号", "Signal"],
  "bpmn:ConditionalEventDefinition": ["条件", "Conditional"],
  "bpmn:LinkEventDefinition": ["链接", "Link"],
  "bpmn:ErrorEventDefinition": ["错误", "Error"],
  "bpmn:EscalationEventDefinition": ["升级", "Escalation"],
  "bpmn:CancelEventDefinition": ["取消", "Cancel"],
  "bpmn:CompensateEventDefinition": ["补偿", "Compensation"],
  "bpmn:TerminateEventDefinition": ["终止", "Terminate"],
};

export function kindOf(element) {
  const object = getBusinessObject(element);
  const [zh, en] = KINDS[object.$type] ?? [object.$type, object.$type];
  if (object.triggeredByEvent) return say("事件子流程", "Event subprocess");
  if (!is(object, "bpmn:Event")) return say(zh, en);
  const definitions = object.get("eventDefinitions");
  const trigger = definitions.length > 1 ? ["多重", "Multiple"] : TRIGGERS[definitions[0]?.$type];
  const [before, beforeEn] = trigger ?? ["", ""];
  return say(before + zh, beforeEn ? `${beforeEn} ${en}` : en[0].toUpperCase() + en.slice(1));
}

// The element's name, on one line; a text annotation's text.
export function nameOf(element) {
  return (getLabel(element) ?? "").replace(/\s+/g, " ").trim();
}

export function describe(element) {
  const name = nameOf(element);
  return name ? say(`${kindOf(element)}“${name}”`, `${kindOf(element)} “${name}”`) : kindOf(element);
}
