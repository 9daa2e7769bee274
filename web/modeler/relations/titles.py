"""What the files of a procedure are about, in the words of people."""

from collections.abc import Mapping, Sequence

from web.language import Name
from web.modeler.files import glance
from web.modeler.relations import uses


def titles(files: Mapping[str, bytes]) -> dict[str, Name]:
    """What each file of one procedure is about: as it says itself, and of a form the elements that show it."""
    shown: dict[str, list[Name]] = {}
    for file, data in files.items():
        for use in uses.of(file, data):
            if use.kind == "form" and use.element_name.said and use.element_name not in shown.get(use.name, []):
                shown.setdefault(use.name, []).append(use.element_name)
    held = {file: glance(file, data) for file, data in files.items()}
    return {
        file: one.title if one.title.said or one.form not in shown else _together(shown[one.form])
        for file, one in held.items()
    }


def _together(names: Sequence[Name]) -> Name:
    return Name("、".join(one.zh for one in names), ", ".join(one.en or one.zh for one in names))
