"""Breaks a title into centred lines of like length that do not tear words apart (GB/T 9704-2012 §7.3.1)."""

import re
from math import ceil

CHARACTERS = 19
"""How many characters of 22 pt a line of 156 mm takes, with a little air."""

_AFTER = {**dict.fromkeys("的、，；：和与及", 3), **dict.fromkeys("”》）〉", 6)}
_NEVER_FIRST = frozenset("、，。；：？！”’》）〉〕…—的")
_NEVER_LAST = frozenset("“‘《（〈〔")
_WORDS = (
    "街道",
    "中队",
    "管理",
    "执法",
    "问题",
    "情况",
    "考核",
    "综合",
    "处置",
    "建议",
    "结果",
    "通报",
    "会议",
    "年度",
    "历年",
    "日常",
)
_WHOLE = re.compile(r"[0-9A-Za-z.%〔〕]+")


def lines(title: str) -> tuple[str, ...]:
    """The title's lines, each of `CHARACTERS` at most; as few as can be, broken where the sense allows it."""
    title = " ".join(title.split())
    count = ceil(len(title) / CHARACTERS)
    if count <= 1:
        return (title,)
    length = len(title) / count
    starts = [0]
    for number in range(1, count):
        starts.append(_break(title, starts[-1], round(number * length), len(title) - (count - number) * CHARACTERS))
    return tuple(title[start:end].strip() for start, end in zip(starts, [*starts[1:], len(title)], strict=True))


def _break(title: str, start: int, ideal: int, earliest: int) -> int:
    """Where the next line begins: the best place near the ideal that leaves no line too long."""
    places = range(max(start + 1, earliest, ideal - 4), min(start + CHARACTERS, ideal + 4) + 1)
    return min(places, key=lambda place: _cost(title, place, ideal), default=ideal)


def _cost(title: str, place: int, ideal: int) -> int:
    before, after = title[place - 1], title[place]
    torn = after in _NEVER_FIRST or before in _NEVER_LAST or bool(_WHOLE.fullmatch(before + after))
    torn = torn or before + after in _WORDS
    return abs(place - ideal) + (100 if torn else 0) - _AFTER.get(before, 0)
