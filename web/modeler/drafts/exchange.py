"""Files on their way to editors, in the browser or on a desk, and back."""

from engine.diagrams.dmn.editing import for_editor, from_editor
from engine.diagrams.weaving import kind, renewed, weave
from engine.errors import Refused
from web.modeler.files import kind_of


def outgoing(file: str, data: bytes) -> bytes:
    """The file as editors read it: they know DMN 1.3 only, and elements of a diagram by the names of today. What cannot be
    read goes out as it is."""
    if kind_of(file) == "diagram":
        return renewed(data)
    if kind_of(file) != "table":
        return data
    try:
        return for_editor(file, data)
    except Refused:
        return data


def incoming(file: str, data: bytes, original: bytes | None) -> bytes:
    """What an editor made of `original`, in which everything that was not edited is as it was."""
    if kind_of(file) == "diagram":
        # What was not edited stays as it is, whatever it is called; one edit, and the whole file is of today.
        woven = data if original is None else weave(original, renewed(data), "bpmn")
        return woven if woven == original else renewed(woven)
    if kind_of(file) == "table":
        try:
            data = from_editor(file, data)
        except Refused:
            return data
    return data if original is None else weave(original, data, kind(file))


def examined(file: str, data: bytes) -> bytes:
    """What an editor holds, to be looked into rather than kept: elements keep the ids that they were only given for it."""
    if kind_of(file) != "table":
        return data
    try:
        return from_editor(file, data, given_ids=True)
    except Refused:
        return data
