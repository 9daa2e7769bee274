"""What the files of a procedure are about, in the words of people."""

from collections.abc import Mapping, Sequence

from web.language import Name
from web.modeler.files import Glance, glance
from web.modeler.relations import uses


def titles(files: Mapping[str, bytes]) -> dict[str, Name]:
    """What each file of one procedure is about: as it says itself; of a form the elements that show it, and of a table in
    English those that decide by it, for DMN has one name only."""
    users: dict[tuple[str, str], list[Name]] = {}
    for file, data in files.items():
        for use in uses.of(file, data):
            named = users.setdefault((use.kind, use.name), [])
            if use.process and use.element_name.said and use.element_name not in named:
                named.append(use.element_name)
    return {file: _title(glance(file, data), users) for file, data in files.items()}


def _title(one: Glance, users: Mapping[tuple[str, str], Sequence[Name]]) -> Name:
    if one.decisions:
        deciding = [name for id in one.decisions for name in users.get(("decision", id), ()) if name.en]
        return Name(one.title.zh, ", ".join(dict.fromkeys(name.en for name in deciding)))
    shown = users.get(("form", one.form), ())
    return _together(shown) if shown and not one.title.said else one.title


def _together(names: Sequence[Name]) -> Name:
    return Name("、".join(one.zh for one in names), ", ".join(one.en or one.zh for one in names))
