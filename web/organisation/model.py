"""What an organisation consists of, as immutable values; days are ISO dates, both included, '' for no limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from web.account.dates import holds

UnitKind = Literal[
    "city_body", "district_body", "department", "street", "grid_centre", "governance_centre", "agency", "committee"
]


@dataclass(frozen=True, slots=True)
class Unit:
    """A body of the district; `parent`, `street` and `department` are ids of units or ''."""

    id: str
    name: str
    name_en: str
    kind: UnitKind
    parent: str = ""
    street: str = ""
    department: str = ""
    short_name: str = ""
    valid_from: str = ""
    valid_to: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody may be in a unit."""

    id: str
    name: str
    name_en: str
    valid_from: str = ""
    valid_to: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A membership with dates: the group `role@unit`."""

    group: str
    valid_from: str = ""
    valid_to: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody; a membership without dates may be written as its group alone."""

    id: str
    name: str
    name_en: str
    memberships: Sequence[str | Held] = ()
    demo: bool = False
    valid_from: str = ""
    valid_to: str = ""

    @property
    def held(self) -> list[Held]:
        """All memberships with their dates, by group and first day."""
        found = [Held(one) if isinstance(one, str) else one for one in self.memberships]
        return sorted(found, key=lambda one: (one.group, one.valid_from))

    def groups_on(self, day: str) -> set[str]:
        """The groups to which they belong on the day."""
        return {one.group for one in self.held if holds(one, day)}


@dataclass(frozen=True, slots=True)
class Organisation:
    """Everybody and everything, in the order of the file."""

    units: Sequence[Unit]
    roles: Sequence[Role]
    people: Sequence[Person]


class OrganisationInvalid(ValueError):
    """An organisation's files contradict themselves; the message names every place, what is wrong and the remedy."""
