"""The versions by which live cases run, and what their elements seem to be in another one."""

import sqlalchemy as sa

from engine.diagrams.definition import Definition
from engine.diagrams.matching import ElementMatch
from engine.store.database import reading
from engine.store.tables import instance
from web.services import services

SURE = 0.9
"""Suggestions that are taken unasked: the same id, or the same name and kind."""


def sure(process_id: str, target: str | Definition) -> dict[str, str]:
    """What may be mapped without asking anybody; `target` may be a definition that is not deployed yet."""
    found = matches(process_id, target)
    return {one.key: one.new for one in found if one.renames and one.confidence >= SURE}


def matches(process_id: str, target: str | Definition) -> list[ElementMatch]:
    """What each element of the versions that cases run by seems to be in the target."""
    running = versions_running(process_id, target if isinstance(target, str) else target.hash)
    return [one for before in running for one in services().engine.element_matches(before, target)]


def versions_running(process_id: str, target: str) -> list[str]:
    """The versions (hashes) other than `target` by which cases run."""
    query = sa.select(instance.c.definition_hash).distinct().order_by(instance.c.definition_hash)
    query = query.where(
        instance.c.process_id == process_id, instance.c.status == "active", instance.c.definition_hash != target
    )
    with reading(services().database) as connection:
        return list(connection.scalars(query))
