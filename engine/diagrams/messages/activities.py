"""Sentences about tasks, calls and multi-instance activities."""

from collections.abc import Mapping

from engine.diagrams.messages.entry import Entry, entry, warning

ENTRIES: Mapping[str, Entry] = {
    "user_task.nobody": warning(
        "Nobody is named for this task, so it is in nobody's inbox; only a program that drives the engine can complete it.",
        "Set an assignee, candidate groups or candidate users, or put it into a lane with a role and a unit.",
        "此任务没有指定办理人，不会出现在任何人的待办中，只有驱动引擎的程序才能完成它。",
        "请设置办理人、候选组或候选人，或放入设有角色和单位的泳道。",
    ),
    "user_task.group": entry(
        "The candidate group “{group}” is not written role@unit.",
        "Write for example dispatcher@jiangchuan-grid, or a FEEL expression that starts with =.",
        "候选组“{group}”不是“角色@单位”的形式。",
        "请写成如 dispatcher@jiangchuan-grid，或以 = 开头的 FEEL 表达式。",
    ),
    "user_task.priority": entry(
        "The priority {priority} is no number from 0 to 100.",
        "Correct it, or write a FEEL expression.",
        "优先级 {priority} 不是 0 到 100 的数字。",
        "请更正，或填写 FEEL 表达式。",
    ),
    "user_task.form_unknown": entry(
        "The form {form} is not deployed.",
        "Deploy it together with the diagram, or choose another.",
        "表单 {form} 尚未部署。",
        "请与流程图一起部署，或另选表单。",
    ),
    "job.twice": entry(
        "A handler does this (zeebe:taskDefinition), and {tag} says otherwise.",
        "Keep one of the two.",
        "此处由处理程序完成（zeebe:taskDefinition），而 {tag} 另有规定。",
        "请只保留其中一个。",
    ),
    "job.headers": entry(
        "There are headers for a handler (zeebe:taskHeaders), but no handler is named.",
        "Set the job type (zeebe:taskDefinition type), or delete the headers.",
        "有给处理程序的标头（zeebe:taskHeaders），却没有指定处理程序。",
        "请设置作业类型（zeebe:taskDefinition type），或删除标头。",
    ),
    "job.event": entry(
        "A handler (zeebe:taskDefinition) can send the message of an event that throws one message and nothing else.",
        "Delete the zeebe:taskDefinition, or put a service task before the event.",
        "只有仅抛出一条消息的事件，才能由处理程序（zeebe:taskDefinition）发送消息。",
        "请删除 zeebe:taskDefinition，或在该事件之前加一个服务任务。",
    ),
    "service_task.type": entry(
        "No handler is named.",
        "Set the job type (zeebe:taskDefinition type).",
        "没有指定处理程序。",
        "请设置作业类型（zeebe:taskDefinition type）。",
    ),
    "service_task.handler": entry(
        "There is no handler named {handler}.",
        "Choose one that is installed, or ask a programmer to write it.",
        "没有名为 {handler} 的处理程序。",
        "请选择已安装的处理程序，或请程序员编写。",
    ),
    "service_task.retries": entry(
        "{retries} is no number of attempts from 1 to 99.",
        "Correct it, or write a FEEL expression.",
        "{retries} 不是 1 到 99 的尝试次数。",
        "请更正，或填写 FEEL 表达式。",
    ),
    "business_rule_task.decision": entry(
        "The business rule task names no decision.",
        "Set its decision id and result variable (zeebe:calledDecision).",
        "业务规则任务没有指定决策。",
        "请设置决策标识和结果变量（zeebe:calledDecision）。",
    ),
    "business_rule_task.unknown": entry(
        "The decision {decision} is not deployed.",
        "Deploy its table together with the diagram, or choose another.",
        "决策 {decision} 尚未部署。",
        "请与流程图一起部署决策表，或另选决策。",
    ),
    "script_task.expression": entry(
        "The script task has no expression.",
        "Write a FEEL expression (zeebe:script).",
        "脚本任务没有表达式。",
        "请填写 FEEL 表达式（zeebe:script）。",
    ),
    "task.result_variable": entry(
        "“{variable}” can take no result: it is not the name of a variable.",
        "Name a result variable: letters, digits and underscores, no digit first.",
        "“{variable}”不是变量名，无法保存结果。",
        "请填写结果变量名：由字母、数字和下划线组成，不以数字开头。",
    ),
    "variable.name": entry(
        "“{variable}” is not the name of a variable.",
        "Use letters, digits and underscores, no digit first and no word of FEEL.",
        "“{variable}”不是变量名。",
        "请使用字母、数字和下划线，不以数字开头，也不用 FEEL 保留字。",
    ),
    "call.process": entry(
        "The call activity names no process.",
        "Set the called process (zeebe:calledElement processId).",
        "调用活动没有指定流程。",
        "请设置被调用流程（zeebe:calledElement processId）。",
    ),
    "call.version_tag": entry(
        "A version tag and the binding “version tag” belong together.",
        "Set both or neither.",
        "版本标签与“版本标签”绑定方式须同时设置。",
        "请同时设置或同时去掉。",
    ),
    "call.unknown": entry(
        "The called process {process} is not deployed.",
        "Deploy it together with this one, or before.",
        "被调用的流程 {process} 尚未部署。",
        "请与本流程一起部署，或先行部署。",
    ),
    "call.start": entry(
        "The called process {process} begins only by messages, times or signals, of which a call sends none: it would stand still.",
        "Give that process one start event without a trigger.",
        "被调用的流程“{process}”只能由消息、定时或信号启动，而调用不会发送这些，流程会停在此处。",
        "请为该流程画一个没有触发的开始事件。",
    ),
    "ad_hoc.empty": entry(
        "Nothing in the ad-hoc subprocess can be chosen: there is no step without an incoming flow.",
        "Draw a step to which no sequence flow leads.",
        "自由流程中没有可选择的步骤：每个步骤都有流入的顺序流。",
        "请画一个没有顺序流指向的步骤。",
    ),
    "ad_hoc.start_end": entry(
        "An ad-hoc subprocess has neither start nor end events.",
        "Delete the event; people choose where to begin, and its completion condition says when it ends.",
        "自由流程没有开始事件和结束事件。",
        "请删除该事件：由人员选择从哪里开始，由完成条件决定何时结束。",
    ),
    "ad_hoc.splits": entry(
        "Several flows leave this step, but the ad-hoc subprocess runs one step at a time.",
        "Choose parallel ordering, or use an exclusive gateway.",
        "此步骤有多条流出的顺序流，而该自由流程一次只执行一个步骤。",
        "请改为并行顺序，或使用排他网关。",
    ),
    "loop.endless": entry(
        "The loop has neither a condition nor a greatest number of iterations, so it would never end.",
        "Set the loop condition (true: once more) or loopMaximum.",
        "循环既没有条件，也没有最多次数，永远不会结束。",
        "请设置循环条件（为真则再次执行）或最多次数。",
    ),
    "multi_instance.input": entry(
        "A multi-instance activity has either an input collection or a number of instances.",
        "Set one of them: a FEEL list, for example =streets, or a loopCardinality.",
        "多实例活动应有输入集合或实例数量，二者之一。",
        "请设置其中一个：FEEL 列表（例如 =streets）或 loopCardinality。",
    ),
    "multi_instance.behavior": entry(
        "The behaviour of the multi-instance activity and the events it throws do not fit each other.",
        "Name a signal or escalation that is there, for “One” and “None” also none (the default signal); for “All” name none.",
        "多实例活动的行为方式与其抛出的事件不一致。",
        "请指定存在的信号或升级事件；“One”“None”也可不指定（抛出默认信号），“All”则不指定。",
    ),
    "multi_instance.item": entry(
        "A number of instances gives no items, so the input element would have no value.",
        "Remove the input element, or use an input collection; loopCounter counts the instances.",
        "指定实例数量时没有集合元素，输入元素不会有值。",
        "请去掉输入元素，或改用输入集合；loopCounter 为实例序号。",
    ),
    "multi_instance.output": entry(
        "Output collection and output element belong together.",
        "Set both or neither.",
        "输出集合与输出元素须同时设置。",
        "请同时设置或同时去掉。",
    ),
}
