// Who does the work: lanes, people who may not, who did it.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { say } from "../../../words.js";
import { property } from "../values.js";

export function* additionsFor(element) {
  if (is(element, "bpmn:Lane"))
    yield {
      group: "post",
      label: say("岗位", "Post"),
      behind: "general",
      entries: [
        {
          id: "role",
          kind: "choice",
          label: say("角色", "Role"),
          hint: say("泳道里没有写由谁办的任务，交给这个单位里担任这个角色的人。", "Tasks of the lane that do not say who does them go to people with this role in the unit."),
          missing: say("没有这个角色", "no such role"),
          options: (_, { roles }) => roles.map(({ id, label }) => ({ value: id, label: `${label} (${id})` })),
          value: property("role"),
        },
        {
          id: "unit",
          kind: "feel",
          feel: "optional",
          label: say("单位", "Unit"),
          hint: say("单位的标识，或者用表达式从案件数据中取，例如 =centre。", "The unit's id, or an expression over the case such as =centre."),
          value: property("unit"),
        },
      ],
    };
  if (is(element, "bpmn:UserTask"))
    yield {
      group: "assignmentDefinition",
      entries: [
        {
          id: "excludedUsers",
          kind: "feel",
          feel: "required",
          label: say("应当回避的人", "People who may not do it"),
          hint: say("人员的列表，例如 =[applicant, drafter]。名单上的人看不到也不能办这项任务。", "A list of people, such as =[applicant, drafter]. They neither see nor do the task."),
          value: property("excludedUsers"),
        },
        {
          id: "completedBy",
          kind: "variable",
          label: say("记下办理人的变量", "Variable with who did it"),
          hint: say("以后的环节可以据此回避。", "Later steps can exclude this person."),
          value: property("completedBy"),
        },
      ],
    };
  if (is(element, "bpmn:AdHocSubProcess"))
    yield {
      group: "choosing",
      label: say("由谁选择环节", "Who chooses the steps"),
      behind: "basis",
      entries: [
        {
          id: "adHocCandidateGroups",
          kind: "feel",
          feel: "optional",
          label: say("候选组（角色@单位）", "Candidate groups (role@unit)"),
          hint: say("不填则按泳道的岗位；泳道也没有的，由参与过本案的人选择。", "Without any, the lane's post; without that, whoever takes part in the case."),
          value: property("candidateGroups"),
        },
      ],
    };
}
