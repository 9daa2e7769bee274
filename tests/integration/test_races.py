"""Two people, two engines, one task, at once: one wins, the other reads who it was, the case goes on."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import event

from engine.errors import TaskAlreadyClaimed, TaskNotOpen
from engine.history import verify
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from tests.integration.conftest import MakeEngine
from tests.integration.people import CLERK, LI, WANG
from tests.process_files import chain, user_task

RACES = 100
"""Of each kind, on each database."""

Deed = Callable[[Engine, str, int, Actor], object]


def race(engines: list[Engine], case: str, token: int, deed: Deed) -> list[object]:
    """Both at once; what each got: a result or the error."""
    barrier = threading.Barrier(2)
    outcomes: list[object] = [None, None]

    def run(number: int, actor: Actor) -> None:
        barrier.wait()
        try:
            outcomes[number] = deed(engines[number], case, token, actor)
        except (TaskNotOpen, TaskAlreadyClaimed) as error:
            outcomes[number] = error

    threads = [threading.Thread(target=run, args=one) for one in ((0, WANG), (1, LI))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.parametrize(
    ("deed", "error"),
    [
        (lambda engine, case, token, actor: engine.complete(case, token, {"by": actor.id}, actor), TaskNotOpen),
        (lambda engine, case, token, actor: engine.claim(case, token, actor), TaskAlreadyClaimed),
    ],
    ids=["complete", "claim"],
)
def test_one_wins_and_the_other_reads_who(make_engine: MakeEngine, deed: Deed, error: type[Exception]) -> None:
    engines = [make_engine(), make_engine()]
    engines[0].deploy({"p.bpmn": chain(user_task("check"), user_task("decide"))}, CLERK)
    for _ in range(RACES):
        case = engines[0].start("p", {}, CLERK)
        token = engines[0].open_tasks(case)[0].token
        assert engines[1].open_tasks(case)[0].token == token
        outcomes = race(engines, case, token, deed)
        lost = [number for number, outcome in enumerate(outcomes) if isinstance(outcome, error)]
        assert len(lost) == 1, outcomes
        winner = (WANG, LI)[1 - lost[0]]
        details = outcomes[lost[0]].details  # type: ignore[attr-defined]
        assert details["by"] == winner.id
        assert details["at"] > 0
        for engine in engines:
            for task in engine.open_tasks(case):
                engine.complete(case, task.token, {}, winner)
        assert engines[0].case(case).instance.status == "completed"
    assert [one.difference for one in verify(engines[0].database) if one.difference] == []


def test_different_tasks_of_one_case_at_once_are_both_done(make_engine: MakeEngine) -> None:
    """Nobody has done the other's work, so nobody is refused: the second is applied after the first."""
    engines = [make_engine(), make_engine()]
    parallel = chain(
        '<bpmn:parallelGateway id="fork"/>', user_task("one"), '<bpmn:parallelGateway id="join"/>',
        extra=[
            user_task("two"),
            '<bpmn:sequenceFlow id="f2" sourceRef="fork" targetRef="two"/>',
            '<bpmn:sequenceFlow id="j2" sourceRef="two" targetRef="join"/>',
        ],
    )  # fmt: skip
    engines[0].deploy({"p.bpmn": parallel}, CLERK)
    for _ in range(20):
        case = engines[0].start("p", {}, CLERK)
        tokens = [task.token for task in engines[1].open_tasks(case)]
        mine = dict(zip((WANG.id, LI.id), tokens, strict=True))

        def complete_own(engine: Engine, case: str, _: int, actor: Actor, mine: dict[str, int] = mine) -> object:
            return engine.complete(case, mine[actor.id], {}, actor)

        outcomes = race(engines, case, 0, complete_own)
        assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        assert engines[0].case(case).instance.status == "completed"


def test_a_task_closed_while_its_page_is_read_is_shown_as_it_was(make_engine: MakeEngine) -> None:
    """Else a candidate would be told, and recorded, as somebody without permission."""
    engine, other = make_engine(), make_engine()
    engine.deploy({"p.bpmn": chain(user_task("check"))}, CLERK)
    case = engine.start("p", {}, CLERK)
    token = engine.open_tasks(case)[0].token
    late: list[str] = []

    def complete(*execution: object) -> None:
        statement = str(execution[2])
        if "FROM user_task" in statement and not late:
            late.append(statement)
            other.complete(case, token, {}, LI)

    before = engine.task(case, token).row
    event.listen(engine.database, "before_cursor_execute", complete)
    assert engine.task(case, token).row == before
    assert late
    with pytest.raises(TaskNotOpen):
        engine.task(case, token)
