"""Sentences about what a file draws and what it leaves invisible."""

from collections.abc import Mapping

from engine.diagrams.messages.entry import Entry, entry, info, warning

ENTRIES: Mapping[str, Entry] = {
    "drawing.none": info(
        "The file holds no drawing, so nobody can see what it does.",
        "Open it in a modeler and lay it out.",
        "文件没有图形，无法看到流程内容。",
        "请在建模工具中打开并布局。",
    ),
    "drawing.flow": entry(
        "The flow is executed, but not drawn.",
        "Draw it, or delete it from the file.",
        "该顺序流会执行，但没有画出。",
        "请画出它，或从文件中删除。",
    ),
    "drawing.step": entry(
        "The step is executed, but not drawn.",
        "Draw it, or delete it from the file.",
        "该步骤会执行，但没有画出。",
        "请画出它，或从文件中删除。",
    ),
    "drawing.hidden": warning(
        "Nothing of what is executed in here is drawn.",
        "Expand it in the modeler and lay its steps out.",
        "其中执行的内容都没有画出。",
        "请在建模工具中展开并布局其步骤。",
    ),
    "drawing.orphan": warning(
        "A shape or line is drawn for {id}, which is not in the file.",
        "Export the diagram again from the modeler.",
        "图形或连线对应的 {id} 不在文件中。",
        "请从建模工具重新导出。",
    ),
    "drawing.twice": warning(
        "The element is drawn twice.",
        "Delete one of the two drawings.",
        "该元素画了两次。",
        "请删除其中一个图形。",
    ),
    "drawing.line": entry(
        "The flow belongs to {end}, but its line ends at {touched}.",
        "Draw the flow anew.",
        "该顺序流连接的是“{end}”，但连线画到了“{touched}”。",
        "请重新绘制该顺序流。",
    ),
    "drawing.overlap": warning(
        "The step is drawn over {other}.",
        "Move one of the two.",
        "该步骤与“{other}”重叠。",
        "请移开其中一个。",
    ),
    "drawing.outside": warning(
        "The step belongs to {around}, but is drawn outside of it.",
        "Move it inside, or move it out of the subprocess in the model as well.",
        "该步骤属于“{around}”，却画在其外。",
        "请移入其中，或在模型中也移出子流程。",
    ),
    "drawing.boundary": warning(
        "The boundary event belongs to {host}, but is drawn away from it.",
        "Move it onto the border of its activity.",
        "边界事件属于“{host}”，却画在别处。",
        "请移到该活动的边界上。",
    ),
}
