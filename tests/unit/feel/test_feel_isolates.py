"""Isolates are shared by threads, not by processes, and the broken ones are replaced."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.diagrams import feel
from engine.diagrams.feel.v8 import Isolate, IsolateBroken, ScriptFailed
from engine.errors import FeelLimitExceeded, FeelUnavailable


def test_threads_get_their_own_answers() -> None:
    def ask(number: int) -> bool:
        return feel.evaluate(["n * n", "now()"], {"n": number}, number * 1000)[0] == number * number

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(ask, range(400)))


def test_a_thread_that_breaks_a_limit_does_not_disturb_the_others() -> None:
    def ask(number: int) -> object:
        if number % 10:
            return feel.evaluate(["n"], {"n": number}, 0)[0]
        with pytest.raises((FeelLimitExceeded, FeelUnavailable)):
            feel.evaluate(["count(for i in 1..1000000000 return i)"], {}, 0, seconds=0.2 if number % 20 else 5)
        return number

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(40))) == list(range(40))


def test_a_forked_child_makes_its_own() -> None:
    assert feel.evaluate(["1"], {}, 0) == [1]
    child = os.fork()
    if not child:
        os._exit(0 if feel.evaluate(["40 + 2"], {}, 0) == [42] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_an_isolate_stops_endless_scripts() -> None:
    isolate = Isolate(64 * 2**20)
    with pytest.raises(IsolateBroken, match="time"):
        isolate.run("for (;;);", 0.1)
    isolate.close()


def test_an_isolate_stops_at_its_memory() -> None:
    isolate = Isolate(32 * 2**20)
    with pytest.raises(IsolateBroken, match="memory"):
        isolate.run("const kept = []; for (;;) kept.push({});", 20)
    isolate.close()


def test_mistakes_in_scripts_are_told_apart_from_limits() -> None:
    isolate = Isolate(64 * 2**20)
    with pytest.raises(ScriptFailed, match="nothing"):
        isolate.run("nothing()", 1)
    assert isolate.run("'still ' + 'fine'", 1) == "still fine"
    isolate.close()


def test_equal_calls_are_made_once_where_they_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    run = Isolate.run
    monkeypatch.setattr(
        Isolate, "run", lambda self, script, seconds: asked.append(script) or run(self, script, seconds)
    )
    feel.evaluate(["a + 1"], {"a": 1}, 0)
    with feel.remembering():
        asked.clear()
        answers = [feel.evaluate(["[a + 1]"], {"a": a}, 0)[0] for a in (1, 2, 1, 2)]
        answers[0].append("changed by its caller")
        assert feel.evaluate(["[a + 1]"], {"a": 1}, 0) == [[2]]
        assert answers[1:] == [[3], [2], [3]]
        assert len(asked) == 2
    feel.evaluate(["[a + 1]"], {"a": 1}, 0)
    assert len(asked) == 3
