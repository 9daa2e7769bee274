"""Who acted or may act, said by name: people, groups `role@unit`, handlers and the system itself."""

from collections.abc import Iterable

from flask_babel import gettext

from web.account import people
from web.language import Name, language
from web.services import services


class Directory:
    """Names of the people and groups that one page mentions, read at once."""

    def __init__(self, actors: Iterable[str] = (), groups: Iterable[str] = ()) -> None:
        database = services().database
        pairs = [group.partition("@") for group in groups]
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

    def group(self, group: str) -> str:
        """A group as `unit · role`."""
        role, _, unit = group.partition("@")
        return f"{self._units.get(unit, Name(unit))} · {self._roles.get(role, Name(role))}"

    def groups(self, groups: Iterable[str]) -> str:
        return (", " if language() == "en" else "、").join(self.group(group) for group in groups)
