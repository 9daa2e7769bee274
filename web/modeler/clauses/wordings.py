"""The history of a clause: what each wording changed in the one before."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from flask_babel import gettext
from markupsafe import Markup

from web.clauses.stored import Wording

_PIECE = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Step:
    """One wording with what differs from the one before, part by part: its name and the marked text."""

    wording: Wording
    differences: tuple[tuple[str, Markup], ...]


def steps(history: Sequence[Wording]) -> list[Step]:
    """The history, newest first, each with its differences; the first wording has none."""
    return [Step(one, _differences(before, one)) for one, before in zip_longest(history, history[1:])]


def _differences(before: Wording | None, one: Wording) -> tuple[tuple[str, Markup], ...]:
    if before is None:
        return ()
    names = {
        "text": gettext("Text"),
        "text_en": gettext("English text"),
        "lead": gettext("Lead"),
        "section": gettext("Section"),
        "section_en": gettext("English section"),
    }
    found = [
        (name, marked(getattr(before.clause, part), getattr(one.clause, part)))
        for part, name in names.items()
        if getattr(before.clause, part) != getattr(one.clause, part)
    ]
    if one.clause.repealed != before.clause.repealed:
        said = gettext("Repealed") if one.clause.repealed else gettext("Holds again")
        found.append((gettext("State"), Markup("<ins>{}</ins>").format(said)))
    return tuple(found)


def marked(old: str, new: str) -> Markup:
    """The new text with what went and what came; Chinese by characters, other writing by words."""
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    result = Markup()
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after).get_opcodes():
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        if kind == "equal":
            result += Markup("{}").format(come)
            continue
        if gone:
            result += Markup("<del>{}</del>").format(gone)
        if come:
            result += Markup("<ins>{}</ins>").format(come)
    return result
