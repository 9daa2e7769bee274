"""The named points at which a process may die, as the engine's source has them: a new one is killed at without being told."""

import ast
from collections.abc import Iterator
from pathlib import Path

import engine


def named() -> list[str]:
    """The name in every call of `faults.point`, once each."""
    return sorted({name for path in Path(engine.__file__).parent.rglob("*.py") for name in _in(path)})


def reached(mode: str) -> list[str]:
    """Those that due work of a mode (embedded or distributed) passes."""
    others = {"embedded": ("promotion.", "entry."), "distributed": ("due.after_take",)}
    return [name for name in named() if not name.startswith(others[mode])]


def _in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "faults.point":
            argument = node.args[0]
            assert isinstance(argument, ast.Constant), f"{path}: a point's name is a constant"
            yield argument.value
