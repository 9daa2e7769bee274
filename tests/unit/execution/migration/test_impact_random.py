"""Random cases tried on a version that says the same and on a changed one, from their commands."""

import random
from collections.abc import Mapping

import msgspec
from changed_models import changed
from instance_driver import NOON
from random_models import random_model
from random_runs import on_random_diagrams
from random_steps import next_command

from engine.diagrams.definition import Definition
from engine.execution import Instance, apply, compile
from engine.execution import commands as c
from engine.execution.events import AnyEvent
from engine.impact import reason_sentence
from engine.impact.drawing import Drawing, Renaming
from engine.impact.trial import Trial, Version


@on_random_diagrams(60)
def test_the_same_version_finds_nothing_and_a_changed_one_says_what(source: random.Random) -> None:
    _, one = random_model(source)
    same, _ = changed(source, one, 0)
    other, elements = changed(source, one, source.randint(1, 4))
    real = Instance.create(compile(one))
    begin = c.StartInstance(id="0", at=NOON, actor="kim")
    journal: list[tuple[c.Command, list[AnyEvent]]] = [(begin, apply(real, begin))]
    for number in range(1, source.randint(2, 10)):
        command = None if real.ended else next_command(source, real, number)
        if command is not None:
            journal.append((command, apply(real, command)))
    if real.ended:
        return
    tried = trial(journal, real, one, same, {})
    assert tried.reasons == []
    assert state(tried.shadow) == state(real)
    for reason in trial(journal, real, one, other, elements).reasons:
        assert reason.element
        assert all(reason_sentence(reason, language) for language in ("zh", "en"))


def trial(
    journal: list[tuple[c.Command, list[AnyEvent]]],
    real: Instance,
    before: Definition,
    after: Definition,
    elements: Mapping[str, str],
) -> Trial:
    was, now = Drawing(before), Drawing(after)
    version = Version(was, Renaming(was, now, elements))
    tried = Trial(compile(after), now, frozenset(now.nodes) - version.rename.images())
    for seq, (command, events) in enumerate(journal, 1):
        tried.step(seq, command, events, version)  # type: ignore[arg-type]
    tried.end(real, version, NOON)
    return tried


def state(instance: Instance) -> list[object]:
    """The snapshot without the mark of its program."""
    found: list[object] = msgspec.json.decode(instance.snapshot())
    return [part for place, part in enumerate(found) if place != 1]
