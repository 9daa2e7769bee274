"""The reasons of an impact analysis in words, Chinese and English."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from engine.errors import Obstacle
from engine.execution.migration import Language, sentence
from engine.execution.migration.sentences import SENTENCES as OBSTACLES
from engine.impact.values import Reason, Text

SENTENCES: Mapping[str, tuple[str, str]] = {
    "flow": (
        "At {name} the case went to {then}; the new version would go to {now}, with {inputs}.",
        "在{name}，本案走向{then}；按新版本会走向{now}（{inputs}）。",
    ),
    "result": (
        "{name} decided {then}; the new version would decide {now}, with {inputs}.",
        "{name}的结论是{then}；按新版本会是{now}（{inputs}）。",
    ),
    "removed_step": (
        "The case did {name}, which the new version does not have.",
        "本案办过{name}，而新版本没有这一步。",
    ),
    "added_step": (
        "The new version has {name}, which this case has never done, before the point where it stands.",
        "新版本在本案当前位置之前有{name}，而本案没有办过。",
    ),
    "timer_sooner": (
        "The time of {name} would have been up at {now} by the new version ({then} by the old one).",
        "按新版本，{name}的期限会在 {now} 届满（按旧版本为 {then}）。",
    ),
    "timer_later": (
        "The time of {name} was up at {then}; by the new version that would be at {now}.",
        "{name}的期限在 {then} 届满；按新版本应在 {now} 届满。",
    ),
    "message": (
        "{name} received {then}; the new version would wait for {now}.",
        "{name}收到的是{then}；按新版本会等待{now}。",
    ),
    "not_allowed": (
        "What was done at {name} would be refused by the new version: {now}",
        "在{name}所做的事，新版本会拒绝：{now}",
    ),
    "incident": (
        "By the new version the case would stand still at {name}: {now}",
        "按新版本，本案会停在{name}：{now}",
    ),
    "parted": (
        "What happened at {name} finds no place in the new version: there the case would stand at {now}.",
        "在{name}发生的事在新版本中没有对应之处：按新版本，本案会在{now}。",
    ),
    "elsewhere": (
        "The case stands at {then}; by the new version the same history would lead to {now}.",
        "本案在{then}；按新版本，同样的经过会到{now}。",
    ),
    "mapping": (
        "{name} is under way; in the new version it seems to be {now}. Please confirm.",
        "{name}正在进行；在新版本中它看来是{now}。请确认。",
    ),
}
"""English and Chinese by code, beside those of obstacles."""

_TIMES = ("timer_sooner", "timer_later")
_CHINA = timedelta(hours=8)


def reason_sentence(reason: Reason, language: Language) -> str:
    """The reason in words; moments are in China's time."""
    if reason.code in OBSTACLES:
        name = _said(reason.name, language) or reason.element
        return sentence(Obstacle(reason.code, 0, reason.element, "", name, dict(reason.details)), language)
    english, chinese = SENTENCES[reason.code]
    then, now = (_said(text, language) for text in (reason.then, reason.now))
    if reason.code in _TIMES:
        then, now = _moment(then, language), _moment(now, language)
    pairs = [f"{name} = {msgspec.json.encode(value).decode()}" for name, value in reason.inputs.items()]
    inputs = ("，" if language == "zh" else ", ").join(pairs) or ("无变量" if language == "zh" else "no variables")
    name = f"“{_said(reason.name, language) or reason.element}”"
    return (chinese if language == "zh" else english).format(name=name, then=then, now=now, inputs=inputs)


def _said(text: Text, language: Language) -> str:
    return (text.en if language == "en" else text.zh) or text.zh or text.en


def _moment(milliseconds: str, language: Language) -> str:
    if not milliseconds:
        return "无" if language == "zh" else "never"
    return f"{datetime.fromtimestamp(int(milliseconds) / 1000, UTC) + _CHINA:%Y-%m-%d %H:%M}"
