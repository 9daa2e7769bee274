"""`engine` exports what its users need, and nothing by accident."""

import inspect
import typing

import engine


def test_all_names_exist_and_are_sorted() -> None:
    assert engine.__all__ == sorted(engine.__all__, key=lambda name: (name[0].islower(), name))
    assert all(hasattr(engine, name) for name in engine.__all__)


def test_every_type_that_the_engine_takes_or_returns_is_exported() -> None:
    mentioned: set[type] = set()
    for _, method in inspect.getmembers(engine.Engine, inspect.isfunction):
        if not method.__name__.startswith("_"):
            for hint in typing.get_type_hints(method).values():
                mentioned.update(_classes(hint))
    own = {kind.__name__ for kind in mentioned if kind.__module__.startswith("engine.runtime")}
    assert own <= set(engine.__all__)


def _classes(hint: object) -> set[type]:
    found = {hint} if isinstance(hint, type) else set()
    for part in typing.get_args(hint):
        found |= _classes(part)
    return found
