"""What a row of something open says about where it stands, with the names of its diagram."""

from typing import Any

from sqlalchemy import Row

from engine.runtime.definitions import DefinitionCache


def place(row: Row[Any], definitions: DefinitionCache) -> dict[str, Any]:
    """The fields of `OpenPlace`, from a row that joins a projection of open work with its instance."""
    labels = definitions.get(row.definition_hash).labels
    label = labels.of(row.process, row.element)
    return {
        "instance_id": row.instance_id,
        "token": row.token,
        "element": row.element,
        "element_process": row.process or row.process_id,
        "name": label.name,
        "name_en": label.name_en,
        "process_id": row.process_id,
        "process_name": labels.process.name,
        "process_name_en": labels.process.name_en,
        "case_number": row.case_number,
        "title": row.title,
    }
