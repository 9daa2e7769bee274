"""Variables live in a tree of scopes: process, then subprocess, call or multi-instance, then element.

A scope is opened only where something is local to it, so most activations share the scope around them.
Semantics of propagation: a value is assigned in the nearest scope that has the variable, else in the outermost one.
"""

from collections.abc import Mapping
from typing import Any, Final


class Missing:
    """The type of `MISSING`, which tells an absent variable from one that is null."""


MISSING: Final = Missing()


class Scope:
    """The variables of one activation.

    `key` is the token that owns the scope, 0 for the process itself. `parent` is None for the process and for a called
    process, which sees nothing of its caller. `inherited` names the copies that a called process was given and has not
    assigned since: they are not handed back, so a stale copy never overwrites what others did meanwhile.
    """

    __slots__ = ("inherited", "key", "parent", "values")

    def __init__(self, key: int, parent: "Scope | None", values: dict[str, Any] | None = None) -> None:
        self.key = key
        self.parent = parent
        self.values: dict[str, Any] = {} if values is None else values
        self.inherited: dict[str, None] = {}

    def lookup(self, name: str) -> Any:
        """The value of the nearest variable `name`, or `MISSING`."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.values:
                return scope.values[name]
            scope = scope.parent
        return MISSING

    def holder(self, name: str) -> "Scope":
        """The scope in which an assignment to `name` from here takes place."""
        scope = self
        while name not in scope.values and scope.parent is not None:
            scope = scope.parent
        return scope

    def visible(self) -> dict[str, Any]:
        """Every variable seen from here, outermost first."""
        chain: list[Scope] = []
        scope: Scope | None = self
        while scope is not None:
            chain.append(scope)
            scope = scope.parent
        found: dict[str, Any] = {}
        for scope in reversed(chain):
            found.update(scope.values)
        return found

    def assign(self, values: Mapping[str, Any]) -> None:
        """Set variables in this very scope."""
        self.values.update(values)
        if self.inherited:
            for name in values:
                self.inherited.pop(name, None)


def propagate(start: Scope, values: Mapping[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    """Assign each of `values` from `start` upwards; tells what each scope got, by scope key, in order of first touch."""
    if start.parent is None:
        start.assign(values)
        return [(start.key, dict(values))]
    touched: dict[int, tuple[Scope, dict[str, Any]]] = {}
    for name, value in values.items():
        holder = start.holder(name)
        touched.setdefault(holder.key, (holder, {}))[1][name] = value
    for holder, assigned in touched.values():
        holder.assign(assigned)
    return [(key, assigned) for key, (_, assigned) in touched.items()]
