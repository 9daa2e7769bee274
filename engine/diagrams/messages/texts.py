"""Sentences about expressions and cited clauses."""

from collections.abc import Mapping

from engine.diagrams.messages.entry import Entry, entry

ENTRIES: Mapping[str, Entry] = {
    "expression.literal": entry(
        "{part} is “{text}”, which is no FEEL expression.",
        "Start it with =, thus: {feel}",
        "{part} 的内容“{text}”不是 FEEL 表达式。",
        "请以 = 开头，即：{feel}",
    ),
    "expression.other_engine": entry(
        "{part} is “{text}”, an expression as other engines write it, which would not be evaluated here.",
        "Write it in FEEL and start it with =, for example: {feel}",
        "{part} 的内容“{text}”是其他引擎的表达式写法，在此不会计算。",
        "请用 FEEL 编写并以 = 开头，例如：{feel}",
    ),
    "expression.unexpected": entry(
        "{part} is the expression “{text}”, but has to be known at deployment.",
        "Write the id or code itself, without =.",
        "{part} 是表达式“{text}”，但部署时必须已知。",
        "请直接填写标识或代码，不要以 = 开头。",
    ),
    "expression.syntax": entry(
        "FEEL cannot read {part}, “{text}”: {reason}.",
        "Correct the expression.",
        "FEEL 无法解析 {part}“{text}”：{reason}。",
        "请更正表达式。",
    ),
    "expression.many": entry(
        "The process holds more than {limit} expressions.",
        "Move parts of it into called processes.",
        "流程中的表达式超过 {limit} 个。",
        "请把一部分移到被调用的流程中。",
    ),
    "clause.unknown": entry(
        "The clause {clause} is not in the register.",
        "Correct the clause id (policy:basis), or add the clause to the register.",
        "条款 {clause} 不在登记册中。",
        "请更正条款编号（policy:basis），或在登记册中补充。",
    ),
}
