"""`engine` exports what its users need, and nothing by accident."""

import inspect
import typing

import pytest

import engine


def test_all_names_exist_and_are_sorted() -> None:
    assert engine.__all__ == sorted(engine.__all__, key=lambda name: (name[0].islower(), name))
    assert all(hasattr(engine, name) for name in engine.__all__)


@pytest.mark.parametrize("face", [engine.Engine, engine.TemporaryEngine, engine.Case])
def test_every_type_that_a_face_takes_or_returns_is_exported(face: type) -> None:
    mentioned: set[type] = set()
    for name, member in inspect.getmembers(face):
        asked = member.fget if isinstance(member, property) else member
        if not name.startswith("_") and inspect.isfunction(asked):
            for hint in typing.get_type_hints(asked).values():
                mentioned.update(_classes(hint))
    own = {kind.__name__ for kind in mentioned if kind.__module__.startswith("engine.")}
    assert own
    assert own <= set(engine.__all__)


def _classes(hint: object) -> set[type]:
    found = {hint} if isinstance(hint, type) else set()
    for part in typing.get_args(hint):
        found |= _classes(part)
    return found
