"""Open incidents as rows with names."""

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, select

from engine.runtime.definitions import DefinitionCache
from engine.runtime.places import place
from engine.runtime.views import IncidentRow
from engine.store.tables import incident, instance


def incident_rows(
    connection: Connection, definitions: DefinitionCache, which: ColumnElement[bool] | None, limit: int
) -> list[IncidentRow]:
    """Open incidents, oldest first, all or only `which`."""
    query = (
        select(
            incident,
            instance.c.definition_hash,
            instance.c.process_id,
            instance.c.case_number,
            instance.c.title,
        )
        .join(instance, instance.c.id == incident.c.instance_id)
        .order_by(incident.c.raised_at, incident.c.instance_id, incident.c.token)
        .limit(limit)
    )
    if which is not None:
        query = query.where(which)
    return [_row(row, definitions) for row in connection.execute(query)]


def _row(row: Row[Any], definitions: DefinitionCache) -> IncidentRow:
    return IncidentRow(
        **place(row, definitions),
        kind=row.kind,
        message=row.message,
        details=msgspec.json.decode(row.details, type=dict[str, str]),
        raised_at=row.raised_at,
    )
