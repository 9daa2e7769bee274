"""Sentences about elements that are not executed, and are therefore refused."""

from collections.abc import Mapping

from engine.diagrams.messages.entry import Entry, entry

_ELEMENTS: tuple[tuple[str, Entry], ...] = (
    (
        "signalEventDefinition signal",
        entry(
            "Signals are not executed.",
            "Use a message event instead; a signal reaches everybody, a message one case.",
            "不执行信号。",
            "请改用消息事件：信号发给所有流程，消息只发给一个案件。",
        ),
    ),
    (
        "escalationEventDefinition escalation",
        entry(
            "Escalation events are not executed.",
            "Use a non-interrupting timer or message boundary event, or an error event.",
            "不执行升级事件。",
            "请改用非中断的定时或消息边界事件，或错误事件。",
        ),
    ),
    (
        "conditionalEventDefinition",
        entry(
            "Conditional events are not executed.",
            "Use an exclusive gateway after the step that changes the data, or a message event.",
            "不执行条件事件。",
            "请在改变数据的步骤之后使用排他网关，或改用消息事件。",
        ),
    ),
    (
        "linkEventDefinition",
        entry(
            "Link events are not executed.",
            "Draw a sequence flow between the two places.",
            "不执行链接事件。",
            "请用顺序流直接连接两处。",
        ),
    ),
    (
        "compensateEventDefinition",
        entry(
            "Compensation is not executed.",
            "Draw the steps that undo the work as ordinary steps after an error or a gateway.",
            "不执行补偿。",
            "请在错误事件或网关之后，把撤销步骤画成普通步骤。",
        ),
    ),
    (
        "cancelEventDefinition transaction",
        entry(
            "Transactions and cancel events are not executed.",
            "Use an embedded subprocess with an error boundary event.",
            "不执行事务和取消事件。",
            "请使用带错误边界事件的内嵌子流程。",
        ),
    ),
    (
        "eventDefinitionRef eventDefinition",
        entry(
            "Events do not refer to a shared event definition here.",
            "Put the message, timer or error definition inside the event itself.",
            "事件不能引用共用的事件定义。",
            "请把消息、定时或错误定义放在事件内部。",
        ),
    ),
    (
        "eventBasedGateway",
        entry(
            "Event-based gateways are not executed.",
            "Use a user task or receiving event with boundary events for the other outcomes.",
            "不执行事件网关。",
            "请使用用户任务或接收事件，并用边界事件表示其他结果。",
        ),
    ),
    (
        "complexGateway",
        entry(
            "Complex gateways are not executed.",
            "Use exclusive, inclusive and parallel gateways.",
            "不执行复杂网关。",
            "请使用排他、包容和并行网关。",
        ),
    ),
    (
        "adHocSubProcess",
        entry(
            "Ad-hoc subprocesses are not executed.",
            "Use an embedded subprocess whose steps are joined by sequence flows.",
            "不执行自由流程（ad hoc）。",
            "请使用以顺序流连接步骤的内嵌子流程。",
        ),
    ),
    (
        "standardLoopCharacteristics",
        entry(
            "The loop marker is not executed.",
            "Draw the loop with an exclusive gateway that leads back, or use the multi-instance marker.",
            "不执行循环标记。",
            "请用排他网关画出返回的循环，或使用多实例标记。",
        ),
    ),
    (
        "loopCardinality",
        entry(
            "A fixed number of instances is not executed.",
            "Set the input collection, for example =for i in 1..3 return i.",
            "不执行固定次数的多实例。",
            "请设置输入集合，例如 =for i in 1..3 return i。",
        ),
    ),
    (
        "loopDataInputRef loopDataOutputRef inputDataItem outputDataItem complexBehaviorDefinition",
        entry(
            "{tag} of a multi-instance activity is not executed.",
            "Use the input and output collection of zeebe:loopCharacteristics.",
            "不执行多实例活动的 {tag}。",
            "请使用 zeebe:loopCharacteristics 的输入和输出集合。",
        ),
    ),
    (
        "dataObject dataObjectReference dataStore dataStoreReference",
        entry(
            "Data objects and stores are not executed.",
            "Delete the shape; say what it shows in a text annotation, and use process variables.",
            "不执行数据对象和数据存储。",
            "请删除该图形，用文本注释说明，数据使用流程变量。",
        ),
    ),
    (
        "ioSpecification dataInput dataOutput dataInputAssociation dataOutputAssociation inputSet outputSet property "
        "ioBinding",
        entry(
            "{tag} is not executed.",
            "Delete it and use input and output mappings (zeebe:ioMapping).",
            "不执行 {tag}。",
            "请删除它，改用输入输出映射（zeebe:ioMapping）。",
        ),
    ),
    (
        "task",
        entry(
            "The task has no type, so nobody would know who does it.",
            "Make it a user task, a service task, a business rule task or a script task.",
            "任务没有类型，无法确定由谁执行。",
            "请改为用户任务、服务任务、业务规则任务或脚本任务。",
        ),
    ),
    (
        "manualTask",
        entry(
            "Manual tasks are not executed: nobody would confirm that they were done.",
            "Make it a user task.",
            "不执行手工任务：无人确认是否完成。",
            "请改为用户任务。",
        ),
    ),
    (
        "sendTask",
        entry(
            "Send tasks are not executed.",
            "Use an intermediate message throw event, or a service task.",
            "不执行发送任务。",
            "请改用中间消息抛出事件或服务任务。",
        ),
    ),
    (
        "receiveTask",
        entry(
            "Receive tasks are not executed.",
            "Use an intermediate message catch event.",
            "不执行接收任务。",
            "请改用中间消息捕获事件。",
        ),
    ),
    (
        "resourceRole performer humanPerformer potentialOwner",
        entry(
            "{tag} does not assign anybody here.",
            "Set assignee, candidate groups or candidate users of the user task (zeebe:assignmentDefinition).",
            "{tag} 在此不分配人员。",
            "请设置用户任务的办理人、候选组或候选人（zeebe:assignmentDefinition）。",
        ),
    ),
    (
        "rendering",
        entry(
            "Renderings are not read.",
            "Set the form of the user task (zeebe:formDefinition formId).",
            "不读取 rendering。",
            "请设置用户任务的表单（zeebe:formDefinition formId）。",
        ),
    ),
    (
        "script",
        entry(
            "Scripts in other languages are not executed.",
            "Write a FEEL expression and a result variable (zeebe:script).",
            "不执行其他语言的脚本。",
            "请填写 FEEL 表达式和结果变量（zeebe:script）。",
        ),
    ),
    (
        "import extension relationship",
        entry(
            "{tag} is not read: a diagram stands on its own.",
            "Delete it; call other processes by a call activity.",
            "不读取 {tag}：每个流程图自成一体。",
            "请删除它，用调用活动来调用其他流程。",
        ),
    ),
    (
        "itemDefinition interface endPoint resource correlationProperty correlationKey correlationSubscription "
        "partnerEntity partnerRole participantMultiplicity",
        entry(
            "{tag} has no effect here.",
            "Delete it.",
            "{tag} 在此不起作用。",
            "请删除它。",
        ),
    ),
    (
        "globalTask globalUserTask globalManualTask globalScriptTask globalBusinessRuleTask",
        entry(
            "Global tasks are not executed.",
            "Put the task into a process and call that process.",
            "不执行全局任务。",
            "请把任务放入流程，再调用该流程。",
        ),
    ),
    (
        "choreography globalChoreographyTask choreographyTask callChoreography subChoreography conversation "
        "globalConversation conversationNode callConversation subConversation conversationLink conversationAssociation",
        entry(
            "Choreographies and conversations are not executed.",
            "Draw the processes themselves, with message events.",
            "不执行编排图和会话图。",
            "请画出流程本身，并使用消息事件。",
        ),
    ),
)

