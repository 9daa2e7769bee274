// What is done several times: by number, or as long as a condition holds.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { say } from "../../../words.js";
import { attribute, expression, run, update } from "../values.js";

export function* additionsFor(element) {
  const loop = getBusinessObject(element).get?.("loopCharacteristics");
  const of = () => loop;
  if (is(loop, "bpmn:MultiInstanceLoopCharacteristics"))
    yield {
      group: "multiInstance",
      entries: [
        {
          id: "loopCardinality",
          kind: "feel",
          feel: "required",
          label: say("或者固定办几次", "Or a number of times"),
          hint: say("没有列表时用；loopCounter 是第几次。", "Without a list; loopCounter says which time it is."),
          value: expression("loopCardinality", of),
        },
      ],
    };
  if (is(loop, "bpmn:StandardLoopCharacteristics"))
    yield {
      group: "loop",
      label: say("循环", "Loop"),
      behind: "basis",
      entries: [
        {
          id: "loopCondition",
          kind: "feel",
          feel: "required",
          label: say("再办一次的条件", "Again while"),
          value: expression("loopCondition", of),
        },
        {
          id: "loopMaximum",
          kind: "text",
          label: say("最多几次", "At most"),
          validate: whole,
          value: number("loopMaximum", of),
        },
        {
          id: "testBefore",
          kind: "check",
          label: say("办第一次之前就判断", "The condition is asked before the first time"),
          value: attribute("testBefore", of),
        },
      ],
    };
}

export function number(name, of) {
  return {
    get: (element) => (Object.hasOwn(of(element) ?? {}, name) ? of(element)[name].toString() : ""),
    set: (injector, element, text) => run(injector, [update(element, of(element), { [name]: text ? Number(text) : undefined })]),
  };
}

export function whole(text) {
  return !text || /^[1-9]\d*$/.test(text) ? undefined : say("请写正整数。", "Write a whole number above zero.");
}

