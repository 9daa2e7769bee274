"""What a diagram may refer to: forms, decisions, processes, roles and units, drafts and what is in force."""

from typing import Any

from web.language import pick
from web.modeler.diagrams.surroundings import all_procedures
from web.organisation.register import open_choices
from web.services import services


def offered(procedure: str) -> dict[str, list[dict[str, Any]]]:
    """Each kind as a list of {id, label, procedure}; what belongs to `procedure` comes first."""
    bundles = all_procedures()
    roles, units = open_choices(services().database, services().now())
    order = sorted(bundles, key=lambda key: (key != procedure, key))
    return {
        "forms": [_choice(one, one, key) for key in order for one in bundles[key].forms],
        "decisions": [
            _choice(one, model.name, key) for key in order for one, (_, model) in bundles[key].decisions.items()
        ],
        "processes": [
            _choice(one, pick(process.name, process.name_en), key)
            for key in order
            for one, (_, process) in bundles[key].processes.items()
        ],
        "roles": [_choice(one, name.said) for one, name in roles],
        "units": [_choice(one, name.said) for one, name in units],
    }


def _choice(identity: str, label: str, procedure: str = "") -> dict[str, Any]:
    return {"id": identity, "label": label or identity, "procedure": procedure}
