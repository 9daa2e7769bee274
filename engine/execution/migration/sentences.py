"""Why a case cannot go on by another version, in words: what is in the way, and what to do."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from engine.errors import Obstacle

Language: TypeAlias = Literal["zh", "en"]

SENTENCES: Mapping[str, tuple[str, str]] = {
    "removed": (
        "{name} is under way, but the new version has no such element. Map it to another one, or let the case end it first.",
        "{name}正在进行，但新版本中没有该元素。请把它对应到其他元素，或等本案办完该步骤。",
    ),
    "moved_scope": (
        "{name} is under way, but in the new version it stands in another subprocess.",
        "{name}正在进行，但在新版本中位于另一个子流程内。",
    ),
    "other_kind": (
        "{name} is under way, but in the new version {new} is of another kind.",
        "{name}正在进行，但新版本中的{new}是另一种元素。",
    ),
    "loop_changed": (
        "{name} is under way several times or in a loop, and how often it is done was changed.",
        "{name}正在多实例或循环执行，而新版本改变了其次数或条件。",
    ),
    "call_changed": (
        "{name} is calling a process that the new version does not call there.",
        "{name}正在调用一个流程，而新版本在此处不再调用它。",
    ),
    "join_changed": (
        "Branches have already arrived at {name}, and in the new version other flows lead there.",
        "已有分支到达{name}，而新版本中通向它的流已改变。",
    ),
    "join_never_completes": (
        "{name} would wait forever for {missing}: the case has passed the place where that branch begins.",
        "{name}会永远等待“{missing}”：本案已经过了该分支开始的地方。",
    ),
    "arms_changed": (
        "{name} is waiting for the first of several events, and these were changed.",
        "{name}正在等待几个事件中最先发生的一个，而这些事件已改变。",
    ),
    "event_changed": (
        "A part of what {name} waits for or throws has happened already, and the event was changed.",
        "{name}等待或抛出的事件已发生了一部分，而该事件已改变。",
    ),
    "data_changed": (
        "{name} is waiting for its data, and what it reads was changed. Try again once it has begun.",
        "{name}正在等待数据，而它读取的内容已改变。请在其开始后重试。",
    ),
    "ending_changed": (
        "{name} is open for free choice, and how it ends was changed.",
        "{name}正开放自由选择，而其结束方式已改变。",
    ),
    "transaction": (
        "The transaction {name} is in progress. Try again when it is over.",
        "事务{name}正在进行。请在其结束后重试。",
    ),
    "compensation_gone": (
        "{name} is done, and the new version has no way to undo it.",
        "{name}已完成，而新版本没有撤销它的办法。",
    ),
    "two_in_one": (
        "{name} and another element that is under way are mapped to the same {new}.",
        "{name}与另一个正在进行的元素被对应到同一个{new}。",
    ),
    "not_evaluated": (
        "What the new version says of {name} cannot be worked out with the data of the case: {reason}",
        "用本案的数据无法得出新版本对{name}的规定：{reason}",
    ),
}
"""English and Chinese by code; `{name}` is the element of the case, `{new}` that of the new version."""


def sentence(obstacle: Obstacle, language: Language) -> str:
    """The obstacle in words."""
    english, chinese = SENTENCES[obstacle.code]
    name = (obstacle.name_en if language == "en" else "") or obstacle.name or obstacle.element
    quoted = f"“{name}”"
    return (chinese if language == "zh" else english).format(name=quoted, **obstacle.details)
