"""Data of any shape as lines that people can edit, and back: one line a value, with the way that leads to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

Step: TypeAlias = str | int
Path: TypeAlias = tuple[Step, ...]
Kind: TypeAlias = Literal["text", "number", "yes", "no", "nothing", "empty_list", "empty_record"]

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value; in its path names lead into records and numbers, from 0, into lists."""

    path: Path
    kind: Kind
    text: str = ""

    @property
    def value(self) -> Any:
        """Raises ValueError for a number that is none."""
        match self.kind:
            case "number":
                text = self.text.strip()
                return int(text) if text.lstrip("+-").isdigit() else float(text)
            case "yes" | "no":
                return self.kind == "yes"
            case "nothing":
                return None
            case "empty_list":
                return []
            case "empty_record":
                return {}
        return self.text


def leaf(path: Path, value: Any) -> Leaf:
    """The line of a value that holds no others."""
    if value is None:
        return Leaf(path, "nothing")
    if isinstance(value, bool):
        return Leaf(path, "yes" if value else "no")
    if isinstance(value, int | float):
        return Leaf(path, "number", str(value))
    if isinstance(value, list):
        return Leaf(path, "empty_list")
    return Leaf(path, "empty_record") if isinstance(value, dict) else Leaf(path, "text", str(value))


def flat(value: Any, path: Path = ()) -> list[Leaf]:
    """The lines of a value, in its order."""
    if isinstance(value, dict) and value:
        return [one for key, inner in value.items() for one in flat(inner, (*path, str(key)))]
    if isinstance(value, list) and value:
        return [one for place, inner in enumerate(value) for one in flat(inner, (*path, place))]
    return [leaf(path, value)]


def built(leaves: Iterable[Leaf]) -> dict[str, Any]:
    """The record that the lines make up; of two lines for one place the later holds. Raises ValueError."""
    root: dict[Step, Any] = {}
    for one in leaves:
        at = root
        for step in one.path[:-1]:
            inner = at.get(step)
            if not isinstance(inner, dict):
                inner = at[step] = {}
            at = inner
        at[one.path[-1]] = _Value(one.value)
    return {str(key): _made(inner) for key, inner in root.items()}


@dataclass(frozen=True, slots=True)
class _Value:
    value: Any


def _made(node: Any) -> Any:
    """A record whose names are all numbers is a list; what was taken out of it leaves no gap."""
    if isinstance(node, _Value):
        return node.value
    if all(isinstance(key, int) for key in node):
        return [_made(node[key]) for key in sorted(node)]
    return {str(key): _made(inner) for key, inner in node.items()}


def path(text: str) -> Path:
    """A way as people write it: `opinions.1.street`, list items counted from 1."""
    steps: list[Step] = []
    for part in text.strip().split("."):
        part = part.strip()
        steps.append(int(part) - 1 if steps and part.isdigit() and int(part) > 0 else part)
    return tuple(steps)
