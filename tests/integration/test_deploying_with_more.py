"""What is written with a deployment is written in its transaction, or nothing is."""

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from engine.runtime.views import DeployedDefinition
from web.modeler.publishing import journal

PROCESS = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t" exporter="hand">
<process id="p" name="{name}" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="e"/>
<endEvent id="e"/></process></definitions>"""


def files(name: str) -> dict[str, bytes]:
    return {"p.bpmn": PROCESS.format(name=name).encode()}


def test_it_stands_beside_the_new_version_and_names_the_one_before(engine: Engine) -> None:
    told: list[tuple[str, str]] = []

    def also(connection: sa.Connection, deployed: Sequence[DeployedDefinition]) -> None:
        (one,) = deployed
        told.append((one.replaces, one.hash))
        journal.record(connection, 7, "zhi", "version.published", "p", {"version": one.version})

    engine.deploy(files("one"), Actor("zhi"), also=also)
    engine.deploy(files("two"), Actor("zhi"), also=also)
    engine.deploy(files("two"), Actor("zhi"), also=also)
    (_, first), (before, second), unchanged = told
    assert (told[0][0], before, unchanged) == ("", first, (second, second))
    assert [one.details["version"] for one in journal.entries(engine.database)[0]] == [2, 2, 1]


def test_what_fails_beside_it_undoes_the_deployment(engine: Engine) -> None:
    engine.deploy(files("one"), Actor("zhi"))

    def also(connection: sa.Connection, _: Sequence[DeployedDefinition]) -> None:
        journal.record(connection, 7, "zhi", "version.published", "p")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        engine.deploy(files("two"), Actor("zhi"), also=also)
    assert [one.name for one in engine.definitions(only_current=False)] == ["one"]
    assert engine.current_definition("p").process.name == "one"
    assert journal.entries(engine.database)[0] == []
