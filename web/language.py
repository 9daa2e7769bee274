"""Chinese first, English on a switch that is remembered; dates and times as people in Shanghai read them."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from flask import Flask, g, has_request_context, session
from flask_babel import Babel, gettext, ngettext
from markupsafe import Markup, escape

LANGUAGES = {"zh": "中文", "en": "English"}
_DATE = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-[0-9]{2}")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9]{2}:[0-9]{2})?)(?:@.+|\[.+\])?")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in both languages; where one is missing the other stands."""

    zh: str
    en: str = ""

    @property
    def said(self) -> str:
        """In the reader's language."""
        return pick(self.zh, self.en)

    def __str__(self) -> str:
        return self.said


def pick(zh: str, en: str) -> str:
    """The one in the reader's language, or the other where that is empty."""
    return (en or zh) if language() == "en" else (zh or en)


def init(app: Flask) -> None:
    Babel(app, locale_selector=language)
    app.jinja_env.globals.update(language=language, pick=pick, languages=LANGUAGES, html_language=html_language)
    app.jinja_env.filters.update(moment=moment, day=day, in_words=in_words, due_words=due_words)
    app.jinja_env.filters.update(titled=titled, undirected=undirected)


def language() -> str:
    """`zh` or `en`: what a program asks for (`g.language`), the signed-in person's choice, this session's, else Chinese."""
    if not has_request_context():
        return "zh"
    visitor = g.get("visitor")
    for choice in (g.get("language", ""), visitor.language if visitor else "", session.get("language", "")):
        if choice in LANGUAGES:
            return str(choice)
    return "zh"


def html_language() -> str:
    return "zh-CN" if language() == "zh" else "en"


def moment(at: int) -> Markup:
    """A point in time as a `<time>` element, to the minute."""
    local = datetime.fromtimestamp(at / 1000, ZONE)
    shown = (
        f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
        if language() == "zh"
        else f"{local.day} {local:%b %Y, %H:%M}"
    )
    return Markup('<time datetime="{}">{}</time>').format(local.isoformat(timespec="seconds"), shown)


def day(text: str) -> str:
    """An ISO date as people write it."""
    year, month, number = (int(part) for part in text[:10].split("-"))
    if language() == "zh":
        return f"{year}年{month}月{number}日"
    return f"{number} {datetime(year, month, number, tzinfo=ZONE):%b %Y}"


def due_words(due: int, now: int) -> str:
    """How far off a due time is, in words."""
    minutes = round(abs(due - now) / 60_000)
    if minutes < 60:
        span = ngettext("%(num)d minute", "%(num)d minutes", max(minutes, 1))
    elif minutes < 48 * 60:
        span = ngettext("%(num)d hour", "%(num)d hours", round(minutes / 60))
    else:
        span = ngettext("%(num)d day", "%(num)d days", round(minutes / (24 * 60)))
    said = gettext("Overdue by %(span)s", span=span) if due < now else gettext("Due in %(span)s", span=span)
    return str(said)


def quoted(text: str) -> str:
    """A name set off from the sentence around it."""
    return f"“{text}”"


def in_words(value: Any) -> Markup:
    """A variable's value for reading: lists with separators, yes and no, dates, nothing as a dash."""
    comma = Markup("、") if language() == "zh" else Markup(", ")
    if value is None or value == "" or value == []:
        return Markup('<span class="muted">—</span>')
    if isinstance(value, bool):
        return escape(gettext("Yes") if value else gettext("No"))
    if isinstance(value, list):
        return comma.join(in_words(one) for one in value)
    if isinstance(value, dict):
        semicolon = Markup("；") if language() == "zh" else Markup("; ")
        return semicolon.join(escape(f"{key}: ") + in_words(one) for key, one in value.items())
    if isinstance(value, str) and _DATE.fullmatch(value):
        return escape(day(value))
    if isinstance(value, str):
        return _instant(value) or escape(undirected(value))
    return escape(value)


def _instant(text: str) -> Markup | None:
    """An ISO date and time as people read it, or None for any other text; without a zone it is Shanghai's."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    try:
        at = datetime.fromisoformat(found[1])
    except ValueError:
        return None
    return moment(round((at if at.tzinfo else at.replace(tzinfo=ZONE)).timestamp() * 1000))


def undirected(text: str) -> str:
    """The text without the characters that turn the direction of writing and so can make one text look like another
    (Unicode U+202A–202E, U+2066–2069)."""
    return _DIRECTIONS.sub("", text)


def titled(text: str) -> Markup:
    """What somebody entered, set apart so that its direction of writing does not reach the words around it."""
    return Markup("<bdi>{}</bdi>").format(undirected(str(text)))
