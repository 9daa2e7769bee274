"""Demo people and demo cases, loaded through the same doors that real ones use; safe to run again."""

from functools import cache
from pathlib import Path

import msgspec
import sqlalchemy as sa

from engine.diagrams.model import StartEvent
from engine.errors import InvalidForm
from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from engine.store.database import reading
from engine.store.tables import journal
from web.account import passwords, people
from web.organisation import add as add_people
from web.organisation import read as read_organisation
from web.settings import Settings

PASSWORD = "tiaokuai-demo"  # noqa: S105  (public by intent: these people are fictional)
_FILE = Path(__file__).with_name("demo.yaml")

Fields = dict[str, str | list[str]]


class Step(msgspec.Struct, frozen=True):
    """One task done by one person."""

    task: str
    by: str
    form: Fields = {}


class Case(msgspec.Struct, frozen=True):
    """One demo case, from its start to where it is left; `key` makes loading it twice harmless."""

    key: str
    process: str
    by: str
    form: Fields
    steps: list[Step] = []


class Demo(msgspec.Struct, frozen=True):
    """The demo file: which people the sign-in page names first, and the cases."""

    accounts: list[str]
    cases: list[Case]


@cache
def read() -> Demo:
    """The demo data that ships with the product."""
    return msgspec.yaml.decode(_FILE.read_bytes(), type=Demo)


def load(settings: Settings, engine: Engine) -> int:
    """Add demo people with the public password, and the cases not loaded before; returns how many were started."""
    organisation = read_organisation(settings.processes / "organisation.yaml")
    add_people(engine.database, organisation, demo_people=True)
    for somebody in organisation.people:
        if somebody.demo and not passwords.has_password(engine.database, somebody.id):
            passwords.set_password(engine.database, somebody.id, PASSWORD, engine.clock.now())
    deployed = {row.process_id for row in engine.definitions()}
    missing = [case for case in read().cases if case.process in deployed and not _loaded(engine, case)]
    for case in missing:
        _play(engine, case)
    return len(missing)


def _loaded(engine: Engine, case: Case) -> bool:
    query = sa.select(journal.c.seq).where(journal.c.command_id == f"demo:{case.key}")
    with reading(engine.database) as connection:
        return connection.scalar(query) is not None


def _play(engine: Engine, case: Case) -> None:
    definition = engine.current_definition(case.process)
    start = next(
        node
        for node in definition.process.scope.nodes.values()
        if isinstance(node, StartEvent) and node.definition is None
    )
    form = definition.forms.get(start.form)
    known = engine.form_variables(form, {})
    values, errors = form.validate(case.form, known, engine.clock.now()) if form else ({}, {})
    if errors:
        raise InvalidForm(f"The demo case {case.key} does not fit its form: {sorted(errors)}.", errors=errors)
    instance = engine.start(case.process, values, _actor(engine, case.by), f"demo:{case.key}", start.id)
    for number, step in enumerate(case.steps, 1):
        engine.run_until_idle()
        actor = _actor(engine, step.by)
        row = next(
            row
            for served in _serving(engine, instance)
            for row in engine.case(served).open_tasks
            if row.name == step.task and actor.groups.intersection(row.candidate_groups)
        )
        engine.complete_form(row.instance_id, row.token, step.form, actor, f"demo:{case.key}:{number}")
    engine.run_until_idle()


def _serving(engine: Engine, instance: str) -> list[str]:
    """The instance, and the others that serve the same case."""
    number = engine.case(instance).instance.case_number
    others = engine.instances(text=number).rows if number else ()
    return [instance, *(row.id for row in others if row.id != instance and row.case_number == number)]


def _actor(engine: Engine, person: str) -> Actor:
    found = people.visitor(engine.database, person, engine.clock.now())
    assert found is not None, f"{person} is no demo person"
    return found.actor
