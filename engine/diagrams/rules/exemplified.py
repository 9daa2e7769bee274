"""Each rule's bad and good example: files that break it, and the same mended by the smallest change.

They lie in the folder beside this as `<rule>.bad.<ending>` and `<rule>.good.<ending>`, or, where it takes several files,
`<rule>.bad.<file>`; those that are too long to be kept are made by `enlarged`. `--explain` shows them, and they are the
rules' tests.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

from engine.diagrams.rules import enlarged

FOLDER = Path(__file__).with_name("examples")
_FRAME = "<bpmn:definitions"
_LINES, _LETTERS = 50, 200
"""More of an example is not shown."""


class Example(NamedTuple):
    """Files by name that break the rule, and the same files mended."""

    bad: Mapping[str, bytes]
    good: Mapping[str, bytes]


def rules() -> frozenset[str]:
    """The rules that have an example."""
    return frozenset(_places()) | frozenset(enlarged.EXAMPLES)


def of(rule: str) -> Example | None:
    """The example of a rule, None where it has none."""
    made = enlarged.EXAMPLES.get(rule)
    if made is not None:
        return Example(*made())
    if rule not in _places():
        return None
    bad, good = (
        {name: path.read_bytes() for name, path in _places()[rule].get(kind, {}).items()} for kind in ("bad", "good")
    )
    return Example(bad, good)


def shown(rule: str, files: Mapping[str, bytes]) -> str:
    """A rule's files as text to print: of a diagram what stands inside its outermost element, of a long file its beginning."""
    whole = rule.startswith("xml.")
    texts = [_shortened(data.decode(errors="replace") if whole else _inside(data)) for data in files.values()]
    if len(texts) == 1:
        return texts[0]
    return "\n\n".join(f"[{name}]\n{text}" for name, text in zip(files, texts, strict=True))


@cache
def _places() -> Mapping[str, Mapping[str, Mapping[str, Path]]]:
    """Where examples lie: rule, then `bad` or `good`, then the file's name in the example."""
    found: dict[str, dict[str, dict[str, Path]]] = {}
    for path in sorted(FOLDER.iterdir()):
        kind = "bad" if ".bad." in path.name else "good"
        rule, _, rest = path.name.partition(f".{kind}.")
        found.setdefault(rule, {}).setdefault(kind, {})[rest if "." in rest else f"example.{rest}"] = path
    return found


def _inside(data: bytes) -> str:
    text = data.decode(errors="replace")
    end = text.rfind(f"</{_FRAME[1:]}>")
    if end < 0:
        return text.rstrip()
    begun = text.index(">", text.index(_FRAME)) + 1
    return dedent(text[begun:end].strip("\n")).rstrip()


def _shortened(text: str) -> str:
    lines = text.splitlines()
    kept = [line if len(line) <= _LETTERS else f"{line[:_LETTERS]} … ({len(line)})" for line in lines[:_LINES]]
    more = [f"… ({len(lines)})"] if len(lines) > _LINES else []
    return "\n".join([*kept, *more])
