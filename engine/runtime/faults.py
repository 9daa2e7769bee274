"""Named places where a process may die; the fault tests replace `point` in their own process and kill it there.

A name says the moment, e.g. `command.before_commit`. In every other process `point` does nothing.
"""

from collections.abc import Callable


def _go_on(name: str) -> None:
    """Nothing happens here."""


point: Callable[[str], None] = _go_on
