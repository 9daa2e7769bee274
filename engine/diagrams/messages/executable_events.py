"""Sentences about events that could not happen as they are drawn."""

from collections.abc import Mapping

from engine.diagrams.messages.entry import Entry, entry

ENTRIES: Mapping[str, Entry] = {
    "start.timers": entry(
        "The start event has several times, of which it could keep only one.",
        "Draw a start event for each.",
        "该开始事件有多个时间，只能保留一个。",
        "请分别画开始事件。",
    ),
    "compensation.boundary": entry(
        "The activity that undoes another one has a boundary event, which could leave the undoing unfinished.",
        "Put the activity and its boundary event into a subprocess with the compensation marker.",
        "用于撤销的活动带有边界事件，会使撤销无法完成。",
        "请把活动及其边界事件放入带补偿标记的子流程。",
    ),
    "compensation.alone": entry(
        "Compensation comes after the work is complete, the event's other triggers come before.",
        "Draw an event for each.",
        "补偿发生在工作完成之后，而该事件的其他触发发生在完成之前。",
        "请分别画事件。",
    ),
    "compensation.scope": entry(
        "The event is to undo {activity}, which is not in its scope or which nothing undoes.",
        "Choose an activity beside the event that has a compensation event, or a subprocess.",
        "该事件要撤销 {activity}，但它不在同一范围内，或没有撤销方式。",
        "请选择同一范围内带补偿事件的活动，或子流程。",
    ),
}
