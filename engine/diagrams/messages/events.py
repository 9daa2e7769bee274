"""Sentences about events and timers."""

from collections.abc import Mapping

from engine.diagrams.messages.entry import Entry, entry, warning

ENTRIES: Mapping[str, Entry] = {
    "event.no_trigger": entry(
        "The event waits for nothing.",
        "Give it a trigger, for example a message, a timer, a signal or a condition.",
        "该事件没有等待任何触发。",
        "请设置触发，例如消息、定时、信号或条件。",
    ),
    "event.error_code": entry(
        "The error has no code.",
        "Choose an error and give it an error code.",
        "错误没有代码。",
        "请选择错误并设置错误代码。",
    ),
    "event.message": entry(
        "The event refers to no message, or to one without a name.",
        "Choose a message and give it a name.",
        "该事件没有引用消息，或消息没有名称。",
        "请选择消息并为其命名。",
    ),
    "event.correlation_key": entry(
        "The message has no correlation key, so nobody would know which case it is for.",
        "Set the message's correlation key, for example =caseNumber.",
        "消息没有关联键，无法确定属于哪个案件。",
        "请设置消息的关联键，例如 =caseNumber。",
    ),
    "event.time_to_live": entry(
        "With a time to live of “{text}” the message is gone before anybody can receive it, or stays for ever.",
        "Write for example PT1H or P30D, at most P100Y; left out, it waits an hour.",
        "有效期为“{text}”时，消息在被接收之前就已失效，或永不失效。",
        "请填写如 PT1H 或 P30D，最长 P100Y；不填则等待一小时。",
    ),
    "boundary.incoming": entry(
        "A sequence flow leads into a boundary event.",
        "Lead it to the activity instead.",
        "有顺序流指向边界事件。",
        "请改为指向活动本身。",
    ),
    "boundary.same_code": warning(
        "{other} on the same activity catches the same error or escalation, so this event never happens.",
        "Delete one of the two, or give them different codes.",
        "同一活动上的“{other}”已捕获相同的错误或升级，此事件永远不会发生。",
        "请删除其中一个，或使用不同的代码。",
    ),
    "boundary.host_missing": entry(
        "The boundary event is attached to {host}, which is not in the same process or subprocess.",
        "Attach it to an activity anew.",
        "边界事件所附着的 {host} 不在同一流程或子流程中。",
        "请重新附着到活动上。",
    ),
    "boundary.host_kind": entry(
        "The boundary event is attached to {host}, which is no activity.",
        "Attach it to a task, subprocess or call activity.",
        "边界事件附着在 {host} 上，而它不是活动。",
        "请附着到任务、子流程或调用活动上。",
    ),
    "boundary.error_interrupts": entry(
        "An error boundary event always interrupts; this one is drawn as not interrupting.",
        "Make it interrupting.",
        "错误边界事件总是中断的，此处却画为非中断。",
        "请改为中断。",
    ),
    "timer.missing": entry(
        "The timer has no time.",
        "Set a date, a duration or a cycle.",
        "定时没有设置时间。",
        "请设置日期、时长或周期。",
    ),
    "timer.date": entry(
        "“{text}” is no date and time: {reason}.",
        "Write for example 2026-01-31T09:00:00+08:00, or a FEEL expression that starts with =.",
        "“{text}”不是日期时间。",
        "请填写如 2026-01-31T09:00:00+08:00，或以 = 开头的 FEEL 表达式。",
    ),
    "timer.duration": entry(
        "“{text}” is no duration: {reason}.",
        "Write for example P5D or PT1H30M, or a FEEL expression that starts with =.",
        "“{text}”不是时长。",
        "请填写如 P5D 或 PT1H30M，或以 = 开头的 FEEL 表达式。",
    ),
    "timer.cycle": entry(
        "“{text}” is no cycle: {reason}.",
        "Write for example R3/PT1H, R/P1D or cron such as 0 9 * * MON-FRI, or a FEEL expression that starts with =.",
        "“{text}”不是周期。",
        "请填写如 R3/PT1H、R/P1D 或 cron（如 0 9 * * MON-FRI），或以 = 开头的 FEEL 表达式。",
    ),
    "timer.cycle_once": warning(
        "The cycle says how often it repeats, but this event happens once: at the first time of the cycle.",
        "Use a date or a duration, or make the boundary event or event subprocess non-interrupting.",
        "周期写明了重复次数，但此事件只在周期的第一个时间触发一次。",
        "请使用日期或时长，或将边界事件或事件子流程改为非中断。",
    ),
}
