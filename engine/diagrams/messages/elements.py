"""Sentences about elements that are not executed, and are therefore refused."""

from collections.abc import Mapping

from engine.diagrams.messages.entry import Entry, entry, info, warning

_ELEMENTS: tuple[tuple[str, Entry], ...] = (
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
        "ioBinding whileExecutingInputRefs whileExecutingOutputRefs",
        entry(
            "{tag} is not executed.",
            "Delete it and use input and output mappings (zeebe:ioMapping).",
            "不执行 {tag}。",
            "请删除它，改用输入输出映射（zeebe:ioMapping）。",
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
        "interface endPoint resource partnerEntity partnerRole participantMultiplicity",
        entry(
            "{tag} has no effect here.",
            "Delete it.",
            "{tag} 在此不起作用。",
            "请删除它。",
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
        "Delete it, and say it by {instead}.",
        "{tag} 属于其他产品或标准，不会执行。",
        "请删除它，改用 {instead}。",
    ),
    "element.foreign_harmless": warning(
        "{tag} belongs to another product and changes nothing here.",
        "It may be deleted.",
        "{tag} 属于其他产品，在此不起作用。",
        "可以删除。",
    ),
    "element.earlier": info(
        "{earlier} is called {tag} now; it is read as before.",
        "Save the file once in the editor, or download it: it then says {tag}, which the desktop Modeler keeps.",
        "{earlier} 现在叫 {tag}，仍照原样读取。",
        "请在编辑器中保存一次或下载该文件：文件即写作 {tag}，桌面建模工具会予以保留。",
    ),
    "element.error_start": entry(
        "An error cannot be caught here.",
        "Catch it by a boundary event on the activity that may fail, or by the start event of an event subprocess.",
        "此处不能捕获错误。",
        "请在可能出错的活动上使用错误边界事件，或用事件子流程的开始事件捕获。",
    ),
    "element.listeners": entry(
        "{tag} would do something that the diagram does not show, and is not executed here.",
        "Delete it, and draw a service task before or after this element for what the listener does.",
        "{tag} 会执行图中看不到的动作，此处不执行。",
        "请删除它，把监听器要做的事画成此元素之前或之后的服务任务。",
    ),
    "element.linked_resources": entry(
        "{tag} is not read: a service task's handler finds what it needs by itself.",
        "Delete it, and name the resource in a header of the service task (zeebe:taskHeaders).",
        "不读取 {tag}：服务任务的处理程序自行查找所需资源。",
        "请删除它，在服务任务的标头（zeebe:taskHeaders）中写明资源名称。",
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
