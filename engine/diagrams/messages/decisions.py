"""Sentences about decision tables and decision graphs."""

from collections.abc import Mapping

from engine.diagrams.messages.entry import Entry, entry

ENTRIES: Mapping[str, Entry] = {
    "dmn.unsupported": entry(
        "DMN's <{tag}> is not supported here.",
        "Express it as a decision table, a literal expression, a context or a business knowledge model.",
        "此处不支持 DMN 的 <{tag}>。",
        "请改用决策表、文字表达式、上下文或业务知识模型。",
    ),
    "dmn.language": entry(
        "The expression language {language} is not supported.",
        "Write the expression in FEEL.",
        "不支持表达式语言 {language}。",
        "请用 FEEL 编写表达式。",
    ),
    "dmn.import": entry(
        "It refers to {address}, which is not among the files or not imported.",
        "Deploy the other DMN file with this one, and import it by the namespace of its definitions.",
        "引用了 {address}，但它不在所提交的文件中或未被导入。",
        "请将另一个 DMN 文件一并部署，并按其定义的命名空间导入。",
    ),
    "dmn.import_twice": entry(
        "It imports {address}, but several files have that namespace: {files}.",
        "Give every DMN file a namespace of its own.",
        "导入了 {address}，但有多个文件使用该命名空间：{files}。",
        "请为每个 DMN 文件设置唯一的命名空间。",
    ),
    "dmn.import_type": entry(
        "It imports something of the type {type}, which is no DMN.",
        "Import DMN files only; describe types as item definitions.",
        "导入了类型为 {type} 的内容，而不是 DMN。",
        "只能导入 DMN 文件；请用数据项定义来描述类型。",
    ),
    "dmn.no_output_decision": entry(
        "The decision service has no output decision.",
        "Place at least one decision in its upper part.",
        "决策服务没有输出决策。",
        "请在其上半部分放置至少一个决策。",
    ),
    "dmn.type": entry(
        "The type {type} is unknown or refers to itself.",
        "Use a FEEL type such as string, number, boolean or date, or an item definition of this file.",
        "类型 {type} 未知或引用了自身。",
        "请使用 string、number、boolean、date 等 FEEL 类型，或本文件中的数据项定义。",
    ),
    "dmn.outputs": entry(
        "The table has no output column.",
        "Add an output column.",
        "决策表没有输出列。",
        "请添加输出列。",
    ),
    "dmn.output_name": entry(
        "Output column {number} has no name, but the table has several outputs.",
        "Name every output column.",
        "第 {number} 个输出列没有名称，而该表有多个输出。",
        "请为每个输出列命名。",
    ),
    "dmn.empty_input": entry(
        "An input column has no expression.",
        "Enter the variable or expression that the column tests.",
        "某个输入列没有表达式。",
        "请填写该列要判断的变量或表达式。",
    ),
    "dmn.hit_policy": entry(
        "The hit policy {policy} does not exist.",
        "Choose Unique, First, Priority, Any, Collect, Rule order or Output order.",
        "命中策略 {policy} 不存在。",
        "请选择 Unique、First、Priority、Any、Collect、Rule order 或 Output order。",
    ),
    "dmn.aggregation": entry(
        "The aggregation {aggregation} does not fit this table.",
        "Aggregate only with the hit policy Collect and one output: Sum, Min, Max or Count.",
        "汇总方式 {aggregation} 不适用于此表。",
        "只有命中策略为 Collect 且只有一个输出时才能汇总：Sum、Min、Max 或 Count。",
    ),
    "dmn.priorities": entry(
        "The hit policy {policy} needs an order of the outputs, but no output lists its values.",
        "List the allowed values of an output, the most important first.",
        "命中策略 {policy} 需要输出值的优先顺序，但没有输出列列出取值。",
        "请列出某个输出的允许值，最重要的排在最前。",
    ),
    "dmn.cells": entry(
        "Row {number} does not have one cell for every column.",
        "Add the missing cells or remove those that are too many.",
        "第 {number} 行的单元格数与列数不一致。",
        "请补足缺少的单元格或删除多余的单元格。",
    ),
    "dmn.no_expression": entry(
        "It holds no expression.",
        "Give it a decision table or an expression.",
        "没有任何表达式。",
        "请添加决策表或表达式。",
    ),
    "dmn.no_decision": entry(
        "The file holds no decision.",
        "Add a decision.",
        "文件中没有决策。",
        "请添加一个决策。",
    ),
    "dmn.no_name": entry(
        "It has no name.",
        "Name it: expressions refer to it by its name.",
        "没有名称。",
        "请为其命名：表达式通过名称引用它。",
    ),
    "dmn.id": entry(
        "The id {id!r} is empty or used twice.",
        "Give every element an id of its own.",
        "标识 {id!r} 为空或重复。",
        "请为每个元素设置唯一的标识。",
    ),
    "dmn.missing": entry(
        "{by} requires {id!r}, which this file does not hold.",
        "Remove the requirement or add what is missing.",
        "{by} 需要 {id!r}，但文件中没有它。",
        "请删除该依赖或补充缺少的内容。",
    ),
    "dmn.circle": entry(
        "{id!r} requires itself, directly or through others.",
        "Break the circle.",
        "{id!r} 直接或间接依赖自身。",
        "请消除循环依赖。",
    ),
    "dmn.too_long": entry(
        "The file holds more than {limit} expressions or decisions.",
        "Split it into several files.",
        "文件中的表达式或决策超过 {limit} 个。",
        "请拆分为多个文件。",
    ),
    "dmn.too_many_characters": entry(
        "Its expressions have more than {limit} characters together.",
        "Split it into several files.",
        "其表达式合计超过 {limit} 个字符。",
        "请拆分为多个文件。",
    ),
    "dmn.types_too_large": entry(
        "Its types, written out where they are used, have more than {limit} parts.",
        "Use smaller item definitions; one that holds another twice doubles it.",
        "其数据类型在使用处展开后超过 {limit} 个部分。",
        "请使用更小的数据项定义；同一定义被包含两次会使其翻倍。",
    ),
    "dmn.unchecked": entry(
        "Its expressions could not be checked: {reason}.",
        "Make the decision smaller.",
        "无法检查其表达式：{reason}。",
        "请简化该决策。",
    ),
    "dmn.expression": entry(
        "FEEL cannot read {text!r}: {reason}, at character {position}.",
        "Correct the expression; texts need double quotation marks.",
        "FEEL 无法读取 {text!r}：{reason}，位于第 {position} 个字符。",
        "请更正表达式；文本需要加双引号。",
    ),
}
