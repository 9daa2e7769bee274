"""Sentences about triggers, links, compensation, event subprocesses and ad-hoc subprocesses."""

from collections.abc import Mapping

from engine.diagrams.messages.entry import Entry, entry, info

ENTRIES: Mapping[str, Entry] = {
    "event.position": entry(
        "The trigger {trigger} has no meaning here ({position}).",
        "Choose another trigger, or move the event to where the standard allows this one.",
        "触发类型 {trigger} 在此位置没有意义。",
        "请改用其他触发类型，或移到规范允许的位置。",
    ),
    "event.signal": entry(
        "The event refers to no signal, or to one without a name.",
        "Choose a signal and give it a name.",
        "该事件没有引用信号，或信号没有名称。",
        "请选择信号并为其命名。",
    ),
    "event.condition": entry(
        "The event has no condition, so it would never happen.",
        "Write a FEEL expression that starts with =.",
        "该事件没有条件，永远不会发生。",
        "请填写以 = 开头的 FEEL 表达式。",
    ),
    "event.escalation_code": entry(
        "The escalation has no code.",
        "Choose an escalation and give it an escalation code.",
        "升级没有代码。",
        "请选择升级并设置升级代码。",
    ),
    "link.name": entry(
        "The link has no name, so nothing says where it leads.",
        "Give throw and catch the same link name.",
        "链接没有名称，无法确定通向何处。",
        "请为抛出和捕获设置相同的链接名称。",
    ),
    "link.no_catch": entry(
        "The link {link} leads nowhere: no catching link event of this name is in the same process or subprocess.",
        "Draw the catching link event, or correct the name.",
        "链接 {link} 无处可去：同一流程或子流程中没有同名的捕获链接事件。",
        "请画出捕获链接事件，或更正名称。",
    ),
    "link.no_throw": entry(
        "No throwing link event leads to the link {link}, so this would never run.",
        "Draw the throwing link event, or delete this one.",
        "没有抛出链接事件通向链接 {link}，此处永远不会执行。",
        "请画出抛出链接事件，或删除此事件。",
    ),
    "link.twice": entry(
        "The link {link} has a second target; the other is {other}.",
        "Keep one catching link event of this name.",
        "链接 {link} 有两个目标，另一个是 {other}。",
        "同名的捕获链接事件请只保留一个。",
    ),
    "link.flow": entry(
        "A sequence flow leaves a throwing link event or enters a catching one.",
        "Delete the flow; the link itself is the way.",
        "有顺序流从抛出链接事件出发，或指向捕获链接事件。",
        "请删除该顺序流，链接本身就是通路。",
    ),
    "compensation.handler": entry(
        "The compensation event leads to no activity that undoes the work.",
        "Join it by an association to an activity that is marked for compensation.",
        "补偿事件没有连接撤销工作的活动。",
        "请用关联线连接到带补偿标记的活动。",
    ),
    "compensation.flow": entry(
        "A sequence flow touches a compensation event or an activity for compensation.",
        "Use an association from the event to the activity instead.",
        "有顺序流连接补偿事件或补偿活动。",
        "请改用从事件到活动的关联线。",
    ),
    "compensation.unused": entry(
        "The activity is marked for compensation, but no compensation event leads to it, so it would never run.",
        "Join it by an association to a compensation event on an activity's border.",
        "该活动带补偿标记，但没有补偿事件连接它，永远不会执行。",
        "请用关联线连接到活动边界上的补偿事件。",
    ),
    "compensation.activity": entry(
        "The compensation names {activity}, which is not there.",
        "Choose an activity of the process, or none to undo all of them.",
        "补偿指定的 {activity} 不存在。",
        "请选择流程中的活动，或不指定以撤销全部。",
    ),
    "event_subprocess.start": entry(
        "An event subprocess starts by exactly one start event with a trigger; this one does not.",
        "Keep one start event and give it a trigger.",
        "事件子流程必须恰有一个带触发器的开始事件。",
        "请只保留一个开始事件，并设置触发器。",
    ),
    "event_subprocess.flow": entry(
        "A sequence flow touches an event subprocess, which starts by its event alone.",
        "Delete the flow.",
        "有顺序流连接事件子流程，而它只由事件启动。",
        "请删除该顺序流。",
    ),
    "event_subprocess.marked": entry(
        "An event subprocess has a boundary event, a loop marker or a compensation marker.",
        "Remove it, or use an embedded subprocess.",
        "事件子流程带有边界事件、循环标记或补偿标记。",
        "请去掉它，或改用内嵌子流程。",
    ),
    "event_subprocess.compensation": info(
        "A compensation event subprocess stands in the process itself: it runs only where a call of the process is undone.",
        "Leave it where another process calls this one, or move it into the subprocess whose work it undoes.",
        "补偿事件子流程直接位于流程中：只有调用本流程的活动被撤销时才会执行。",
        "如有其他流程调用本流程，可以保留；否则请移入要撤销其工作的子流程。",
    ),
    "event_subprocess.compensation_only": entry(
        "Compensation stands beside other triggers of the same start event.",
        "Draw an event subprocess of its own for compensation.",
        "同一开始事件上补偿与其他触发器并列。",
        "请为补偿单独画一个事件子流程。",
    ),
    "start.conditional": entry(
        "A condition cannot start a process: there are no variables before it starts, and nothing tells when anything else changes.",
        "Use a timer for what the date decides, and a message or signal from the step that changes the data.",
        "条件不能启动流程：启动之前没有变量，其他数据何时变化也无从得知。",
        "由日期决定的，请使用定时；由数据决定的，请让修改数据的步骤发送消息或信号。",
    ),
    "start.inside_only": entry(
        "Errors, escalations and compensation cannot start a process; they reach only event subprocesses.",
        "Use a message, a timer or a signal, or put the event into an event subprocess.",
        "错误、升级和补偿不能启动流程，只能到达事件子流程。",
        "请使用消息、定时或信号，或放入事件子流程。",
    ),
    "start.parallel": entry(
        "The process is to start when several things have come, but only messages carry a key that tells which belong together.",
        "Keep the messages, and wait for the others by catching events after the start.",
        "流程要等多个触发到齐才启动，但只有消息带有关联键，能说明哪些属于同一案件。",
        "请只保留消息，其余触发在启动之后用捕获事件等待。",
    ),
    "start.error_interrupts": entry(
        "An error always interrupts; this event subprocess is drawn as not interrupting.",
        "Make its start event interrupting.",
        "错误总是中断的，此事件子流程却画为非中断。",
        "请将其开始事件改为中断。",
    ),
    "event.parallel_part": entry(
        "A parallel multiple event waits for something that cannot be waited for.",
        "Keep messages, timers, signals and conditions.",
        "并行多重事件包含无法等待的触发。",
        "请只保留消息、定时、信号和条件。",
    ),
    "transaction.cancel": entry(
        "The cancel end event stands outside of a transaction.",
        "Move it into the transaction, or use an error.",
        "取消结束事件不在事务中。",
        "请移入事务，或改用错误。",
    ),
    "transaction.caught": entry(
        "The cancel event is not on the border of a transaction.",
        "Attach it to a transaction, or use an error.",
        "取消事件不在事务的边界上。",
        "请附着到事务上，或改用错误。",
    ),
    "transaction.interrupts": entry(
        "A cancel boundary event always interrupts; this one is drawn as not interrupting.",
        "Make it interrupting.",
        "取消边界事件总是中断的，此处却画为非中断。",
        "请改为中断。",
    ),
}
