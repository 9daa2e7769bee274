"""Sentences about the files of one deployment together."""

from collections.abc import Mapping

from engine.diagrams.messages.entry import Entry, entry

ENTRIES: Mapping[str, Entry] = {
    "process.duplicate": entry(
        "The process {id} is also in {other}.",
        "Give one of the two another id.",
        "流程 {id} 也出现在 {other} 中。",
        "请为其中一个改用其他标识。",
    ),
    "decision.duplicate": entry(
        "The decision {id} is also in {other}.",
        "Give one of the two another id.",
        "决策 {id} 也出现在 {other} 中。",
        "请为其中一个改用其他标识。",
    ),
    "form.duplicate": entry(
        "The form {id} is also in {other}.",
        "Give one of the two another id.",
        "表单 {id} 也出现在 {other} 中。",
        "请为其中一个改用其他标识。",
    ),
    "call.two_versions": entry(
        "The diagram calls two different versions of the process {process}.",
        "Bind every call of it in the same way.",
        "流程图调用了流程 {process} 的两个不同版本。",
        "请对它的所有调用使用同一种绑定方式。",
    ),
    "call.recursion": entry(
        "The process calls itself: {path}.",
        "Break the circle, for example by a message that starts the other process.",
        "流程调用了自身：{path}。",
        "请打破循环，例如改用消息启动另一流程。",
    ),
    "file.kind": entry(
        "Files of this kind are not deployed.",
        "Deploy .bpmn, .dmn, .form and .form.json files only.",
        "不能部署这种文件。",
        "只能部署 .bpmn、.dmn、.form 和 .form.json 文件。",
    ),
}
