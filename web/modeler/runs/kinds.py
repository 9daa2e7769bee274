"""What runs can do, by name. The packages that know how register it when they are imported, with the application."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from web.language import Name
from web.modeler.runs.progress import Progress
from web.modeler.runs.run import Run

Work: TypeAlias = Callable[[Mapping[str, Any], Progress], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class RunKind:
    """`work` takes the run's arguments and gives its result, both JSON-ready; it may be done again after a crash, from the
    beginning, so it must be idempotent. `title` is the English message id of what the page is called. `shows` makes
    what the template `modeler/runs/<name>.html` shows beside `run`. `stops` says whether its page may stop it. `unfinished`
    is called where it failed for good, also where its process died each time, with why; it may be called again."""

    name: str
    title: object
    work: Work
    shows: Callable[[Run], Mapping[str, Any]]
    stops: bool
    unfinished: Callable[[Run, Name], None] = lambda run, why: None


_kinds: dict[str, RunKind] = {}


def kind(
    name: str,
    title: object,
    shows: Callable[[Run], Mapping[str, Any]] = lambda run: {},
    *,
    stops: bool = True,
    unfinished: Callable[[Run, Name], None] = lambda run, why: None,
) -> Callable[[Work], Work]:
    """Register the decorated function as what runs of this kind do; see `RunKind`."""

    def register(work: Work) -> Work:
        _kinds[name] = RunKind(name, title, work, shows, stops, unfinished)
        return work

    return register


def shown_kind(name: str) -> RunKind:
    """The same for pages, which show what a release had that this one lacks, too."""

    def none(args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
        raise KeyError(name)

    return _kinds.get(name) or RunKind(name, name, none, lambda run: {}, stops=True)


def kind_of(name: str) -> RunKind:
    """The kind of this name. Raises KeyError where no package registered it."""
    return _kinds[name]
