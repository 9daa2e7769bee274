"""Sentences about forms."""

from collections.abc import Mapping

from engine.diagrams.messages.entry import Entry, entry

ENTRIES: Mapping[str, Entry] = {
    "form.size": entry(
        "The form is {size} bytes long; at most {limit} are read.",
        "Split it into several forms.",
        "表单有 {size} 字节，最多读取 {limit} 字节。",
        "请拆分为多个表单。",
    ),
    "form.json": entry(
        "This is no form-js JSON: {reason}.",
        "Export the form again from the form editor.",
        "这不是 form-js 表单：{reason}。",
        "请从表单编辑器重新导出。",
    ),
    "form.type": entry(
        "The form's type {type} is not supported.",
        "Set type to default.",
        "不支持表单类型 {type}。",
        "请将 type 设为 default。",
    ),
    "form.version": entry(
        "The schema version {version} is not read.",
        "Save the form with a form editor of schema version {oldest} or later.",
        "不支持表单格式版本 {version}。",
        "请使用格式版本不低于 {oldest} 的表单编辑器保存。",
    ),
    "form.id": entry(
        "The form has no id.",
        "Give it the id that user tasks name.",
        "表单没有标识。",
        "请设置用户任务所引用的表单标识。",
    ),
    "form.component": entry(
        "Components of type {type} are not supported.",
        "Use text field, text area, number, checkbox, radio, select, checklist, date, file picker, text, table, "
        "separator, spacer or group.",
        "不支持类型为 {type} 的组件。",
        "请使用文本框、多行文本、数字、复选框、单选、下拉、多选、日期、文件、文本、表格、分隔线、间距或分组。",
    ),
    "form.property": entry(
        "The property {property} of {type} is not supported.",
        "Remove it.",
        "{type} 的属性 {property} 不受支持。",
        "请删除该属性。",
    ),
    "form.value": entry(
        "The property {property} cannot be {value!r}.",
        "Expected is: {expected}.",
        "属性 {property} 的值不能是 {value!r}。",
        "应为：{expected}。",
    ),
    "form.name": entry(
        "The name {key!r} is missing or used twice, or the form has too many components.",
        "Give every field a key of its own and every other component an id.",
        "名称 {key!r} 缺失或重复，或者组件过多。",
        "请为每个字段设置唯一的 key，为其他组件设置 id。",
    ),
    "form.key": entry(
        "The key {key!r} is no name of a variable.",
        "Use letters, digits and underscores, without dots, beginning with a letter.",
        "key {key!r} 不是有效的变量名。",
        "请使用字母、数字和下划线，不含点号，并以字母开头。",
    ),
    "form.nesting": entry(
        "Components are no list, or groups are nested more than {limit} deep.",
        "Flatten the groups.",
        "组件列表无效，或分组嵌套超过 {limit} 层。",
        "请减少分组嵌套。",
    ),
    "form.options": entry(
        "The choice has no options, some are empty or repeated, or it has both fixed ones and an expression.",
        "List its options as static values, each with a value and a label, or write a valuesExpression instead.",
        "该选择项没有选项，选项为空、重复，或同时写了固定选项和表达式。",
        "请以静态方式列出选项，每个选项包含值和名称；或改写 valuesExpression。",
    ),
    "form.shadowed": entry(
        "The expression compares {entry} with itself: in brackets it is the item's own {entry}, so everything fits.",
        "Write data.{entry} for the value of the case or of another field.",
        "表达式把 {entry} 与它自己比较：方括号中的 {entry} 是列表元素自己的，因此全部符合。",
        "案件或其他字段的值请写成 data.{entry}。",
    ),
    "form.columns": entry(
        "The table has no columns, or some have no key.",
        "List its columns, each with a key and a label.",
        "表格没有列，或某些列没有 key。",
        "请列出各列，每列包含 key 和名称。",
    ),
    "form.translations": entry(
        "The property {property} does not fit what it translates.",
        "Write one label for each, in the same order, divided by |.",
        "属性 {property} 与所翻译的内容不符。",
        "请按相同顺序逐项填写，用 | 分隔。",
    ),
    "form.markup": entry(
        "The text holds HTML or a template.",
        "Write markdown, or a FEEL expression that begins with =.",
        "文本含有 HTML 或模板。",
        "请使用 Markdown，或以 = 开头的 FEEL 表达式。",
    ),
    "form.template": entry(
        "The property {property} is an expression or a template, but is shown as it stands.",
        "Write plain text; use a text component to show variables.",
        "属性 {property} 是表达式或模板，但此处按原文显示。",
        "请填写普通文字；如需显示变量，请使用文本组件。",
    ),
    "form.feel": entry(
        "The property {property} must be a FEEL expression, but is {text!r}.",
        "Begin it with =.",
        "属性 {property} 应为 FEEL 表达式，但实际是 {text!r}。",
        "请以 = 开头。",
    ),
    "form.expression": entry(
        "FEEL cannot read {text!r} in {property}: {reason}.",
        "Correct the expression; texts need double quotation marks.",
        "FEEL 无法读取 {property} 中的 {text!r}：{reason}。",
        "请更正表达式；文本需要加双引号。",
    ),
    "form.pattern": entry(
        "The pattern {pattern!r} is no regular expression.",
        "Correct the pattern.",
        "模式 {pattern!r} 不是有效的正则表达式。",
        "请更正该模式。",
    ),
    "form.default": entry(
        "The default value {value!r} would not be accepted.",
        "Choose a default that fits the field's rules.",
        "默认值 {value!r} 不符合该字段的规则。",
        "请设置符合规则的默认值。",
    ),
}
