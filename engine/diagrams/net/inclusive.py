"""When an inclusive join acts (BPMN 2.0.2 §13.4.3, table 13.3)."""

from functools import cached_property

from engine.diagrams.net.net import Net, Place, Step


class Inclusive:
    """The inclusive joins of one net and the places from which tokens may still reach them."""

    def __init__(self, net: Net) -> None:
        self._net = net
        self._sources: dict[tuple[str, Place], frozenset[Place]] = {}

    @cached_property
    def in_loops(self) -> bool:
        """Whether any inclusive join may be reached by its own tokens."""
        return any(
            self._outputs(step) & self.sources(step, place, through=True)
            for step in self._net.steps
            if step.entry == "inclusive"
            for place in step.before
        )

    def enabled(self, step: Step, marking: tuple[Place, ...]) -> bool:
        """A token has arrived, and none is on its way to an empty place unless it may also reach a marked one."""
        tokens = set(marking)
        marked = [place for place in step.before if place in tokens]
        if not marked:
            return False
        towards_marked = frozenset[Place]().union(*(self.sources(step, place) for place in marked))
        empty = [place for place in step.before if place not in tokens]
        return all(tokens & self.sources(step, place) <= towards_marked for place in empty)

    def sources(self, step: Step, place: Place, through: bool = False) -> frozenset[Place]:
        """The places from which a path leads to `place` that does not visit the join (`through`: that may)."""
        key = (f"{step.node}{'*' if through else ''}", place)
        if key not in self._sources:
            found = {place}
            pending = [place]
            while pending:
                for earlier in self._earlier.get(pending.pop(), ()):
                    if earlier not in found and (through or earlier not in step.before):
                        found.add(earlier)
                        pending.append(earlier)
            self._sources[key] = frozenset(found)
        return self._sources[key]

    @cached_property
    def _earlier(self) -> dict[Place, set[Place]]:
        found: dict[Place, set[Place]] = {}
        for step in self._net.steps:
            for place in self._outputs(step):
                found.setdefault(place, set()).update(step.before)
        return found

    def _outputs(self, step: Step) -> set[Place]:
        return {place for outcome in step.outcomes for place in outcome}
