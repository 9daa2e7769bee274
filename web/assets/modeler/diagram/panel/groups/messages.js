// A message that a step sends: which, to whom, for how long it waits for somebody.
import { getBusinessObject, is, isAny } from "bpmn-js/lib/util/ModelUtil";
import { say } from "../../../words.js";
import { create, definitions, eventDefinition, extensions, extensionAttribute, property, roots, run, update } from "../values.js";

const FRESH = "+";

export function* additionsFor(element) {
  const bo = getBusinessObject(element);
  const awaited = awaitedMessage(element, bo);
  if (awaited)
    yield {
      group: "message",
      entries: [{ id: "messageNameEn", kind: "text", label: say("消息的英文名称", "English name of the message"), value: property("name:en", () => awaited) }],
    };
  const holder = is(element, "bpmn:SendTask")
    ? bo
    : isAny(element, ["bpmn:IntermediateThrowEvent", "bpmn:EndEvent"]) && eventDefinition(bo, "bpmn:MessageEventDefinition");
  if (!holder || extensions(bo, "zeebe:TaskDefinition").length) return;
  // Either place is read by the engine; what is new goes to the element itself.
  const place = extensions(holder, "policy:PublishMessage").length ? () => holder : getBusinessObject;
  const message = holder.get("messageRef");
  yield {
    group: "sending",
    label: say("发出的消息", "Message that is sent"),
    behind: "basis",
    entries: [
      {
        id: "sentMessage",
        kind: "choice",
        label: say("消息", "Message"),
        options: (one) => [
          ...roots(one, "bpmn:Message").map((found) => ({ value: found.id, label: found.name || found.id })),
          { value: FRESH, label: say("新建……", "Create new …") },
        ],
        value: {
          get: () => message?.id,
          set: (injector, one, id) => run(injector, referring(injector, one, holder, id)),
        },
      },
      message && {
        id: "sentMessageName",
        kind: "feel",
        feel: "optional",
        label: say("消息名称", "Name of the message"),
        hint: say("等这个名称的环节收到它。", "Those who wait for this name receive it."),
        value: {
          get: () => message.get("name"),
          set: (injector, one, name) => run(injector, [update(one, message, { name })]),
        },
      },
      {
        id: "sentCorrelationKey",
        kind: "feel",
        feel: "required",
        label: say("给哪个案件", "For which case"),
        hint: say("与接收方“按什么认领”的值相同的收到，例如 =caseNumber。发起新案件的可以不填。", "Whoever waits with an equal key receives it, such as =caseNumber. May be empty where it starts a case."),
        value: extensionAttribute("policy:PublishMessage", "correlationKey", place),
      },
      {
        id: "sentTimeToLive",
        kind: "feel",
        feel: "optional",
        label: say("没有人等它时保留多久", "How long it waits for somebody"),
        hint: say("例如 P30D（30 天）、PT2H（2 小时）。不填则没有人等就作废。", "Such as P30D (30 days) or PT2H. Without it, nobody waiting means it is gone."),
        value: extensionAttribute("policy:PublishMessage", "timeToLive", place),
      },
    ],
  };
}

function awaitedMessage(element, bo) {
  const receives = is(element, "bpmn:ReceiveTask") ? bo : is(element, "bpmn:CatchEvent") && eventDefinition(bo, "bpmn:MessageEventDefinition");
  return receives ? receives.get("messageRef") : undefined;
}

function referring(injector, element, holder, id) {
  const found = roots(element, "bpmn:Message").find((one) => one.id === id);
  if (id !== FRESH) return [update(element, holder, { messageRef: found })];
  const root = definitions(element);
  const made = create(injector, "bpmn:Message", { name: say("新消息", "new-message") }, root);
  return [
    update(element, root, { rootElements: [...root.get("rootElements"), made] }),
    update(element, holder, { messageRef: made }),
  ];
}