_GENERAL: Mapping[str, Entry] = {
    "element.unsupported": entry(
        "{tag} is not executed here.",
        "Delete it.",
        "此处不执行 {tag}。",
        "请删除它。",
    ),
    "element.misplaced": entry(
        "{tag} has no effect inside {parent}.",
        "Delete it, or move it to an element that uses it.",
        "{tag} 在 {parent} 中不起作用。",
        "请删除它，或移到使用它的元素中。",
    ),
    "element.repeated": entry(
        "{tag} stands more than once; only one would count.",
        "Keep one of them.",
        "{tag} 出现多次，只有一个会起作用。",
        "请只保留一个。",
    ),
    "element.foreign": entry(
        "{tag} belongs to another product or standard and is not executed.",
        "Delete it; use the zeebe: properties of the modeler's panel instead.",
        "{tag} 属于其他产品或标准，不会执行。",
        "请删除它，改用属性面板中的 zeebe: 设置。",
    ),
    "event.multiple": entry(
        "An event with several triggers is not executed.",
        "Draw one event for each trigger.",
        "不执行有多个触发器的事件。",
        "请为每个触发器画一个事件。",
    ),
    "element.error_start": entry(
        "An error cannot be caught here.",
        "Catch it by a boundary event on the activity that may fail.",
        "此处不能捕获错误。",
        "请在可能出错的活动上使用错误边界事件。",
    ),
    "findings.more": entry(
        "There are {count} more findings.",
        "Mend the ones listed first, then try again.",
        "另有 {count} 个问题。",
        "请先修正已列出的问题，再重试。",
    ),
}

ENTRIES: Mapping[str, Entry] = {
    **{f"element.{tag}": sentences for tags, sentences in _ELEMENTS for tag in tags.split()},
    **_GENERAL,
}
