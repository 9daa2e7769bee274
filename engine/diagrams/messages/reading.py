"""Sentences about bytes, XML and the BPMN schema."""

from collections.abc import Mapping

from engine.diagrams.messages.entry import Entry, entry

ENTRIES: Mapping[str, Entry] = {
    "xml.size": entry(
        "The file is {size} bytes long; at most {limit} are read.",
        "Split it into several files.",
        "文件有 {size} 字节，最多读取 {limit} 字节。",
        "请拆分为多个文件。",
    ),
    "xml.syntax": entry(
        "This is not well-formed XML: {reason}.",
        "It may be empty, cut off or of another kind. Export the file again from the modeler.",
        "这不是格式正确的 XML（{reason}）。",
        "文件可能是空的、不完整或不是流程图和决策表；请从建模工具重新导出。",
    ),
    "xml.encoding": entry(
        "The encoding {encoding} is not read.",
        "Save the file as UTF-8.",
        "不支持编码 {encoding}。",
        "请将文件保存为 UTF-8。",
    ),
    "xml.doctype": entry(
        "The file declares a document type or entities.",
        "Remove the <!DOCTYPE …> part; diagrams and tables need none.",
        "文件声明了文档类型或实体。",
        "请删除 <!DOCTYPE …> 部分，流程图和决策表不需要它。",
    ),
    "xml.instruction": entry(
        "The file holds a processing instruction, <?{target} …?>.",
        "Remove it.",
        "文件含有处理指令 <?{target} …?>。",
        "请删除它。",
    ),
    "xml.depth": entry(
        "Elements are nested more than {limit} deep.",
        "Flatten the diagram, or move nested subprocesses into called processes.",
        "元素嵌套超过 {limit} 层。",
        "请简化流程图，或将嵌套的子流程改为调用活动。",
    ),
    "xml.elements": entry(
        "The file holds more than {limit} elements or attributes.",
        "Split it into several files.",
        "文件中的元素或属性超过 {limit} 个。",
        "请拆分为多个文件。",
    ),
    "xml.attributes": entry(
        "An element has more than {limit} attributes.",
        "Remove the attributes that no procedure needs.",
        "一个元素的属性超过 {limit} 个。",
        "请删除流程不需要的属性。",
    ),
    "xml.root": entry(
        "The file's outermost element is {root}; {expected} is expected.",
        "Choose a file of the right kind and version.",
        "文件最外层元素是 {root}，应为 {expected}。",
        "请选择正确种类和版本的文件。",
    ),
    "schema": entry(
        "The BPMN 2.0 schema does not allow this: {reason}",
        "Open the diagram in the modeler, draw this element anew and export it again.",
        "不符合 BPMN 2.0 规范：{reason}",
        "请在建模工具中重新绘制该元素并再次导出。",
    ),
}
