"""Every command and event of the engine is told in plain words, in both languages."""

import re
from typing import Any, get_args

import msgspec
import pytest
from flask import session

from engine.execution.commands import AnyCommand
from engine.execution.events import AnyEvent, ElementActivated, SubscriptionOpened
from tests.unit.web.conftest import World
from web.audit.sentences import Narrator
from web.diagrams import vocabulary
from web.people import Directory

COMMANDS, EVENTS = get_args(AnyCommand), get_args(AnyEvent)
WORDLESS = {"zh": "没有说法", "en": "no words"}


def sample(made: type[Any], **chosen: Any) -> Any:
    """A value of a command or event with every field filled."""
    fields = {field.name: _value(field.name, field.type) for field in msgspec.inspect.type_info(made).fields}  # type: ignore[attr-defined]
    return made(**{**fields, **chosen})


def _value(name: str, kind: msgspec.inspect.Type) -> Any:
    known = {"token": 7, "element": "Fill", "process": "", "flow": "Flow_1", "actor": "mei", "values": {"place": "x"}}
    if name in known:
        return known[name]
    match kind:
        case msgspec.inspect.LiteralType(values=values):
            return values[0]
        case msgspec.inspect.IntType():
            return 3
        case msgspec.inspect.BoolType():
            return True
        case msgspec.inspect.ListType(item_type=msgspec.inspect.TupleType(item_types=parts)):
            return [tuple(_value("", part) for part in parts)]
        case msgspec.inspect.ListType():
            return ["Fill"]
        case msgspec.inspect.DictType():
            return {}
        case _:
            return "sample"


def variants(kind: type[Any]) -> list[Any]:
    """One value for each of the words that a field may hold."""
    found = [sample(kind)]
    for field in msgspec.inspect.type_info(kind).fields:  # type: ignore[attr-defined]
        if isinstance(field.type, msgspec.inspect.LiteralType):
            found += [sample(kind, **{field.name: value}) for value in field.type.values]
        elif field.name in ("caught_by", "activities", "candidate_groups", "assignee"):
            found.append(sample(kind, **{field.name: type(_value(field.name, field.type))()}))
    return found


@pytest.fixture(params=["zh", "en"])
def told(request: pytest.FixtureRequest, world: World) -> Any:
    """A narrator that speaks the language, and the language."""
    with world.app.test_request_context():
        session["language"] = request.param
        narrator = Narrator(vocabulary(world.engine.current_definition("pothole")), Directory())
        narrator.follow([ElementActivated(token=7, element="Fill")])
        yield narrator, request.param


def understandable(sentence: str, kind: type[Any], language: str) -> bool:
    written = re.search("[\u4e00-\u9fff]", re.sub("<code>.*?</code>|“[^”]*”", "", sentence))
    spoken = bool(written) or language == "en"
    return kind.__name__ not in sentence and WORDLESS[language] not in sentence and "%(" not in sentence and spoken


def test_every_command_has_a_heading(told: tuple[Narrator, str]) -> None:
    narrator, language = told
    headings = {kind: str(narrator.command(sample(kind))) for kind in COMMANDS}
    assert [one for kind, one in headings.items() if not understandable(one, kind, language)] == []


def test_every_event_has_a_sentence_or_a_line_for_technicians(told: tuple[Narrator, str]) -> None:
    narrator, language = told
    wordless = []
    for event in (event for kind in EVENTS for event in variants(kind)):
        sentence = narrator.event(event)
        lines = [str(line) for line in ([sentence] if sentence is not None else []) + narrator.technical(event)]
        if not lines or not all(understandable(line, type(event), language) for line in lines):
            wordless.append((event, lines))
    assert wordless == []


def test_a_word_for_the_unknown_is_said_and_its_content_kept(told: tuple[Narrator, str]) -> None:
    class Unheard(msgspec.Struct):
        what: str = "rain"

    narrator, language = told
    assert WORDLESS[language] in str(narrator.event(Unheard()))
    assert "rain" in str(narrator.technical(Unheard()))


def test_a_signal_is_no_message(told: tuple[Narrator, str]) -> None:
    narrator, language = told
    waits = SubscriptionOpened(token=7, element="Fill", message="storm", key="", kind="signal")
    sentence = str(narrator.event(waits))
    assert ("信号" if language == "zh" else "signal") in sentence
    assert ("消息" if language == "zh" else "message") not in sentence
