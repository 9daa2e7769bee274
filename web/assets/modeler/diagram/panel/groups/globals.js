// Tasks that several call activities share (BPMN 2.0.2 §10.3.7): they are drawn nowhere, so every pool and process lists them.
import { isAny } from "bpmn-js/lib/util/ModelUtil";
import { say } from "../../../words.js";
import { named } from "../choices.js";
import { list } from "../lists.js";
import { attribute, bindings, create, definitions, extensionAttribute, property, roots, run, update } from "../values.js";

const KINDS = {
  "bpmn:GlobalUserTask": [() => say("由人办理", "Done by people"), userTask],
  "bpmn:GlobalScriptTask": [() => say("计算", "Calculated"), scriptTask],
  "bpmn:GlobalBusinessRuleTask": [() => say("按决策表", "Decided"), ruleTask],
  "bpmn:GlobalManualTask": [() => say("手工办理，不登记", "Done by hand, not recorded"), () => []],
  "bpmn:GlobalTask": [() => say("没有说明", "Not said"), () => []],
};

// The global tasks of the file, as what a call activity may call.
export function globalTasks(element) {
  return roots(element, "bpmn:GlobalTask").map(({ id, name }) => ({ id, label: name || id, of: say("本图的公用任务", "shared task of this file") }));
}

export function* additionsFor(element, { injector }) {
  if (!isAny(element, ["bpmn:Collaboration", "bpmn:Participant", "bpmn:Process"])) return;
  const root = definitions(element);
  const all = root.get("rootElements");
  const keep = (rootElements) => [update(element, root, { rootElements })];
  yield list(injector, {
    group: "globalTasks",
    label: say("公用任务", "Shared tasks"),
    add: () => keep([...all, create(injector, "bpmn:GlobalUserTask", { name: say("新任务", "new task") }, root)]),
    lines: roots(element, "bpmn:GlobalTask").map((task) => ({
      label: task.name,
      remove: () => keep(all.filter((one) => one !== task)),
      entries: [
        { id: "name", kind: "text", label: say("名称", "Name"), hint: say("用调用活动选它来办。", "Call activities choose it."), value: attribute("name", () => task) },
        {
          id: "kind",
          kind: "choice",
          none: false,
          label: say("怎样办", "How it is done"),
          options: () => Object.entries(KINDS).map(([value, [said]]) => ({ value, label: said() })),
          value: { get: () => task.$type, set: (_, one, type) => run(injector, keep(all.map((other) => (other === task ? otherKind(injector, task, type, root) : other)))) },
        },
        ...KINDS[task.$type][1](() => task),
      ],
    })),
  });
}

// The same task with another kind: what was said of the kind before goes.
function otherKind(injector, { id, name }, type, root) {
  return create(injector, type, { id, name }, root);
}

function userTask(of) {
  const form = extensionAttribute("zeebe:FormDefinition", "formId", of);
  const text = (part, name, label) => ({ id: name, kind: "feel", feel: "optional", label, value: extensionAttribute(part, name, of) });
  return [
    { id: "formId", kind: "choice", label: say("办理表单", "Form of the task"), missing: say("没有这个表单", "no such form"), options: (_, { forms }) => named(forms), value: form },
    form.get() && bindings("formBinding", "zeebe:FormDefinition", of),
    text("zeebe:AssignmentDefinition", "assignee", say("办理人", "Assignee")),
    text("zeebe:AssignmentDefinition", "candidateGroups", say("候选组（角色@单位）", "Candidate groups (role@unit)")),
    text("zeebe:AssignmentDefinition", "candidateUsers", say("候选人", "Candidate users")),
    text("zeebe:TaskSchedule", "dueDate", say("办理期限", "Due date")),
    text("zeebe:TaskSchedule", "followUpDate", say("跟进日期", "Follow up date")),
    text("zeebe:PriorityDefinition", "priority", say("优先级", "Priority")),
    { id: "excludedUsers", kind: "feel", feel: "required", label: say("应当回避的人", "People who may not do it"), value: property("excludedUsers", of) },
    { id: "completedBy", kind: "variable", label: say("记下办理人的变量", "Variable with who did it"), value: property("completedBy", of) },
  ];
}

function scriptTask(of) {
  return [
    { id: "expression", kind: "feel", feel: "required", label: say("算什么", "Expression"), value: extensionAttribute("zeebe:Script", "expression", of) },
    { id: "resultVariable", kind: "variable", label: say("结果存入变量", "Result variable"), value: extensionAttribute("zeebe:Script", "resultVariable", of) },
  ];
}

function ruleTask(of) {
  return [
    { id: "decisionId", kind: "choice", label: say("按哪个决策", "Decision"), missing: say("没有这个决策", "no such decision"), options: (_, { decisions }) => named(decisions), value: extensionAttribute("zeebe:CalledDecision", "decisionId", of) },
    { id: "resultVariable", kind: "variable", label: say("结果存入变量", "Result variable"), value: extensionAttribute("zeebe:CalledDecision", "resultVariable", of) },
    bindings("decisionBinding", "zeebe:CalledDecision", of),
  ];
}
