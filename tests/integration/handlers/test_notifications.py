"""In-app messages: each recipient once, each reader for themselves."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from engine.runtime.handlers import JobContext
from handlers.errors import InvalidInput
from handlers.notifications import count_unread, mark_read, unread
from handlers.registry import load

MakeContext = Callable[..., JobContext]

DISPATCHERS = frozenset({"dispatcher@jiangchuan-grid"})


def send(context: JobContext, *recipients: object, subject: str = "催办") -> object:
    return load()["notify"].run({"recipients": list(recipients), "subject": subject, "body": "请办理"}, context)


def test_a_group_message_is_unread_until_each_member_reads_it(job: MakeContext, database: Engine) -> None:
    assert send(job(1), "dispatcher@jiangchuan-grid", "zhang", "zhang") == {"notified": 2}
    (for_li,) = unread(database, "li", DISPATCHERS)
    assert (for_li.subject, for_li.body, for_li.link) == ("催办", "请办理", "i1")
    assert mark_read(database, for_li.id, "li", DISPATCHERS, 5)
    assert mark_read(database, for_li.id, "li", DISPATCHERS, 6)
    assert count_unread(database, "li", DISPATCHERS) == 0
    assert count_unread(database, "wang", DISPATCHERS) == 1


def test_people_see_and_mark_only_their_own(job: MakeContext, database: Engine) -> None:
    send(job(1), "zhang")
    (message,) = unread(database, "zhang", DISPATCHERS)
    assert unread(database, "li", DISPATCHERS) == []
    assert not mark_read(database, message.id, "li", DISPATCHERS, 5)
    assert count_unread(database, "zhang", ()) == 1


def test_a_person_named_like_a_group_does_not_read_its_messages(job: MakeContext, database: Engine) -> None:
    send(job(1), "dispatcher@jiangchuan-grid")
    assert unread(database, "dispatcher@jiangchuan-grid", ()) == []


def test_a_job_tried_again_sends_nothing_twice_and_the_newest_comes_first(job: MakeContext, database: Engine) -> None:
    for token, subject in ((1, "一"), (1, "一"), (2, "二")):
        send(job(token), "zhang", subject=subject)
    assert [message.subject for message in unread(database, "zhang", ())] == ["二", "一"]
    assert [message.subject for message in unread(database, "zhang", (), limit=1)] == ["二"]


def test_a_message_to_nobody_is_an_error(job: MakeContext, database: Engine) -> None:
    with pytest.raises(InvalidInput, match="'recipients': expected array of length >= 1"):
        send(job(1))
    with pytest.raises(InvalidInput, match=r"'recipients\[0\]': expected str, got null"):
        send(job(1), None)
