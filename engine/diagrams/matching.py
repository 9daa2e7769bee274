"""Which element of one version of a process is which of another: a suggestion for people to confirm or correct."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from engine.diagrams.definition import Definition
from engine.diagrams.model import BoundaryEvent, FlowNode, Process
from engine.diagrams.traversal import definitions, scopes

How: TypeAlias = Literal["id", "name", "neighbours", "neighbour", "none"]

_CONFIDENCE: Mapping[How, float] = {"id": 1.0, "name": 0.9, "neighbours": 0.6, "neighbour": 0.4, "none": 0.0}


@dataclass(frozen=True, slots=True)
class ElementMatch:
    """The element `old` of the version before is `new` ('' where nothing fits), told by `how`.

    `process` is the called process whose elements they are, '' for the definition's own.
    `confidence` is 1 for the same id, 0.9 for the same name and kind, 0.6 for the same kind between the same neighbours,
    0.4 where only what comes before or only what comes after is the same.
    """

    old: str
    new: str
    how: How
    process: str = ""

    @property
    def key(self) -> str:
        """The old element as `MigrateInstance` names it: with its process where that is a called one."""
        return f"{self.process}:{self.old}" if self.process else self.old

    @property
    def renames(self) -> bool:
        """Whether there is a new element and it has another id."""
        return self.new not in ("", self.old)

    @property
    def confidence(self) -> float:
        """From 0 to 1."""
        return _CONFIDENCE[self.how]


def match(old: Process, new: Process) -> list[ElementMatch]:
    """One match for every element of `old`, in document order. Two elements never become one, nor change their kind."""
    was, now = _Drawn(old), _Drawn(new)
    found = _Found({}, set())
    for id, node in was.nodes.items():
        other = now.nodes.get(id)
        if other is not None and kind(other) == kind(node):
            found.take(id, id, "id")
    _pair(was, now, found, "name", lambda drawn, id, same: drawn.nodes[id].name)
    while (
        _pair(was, now, found, "neighbours", _neighbours)
        or _pair(was, now, found, "neighbour", lambda drawn, id, same: _all(drawn.before.get(id, set()), same))
        or _pair(was, now, found, "neighbour", lambda drawn, id, same: _all(drawn.after.get(id, set()), same))
    ):
        pass
    return [ElementMatch(id, *found.matches.get(id, ("", "none"))) for id in was.nodes]


def match_all(old: Definition, new: Definition) -> list[ElementMatch]:
    """The same for a definition and all that it calls; a called process that `new` does not call is left out."""
    was, now = _processes(old), _processes(new)
    return [replace(one, process=id) for id, process in was.items() if id in now for one in match(process, now[id])]


def _processes(whole: Definition) -> dict[str, Process]:
    """By id, the definition's own as ''."""
    found: dict[str, Process] = {}
    pending = [("", whole)]
    while pending:
        id, one = pending.pop()
        if id not in found:
            found[id] = one.process
            pending += one.called.items()
    return found


class _Drawn:
    """The nodes of a process by id, with their owners and what stands before and after them."""

    def __init__(self, process: Process) -> None:
        self.nodes: dict[str, FlowNode] = {}
        self.owner: dict[str, str] = {}
        self.before: dict[str, set[str]] = {}
        self.after: dict[str, set[str]] = {}
        for owner, scope in scopes(process):
            for id, node in scope.nodes.items():
                self.nodes[id] = node
                self.owner[id] = "" if owner is None else owner.id
                if isinstance(node, BoundaryEvent):
                    self.before.setdefault(id, set()).add(node.attached_to)
            for flow in scope.flows.values():
                self.after.setdefault(flow.source, set()).add(flow.target)
                self.before.setdefault(flow.target, set()).add(flow.source)


@dataclass(slots=True)
class _Found:
    matches: dict[str, tuple[str, How]]
    taken: set[str]

    def take(self, old: str, new: str, how: How) -> None:
        self.matches[old] = (new, how)
        self.taken.add(new)

    def same(self, old: str) -> str:
        """The element of the new version, '' while there is none."""
        return self.matches[old][0] if old in self.matches else ""

    def matched(self, new: str) -> str:
        """The same element where an old one is it, else ''."""
        return new if new in self.taken else ""


_Key: TypeAlias = Callable[[_Drawn, str, Callable[[str], str]], object]


def _pair(was: _Drawn, now: _Drawn, found: _Found, how: How, key: _Key) -> bool:
    """Match what is left over on both sides and alone has the same key there; whether there was anything."""
    ours = _by_key(was, [id for id in was.nodes if id not in found.matches], key, found.same)
    theirs = _by_key(now, [id for id in now.nodes if id not in found.taken], key, found.matched)
    pairs = [(ids[0], theirs[one][0]) for one, ids in ours.items() if len(ids) == 1 == len(theirs.get(one, ()))]
    for old, new in pairs:
        found.take(old, new, how)
    return bool(pairs)


def _by_key(drawn: _Drawn, ids: list[str], key: _Key, same: Callable[[str], str]) -> dict[object, list[str]]:
    keyed: dict[object, list[str]] = {}
    for id in ids:
        owner = drawn.owner[id]
        value = key(drawn, id, same)
        if value and (not owner or same(owner)):
            keyed.setdefault((kind(drawn.nodes[id]), same(owner) if owner else "", value), []).append(id)
    return keyed


def _neighbours(drawn: _Drawn, id: str, same: Callable[[str], str]) -> object:
    before, after = _all(drawn.before.get(id, set()), same), _all(drawn.after.get(id, set()), same)
    return (before, after) if before and after else ()


def _all(elements: set[str], same: Callable[[str], str]) -> tuple[str, ...]:
    """What they are in the new version, nothing where one of them is not known yet."""
    known = tuple(sorted(same(one) for one in elements))
    return () if "" in known else known


def kind(node: FlowNode) -> tuple[object, ...]:
    """What one element may only become another of: its sort, and that of its events."""
    return type(node), tuple(type(part) for part in definitions(node))
