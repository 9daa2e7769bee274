"""Comparing what a scenario expects with what is."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from engine.diagrams.model import EndEvent
from engine.diagrams.traversal import nodes
from engine.history import read as history
from engine.history import stores
from engine.runtime.engine import Engine
from engine.store.database import reading
from handlers.tables import document, notification
from web.scenarios.cases import Cases
from web.scenarios.coverage import trace
from web.scenarios.faults import Mismatch
from web.scenarios.script import Expectation


def check(expectation: Expectation, engine: Engine, cases: Cases) -> None:
    """Raise Mismatch at the first thing that is otherwise."""
    for process, number in expectation.cases.items():
        _same("cases", number, len(cases.rows(process)), process=process)
    instance = cases.id(expectation.process, expectation.where)
    case = engine.case(instance)
    if expectation.open is not None:
        found: dict[str, set[str]] = {}
        for row in case.open_tasks:
            found.setdefault(row.name, set()).update(row.candidate_groups)
        _same("open", {name: set(groups) for name, groups in expectation.open.items()}, found)
    if expectation.ended:
        if case.instance.status != "completed":
            raise Mismatch("not_ended", expected=expectation.ended, status=case.instance.status)
        drawn = engine.definition(case.instance.definition_hash).process
        passed = trace(history.steps(engine.database, instance), "").get("", set())
        ends = {node.name for node in nodes(drawn) if isinstance(node, EndEvent) and node.id in passed}
        if expectation.ended not in ends:
            raise Mismatch("ended", expected=expectation.ended, found=ends)
    for name, value in expectation.variables.items():
        _same("variable", value, case.variables.get(name), name=name)
    for recipient, subjects in expectation.notified.items():
        sent = _subjects(engine, instance, recipient)
        for subject in subjects:
            if not any(subject in one for one in sent):
                raise Mismatch("not_told", recipient=recipient, subject=subject, found=sent)
    if expectation.documents is not None:
        _same("documents", expectation.documents, _documents(engine, instance))
    _check_rows(expectation, engine)


def _check_rows(expectation: Expectation, engine: Engine) -> None:
    for store, rows in expectation.rows.items():
        for key, fields in rows.items():
            _same("row", fields, _fields(engine, store, key, fields), key=key, store=store)


def _same(code: str, expected: Any, found: Any, **place: str) -> None:
    if expected != found:
        raise Mismatch(code, expected=expected, found=found, **place)


def _subjects(engine: Engine, instance: str, recipient: str) -> list[str]:
    query = sa.select(notification.c.subject).where(
        notification.c.instance_id == instance, notification.c.recipient == recipient
    )
    with reading(engine.database) as connection:
        return list(connection.scalars(query))


def _fields(engine: Engine, store: str, key: str, wanted: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Of the row, the fields that are wanted; None where there is no row."""
    found = stores.row(engine.database, store, key)
    if found is None or not isinstance(found.value, dict):
        return None
    return {name: found.value.get(name) for name in wanted or found.value}


def _documents(engine: Engine, instance: str) -> int:
    query = sa.select(sa.func.count()).select_from(document).where(document.c.instance_id == instance)
    with reading(engine.database) as connection:
        return int(connection.scalar(query) or 0)
