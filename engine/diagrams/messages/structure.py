"""Sentences about starts, ends, paths and ids."""

from collections.abc import Mapping

from engine.diagrams.messages.entry import Entry, entry, warning

ENTRIES: Mapping[str, Entry] = {
    "process.none_executable": entry(
        "No process in the file is executable.",
        "Tick “executable” on the process that is to run.",
        "文件中没有可执行的流程。",
        "请将要运行的流程设为“可执行”。",
    ),
    "id.duplicate": entry(
        "The id {id} is used twice; first on line {first}.",
        "Give one of the two elements another id.",
        "标识 {id} 重复使用，首次出现在第 {first} 行。",
        "请为其中一个元素改用其他标识。",
    ),
    "id.missing": entry("The element has no id.", "Give it one.", "元素没有标识。", "请为它设置标识。"),
    "start.none": entry(
        "There is no start event, though there is an end event or nothing that could begin by itself.",
        "Draw a start event.",
        "没有开始事件，却有结束事件，或没有可以自行开始的步骤。",
        "请画一个开始事件。",
    ),
    "start.several": entry(
        "There is more than one start event without a trigger; the other is {first}.",
        "Keep one, or give each a message or a timer.",
        "有多个无触发器的开始事件，另一个是 {first}。",
        "请只保留一个，或为每个设置消息或定时。",
    ),
    "start.triggered_inside": entry(
        "The start event of a subprocess has a trigger.",
        "Remove the trigger; a subprocess starts when the flow reaches it.",
        "子流程的开始事件带有触发器。",
        "请去掉触发器，流程到达时子流程即启动。",
    ),
    "start.form": entry(
        "No person starts anything here, so the form would never be shown.",
        "Remove the form, or give it to the start event without a trigger of the process itself.",
        "此处不由人员启动，表单不会显示。",
        "请去掉表单，或设置在流程自身无触发器的开始事件上。",
    ),
    "start.incoming": entry(
        "A sequence flow leads into a start event.",
        "Lead it to the first step instead.",
        "有顺序流指向开始事件。",
        "请改为指向第一个步骤。",
    ),
    "end.none": warning(
        "There is a start event, but no end event: it ends as soon as nothing is left to do.",
        "Draw one at the end of each path, so that the reader sees how it may end.",
        "有开始事件，却没有结束事件：没有可做的步骤时即告结束。",
        "请在每条路径的终点画结束事件，使人看出会怎样结束。",
    ),
    "end.outgoing": entry(
        "A sequence flow leaves an end event.",
        "Delete it, or make the event an intermediate one.",
        "有顺序流从结束事件出发。",
        "请删除它，或改为中间事件。",
    ),
    "node.dead_end": warning(
        "Nothing follows here, and it is no end event: this path ends here.",
        "Draw a sequence flow to the next step that was forgotten, or to an end event.",
        "此处之后没有后续，且不是结束事件：这条路径到此结束。",
        "请画顺序流连接遗漏的下一步骤，或连接结束事件。",
    ),
    "node.unreachable": entry(
        "No path leads here from a start event, so this would never run.",
        "Connect it, or delete it.",
        "没有从开始事件到这里的路径，永远不会执行。",
        "请连接或删除它。",
    ),
}
