"""What FEEL's parser says of a text that it cannot read, in Chinese. What is not known here stays as it was said."""

import re
from collections.abc import Callable, Mapping

_SAID: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern), say)
    for pattern, say in (
        (r"Unrecognized token <.+> in <.+>", lambda found: "有一处多了或者缺了内容"),
        (r"Unrecognized token in <.+>", lambda found: "有一处看不懂"),
        (r"Incomplete <.+>", lambda found: "没有写完"),
        (r"there is no function (.+)\(\)", lambda found: f"没有名为 {found[1]} 的函数"),
        (
            r"there is no variable (.+); an operator may be missing",
            lambda found: f"没有名为 {found[1]} 的变量，可能缺了运算符",
        ),
        (r"a number has at most 15 digits before its point", lambda found: "小数点前最多 15 位数字"),
    )
)
_PARTS = (
    ("input ", "输入 "),
    ("output ", "输出 "),
    ("key of ", "数据存储的行 "),
    ("row of ", "写入数据存储的内容 "),
)
_NAMES = {
    "assignee": "办理人",
    "candidateGroups": "候选组",
    "candidateUsers": "候选人",
    "excludedUsers": "应当回避的人",
    "dueDate": "办理期限",
    "followUpDate": "跟进日期",
    "priority": "优先级",
    "lane unit": "泳道的单位",
    "timer": "定时器",
    "condition": "条件",
    "correlationKey": "按什么认领消息",
    "timeToLive": "消息保留多久",
    "message name": "消息名称",
    "signal name": "信号名称",
    "type": "处理程序",
    "retries": "试几次",
    "expression": "计算",
    "loopCondition": "循环条件",
    "inputCollection": "逐项办理的列表",
    "loopCardinality": "次数",
    "outputElement": "汇总的内容",
    "completionCondition": "结束条件",
    "activationCondition": "通过条件",
    "activeElementsCollection": "启动的环节",
    "behavior condition": "发出事件的条件",
}


def in_chinese(parameters: Mapping[str, str]) -> Mapping[str, str]:
    """The parameters of a finding, with the `part` of the element and the parser's `reason` in Chinese."""
    found = dict(parameters)
    if "reason" in found:
        found["reason"] = _reason(found["reason"])
    if "part" in found:
        found["part"] = _part(found["part"])
    return found


def _reason(said: str) -> str:
    """The reason in Chinese."""
    for pattern, say in _SAID:
        if (found := pattern.fullmatch(said)) is not None:
            return say(found)
    return said


def _part(named: str) -> str:
    """The part of an element that holds the expression, in Chinese."""
    for english, chinese in _PARTS:
        if named.startswith(english):
            return chinese + named.removeprefix(english)
    return _NAMES.get(named, named)
