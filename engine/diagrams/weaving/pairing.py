"""Which element of the original an edited element was."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence

from engine.diagrams.weaving.markup import Document, Element
from engine.diagrams.weaving.meaning import Meanings, unordered


class Pairs:
    """The elements of an edited file with those of the original that they were, found below one parent after the other."""

    def __init__(self, original: Document, edited: Document, meanings: Meanings) -> None:
        self._by_identity: dict[str, Element] = {}
        for element in original.elements:
            if element.identity:
                self._by_identity.setdefault(element.identity, element)
        self._still_there = {element.identity for element in edited.elements if element.identity}
        self._meanings = meanings
        self._taken: set[Element] = set()

    def of(self, old: Sequence[Element], new: Sequence[Element]) -> dict[Element, Element]:
        """Original by edited element among the children of one pair: the same id, the same meaning, the same place among equal tags."""
        found: dict[Element, Element] = {}
        left = {element: None for element in old if element not in self._taken}
        by_identity = {element.identity: element for element in left if element.identity}
        same: dict[int, deque[Element]] = defaultdict(deque)
        for element in left:
            same[self._meanings.of(element)].append(element)
        for element in new:
            there = by_identity.get(element.identity)
            if there is None and same[self._meanings.of(element)]:
                there = same[self._meanings.of(element)].popleft()
            if there is not None and there in left:
                found[element] = there
                del left[there]
        self._by_tag(left, [element for element in new if element not in found], found)
        self._taken.update(found.values())
        return found

    def moved(self, element: Element) -> Element | None:
        """The original of an element that stands under another parent now."""
        there = self._by_identity.get(element.identity) if element.identity else None
        if there is None or there in self._taken or there.tag != element.tag:
            return None
        self._taken.add(there)
        return there

    def _by_tag(self, left: Iterable[Element], new: Sequence[Element], found: dict[Element, Element]) -> None:
        waiting: dict[str, list[Element]] = defaultdict(list)
        for element in left:
            if element.identity in self._still_there:
                continue
            waiting[element.tag].append(element)
        for tag, candidates in waiting.items():
            asking = [element for element in new if element.tag == tag and element.identity not in self._by_identity]
            if len(asking) == len(candidates) == 1 or not any(one.identity for one in (*asking, *candidates)):
                found.update(zip(asking, candidates, strict=False))


def arranged(old: Sequence[Element], new: Sequence[Element], pairs: dict[Element, Element]) -> list[Element]:
    """The edited children in the order of the original, as far as the order of the edited ones allows.

    Among elements of one tag the edited order counts, where it means anything. New ones follow the one of their tag that is
    before them, or else the one before them.
    """
    edited = {original: element for element, original in pairs.items()}
    result = [edited[element] for element in old if element in edited]
    turns: dict[str, deque[Element]] = defaultdict(deque)
    for element in new:
        if element in pairs and not unordered(element.tag):
            turns[element.tag].append(element)
    result = [element if unordered(element.tag) else turns[element.tag].popleft() for element in result]
    before: Element | None = None
    last: dict[str, Element] = {}
    for element in new:
        if element not in pairs:
            anchor = last.get(element.tag, before)
            result.insert(0 if anchor is None else result.index(anchor) + 1, element)
        last[element.tag] = before = element
    return result
