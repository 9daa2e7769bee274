// A process as people see it: who may start it, and what cases are called.
import { say } from "../../../words.js";
import { processOf, property } from "../values.js";

export function* additionsFor(element) {
  if (!processOf(element)) return;
  const starters = property("starters", processOf);
  const split = (text) => (text ?? "").split(",").map((one) => one.trim()).filter(Boolean);
  const variable = (name, label, hint) => ({ id: name, kind: "variable", label, hint, value: property(name, processOf) });
  yield {
    group: "case",
    label: say("案件", "Cases"),
    behind: "basis",
    entries: [
      {
        id: "starters",
        kind: "tokens",
        label: say("谁可以发起", "Who may start it"),
        hint: say("担任其中一个角色的人可以发起。由消息、定时器或其他流程发起的不用填。", "People with one of these roles. Leave empty for what messages, timers or other processes start."),
        options: (_, { roles }) => roles,
        value: { get: (one) => split(starters.get(one)), set: (injector, one, ids) => starters.set(injector, one, ids.join(",")) },
      },
      variable("starterUnit", say("替哪个单位发起", "Unit they start it for"), say("发起表单中的一个字段：发起人只能选自己担任上述角色的单位，或者该单位所属的街道。", "A field of the start form: people may only choose a unit in which they have such a role, or its street.")),
      variable("startedBy", say("记下发起人的变量", "Variable with who started it"), say("以后的环节可以据此回避。由消息或定时器发起的为空。", "Later steps can exclude this person. Empty where a message or a timer started it.")),
      variable("titleVariable", say("案件标题取自", "Title of a case"), say("列表和案件页显示这个变量。", "Lists and the case page show this variable.")),
      variable("caseNumberVariable", say("案件编号取自", "Number of a case"), say("编号相同的案件合在一个案件页上。", "Cases of one number share one page.")),
      variable("mergedIntoVariable", say("并案后原案件的编号取自", "Number of the case it was merged into"), say("案件页据此指向原案件。", "The case page leads there.")),
    ],
  };
}
