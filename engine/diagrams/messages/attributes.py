"""Sentences about attributes that are not executed, and are therefore refused."""

from collections.abc import Mapping

from engine.diagrams.messages.entry import Entry, entry, warning

ENTRIES: Mapping[str, Entry] = {
    "quantity.range": entry(
        "{attribute} is {value}, which is no number from 1 to {most}.",
        "Write how many tokens the activity takes or gives, or delete the attribute.",
        "{attribute} 为 {value}，不是 1 到 {most} 之间的整数。",
        "请写明活动需要或产生的令牌数，或删除该属性。",
    ),
    "quantity.arrival": entry(
        "The activity is to begin with {value} tokens, but nothing can gather them before it.",
        "Let sequence flows lead to it, not from an event-based gateway, or delete startQuantity.",
        "该活动要凑齐 {value} 个令牌才开始，但在它之前无法凑齐。",
        "请让顺序流通到该活动（不能来自基于事件的网关），或删除 startQuantity。",
    ),
    "attribute.triggeredByEvent": entry(
        "{tag} cannot be started by an event.",
        "Put it into an event subprocess.",
        "{tag} 不能由事件启动。",
        "请把它放入事件子流程。",
    ),
    "attribute.language": entry(
        "Expressions in {value} are not evaluated.",
        "Write the expression in FEEL and remove the language.",
        "不计算 {value} 语言的表达式。",
        "请用 FEEL 编写表达式，并去掉语言设置。",
    ),
    "attribute.expressionLanguage": entry(
        "Expressions in {value} are not evaluated.",
        "Remove expressionLanguage; expressions are FEEL.",
        "不计算 {value} 语言的表达式。",
        "请去掉 expressionLanguage，表达式一律为 FEEL。",
    ),
    "attribute.isImmediate": entry(
        'isImmediate="{value}" is forbidden in an executable process: a flow leads straight to its target.',
        "Remove the attribute.",
        '可执行流程不得设置 isImmediate="{value}"：顺序流总是直接到达目标。',
        "请删除该属性。",
    ),
    "property.unknown": entry(
        "Nothing reads the property “{name}” of {tag}.",
        "Use one of {allowed}; for a note of your own, choose a name that starts with x-.",
        "{tag} 的属性“{name}”没有任何作用。",
        "请改用下列名称之一：{allowed}；自己的备注，名称以 x- 开头。",
    ),
    "attribute.missing": entry(
        "{tag} has no {attribute}, so it says nothing.",
        "Fill it in, or delete the element.",
        "{tag} 没有 {attribute}，不表示任何内容。",
        "请填写，或删除该元素。",
    ),
    "attribute.unsupported": entry(
        '{attribute}="{value}" of {tag} is not executed.',
        "Remove the attribute or choose another value.",
        '不执行 {tag} 的 {attribute}="{value}"。',
        "请删除该属性或改用其他取值。",
    ),
    "attribute.foreign": entry(
        "The attribute {attribute} of {tag} belongs to another product.",
        "Remove it, and say it by {instead}.",
        "{tag} 的属性 {attribute} 属于其他产品。",
        "请删除它，改用 {instead}。",
    ),
    "attribute.foreign_harmless": warning(
        "The attribute {attribute} of {tag} belongs to another product and changes nothing here.",
        "It may be removed.",
        "{tag} 的属性 {attribute} 属于其他产品，在此不起作用。",
        "可以删除。",
    ),
}
