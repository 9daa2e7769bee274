"""Two versions of a text, line by line."""

import difflib

from engine.diagrams.comparing.model import Line

_AROUND = 3
_LONGEST = 5_000
"""Lines; longer texts are shown as gone and new altogether, for the search costs their square. Lines that stand in a long
text again and again begin no search (difflib's `autojunk`): with them it would cost their cube."""


def compare(old: bytes, new: bytes) -> tuple[Line, ...]:
    """The lines that differ, each with a few around it; nothing where only blanks at line ends differ."""
    before, after = (data.decode("utf-8", "replace").splitlines() for data in (old, new))
    if max(len(before), len(after)) > _LONGEST:
        return (*(Line("removed", line) for line in before), *(Line("added", line) for line in after))
    found: list[Line] = []
    for number, group in enumerate(difflib.SequenceMatcher(None, before, after).get_grouped_opcodes(_AROUND)):
        gap = bool(number)
        for kind, a, b, c, d in group:
            texts = [Line(None, line) for line in before[a:b]] if kind == "equal" else []
            if kind != "equal":
                texts += [Line("removed", line) for line in before[a:b]] + [Line("added", line) for line in after[c:d]]
            if gap and texts:
                texts[0] = Line(texts[0].kind, texts[0].text, gap=True)
                gap = False
            found += texts
    return tuple(found)
