"""Who acted or may act, said by name: people, groups `role@unit`, handlers and the system itself."""

import re
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext

from web.account import people
from web.language import Name, language
from web.services import services

_CODE = re.compile(r"([a-z0-9-]{1,100}@)?[a-z0-9-]{1,100}")


def codes(value: Any) -> set[str]:
    """The texts anywhere in a value that may be a group `role@unit` or a unit."""
    if isinstance(value, str):
        return {value} if _CODE.fullmatch(value) else set()
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return {code for one in inner for code in codes(one)}


class Directory:
    """Names of the people and groups that one page mentions, read at once."""

    def __init__(self, actors: Iterable[str] = (), groups: Iterable[str] = (), codes: Iterable[str] = ()) -> None:
        """`codes` are texts that may be groups or units."""
        database = services().database
        pairs = [group.partition("@") for group in groups]
        for code in codes:
            role, _, unit = code.rpartition("@")
            pairs.append((role, "@", unit))
        self._people = people.person_names(database, actors)
        self._roles = people.role_names(database, (role for role, _, _ in pairs))
        self._units = people.unit_names(database, (unit for _, _, unit in pairs))

    def actor(self, actor: str) -> str:
        """A person's name; the system and handlers by what they are."""
        if actor.startswith("handler:"):
            return str(gettext("Automatic step"))
        if actor in {"system", ""}:
            return str(gettext("The system"))
        return str(self._people.get(actor, Name(actor)))

    def people(self, value: Any) -> Any:
        """The value of a variable that holds a person's id, or a list of them, by name; anything else as it is."""
        if isinstance(value, list):
            return [self.people(one) for one in value]
        return self._people[value].said if isinstance(value, str) and value in self._people else value

    def group(self, group: str) -> str:
        """A group as `unit · role`."""
        role, _, unit = group.partition("@")
        return f"{self._units.get(unit, Name(unit))} · {self._roles.get(role, Name(role))}"

    def value(self, value: Any) -> Any:
        """A value with the codes of groups and units in it replaced by their names."""
        if isinstance(value, list | tuple):
            return [self.value(one) for one in value]
        if isinstance(value, dict):
            return {key: self.value(one) for key, one in value.items()}
        if not isinstance(value, str):
            return value
        role, at, unit = value.rpartition("@")
        if unit not in self._units or (at and role not in self._roles):
            return value
        return self.group(value) if at else self._units[unit].said

    def groups(self, groups: Iterable[str]) -> str:
        return (", " if language() == "en" else "、").join(self.group(group) for group in groups)
