"""What a diagram may refer to: forms, decisions, processes, roles and units, drafts and what is in force."""

from typing import Any

from engine.diagrams.bundle import Bundle
from web.language import pick
from web.modeler.diagrams.surroundings import all_procedures
from web.modeler.relations.titles import titles
from web.organisation.register import open_choices
from web.services import services


def offered(procedure: str) -> dict[str, list[dict[str, Any]]]:
    """Each kind as a list of {id, label, procedure}; what belongs to `procedure` comes first.

    What belongs to one says its title (`of`), and forms, which have no name of their own, their file.
    """
    bundles = all_procedures()
    of = {key: _title(key, bundle) for key, bundle in bundles.items()}
    about = {key: titles(bundle.data) for key, bundle in bundles.items()}
    roles, units = open_choices(services().database, services().now())
    order = sorted(bundles, key=lambda key: (key != procedure, key))
    return {
        "forms": [
            {**_choice(one, about[key][file].said, key), "of": of[key], "file": file}
            for key in order
            for one, (file, _) in bundles[key].forms.items()
        ],
        "decisions": [
            {**_choice(one, model.name, key), "of": of[key]}
            for key in order
            for one, (_, model) in bundles[key].decisions.items()
        ],
        "processes": [
            {**_choice(one, pick(process.name, process.name_en), key), "of": of[key]}
            for key in order
            for one, (_, process) in bundles[key].processes.items()
        ],
        "roles": [_choice(one, name.said) for one, name in roles],
        "units": [_choice(one, name.said) for one, name in units],
    }


def _title(key: str, bundle: Bundle) -> str:
    """What the procedure is called: by its main process, that of its key, else the first."""
    held = [process for _, process in bundle.processes.values()]
    main = next((one for one in held if one.id == key), held[0] if held else None)
    return (pick(main.name, main.name_en) if main else "") or key


def _choice(identity: str, label: str, procedure: str = "") -> dict[str, Any]:
    return {"id": identity, "label": label or identity, "procedure": procedure}
