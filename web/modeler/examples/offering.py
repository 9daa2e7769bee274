"""What can be chosen while a scenario is edited: groups of values with the names that people read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from flask_babel import gettext

from engine.diagrams.forms import Form
from web.language import Name, pick
from web.modeler.examples.catalogue import Catalogue
from web.modeler.examples.wording import refusal
from web.organisation.model import Person

Choices: TypeAlias = list[tuple[str, str]]
"""Values with their names."""
Groups: TypeAlias = list[tuple[str, Choices]]
"""Choices under titles, '' for none."""
Pairs: TypeAlias = list[tuple[str, str]]
"""Rows of two columns."""

REFUSALS = ("not_allowed", "excluded_user", "task_not_open", "task_already_claimed")


@dataclass(frozen=True, slots=True)
class Offer:
    """What one catalogue offers."""

    catalogue: Catalogue

    @property
    def processes(self) -> Groups:
        return [("", [(one, self.catalogue.process_name(one)) for one in self.catalogue.processes])]

    def tasks(self, process: str) -> Groups:
        """Tasks by process, those of the scenario's own first; a name is offered once in each."""
        order = sorted(self.catalogue.processes, key=lambda one: (one != process, one not in self.catalogue.own))
        found: dict[str, Choices] = {one: [] for one in order}
        for task in self.catalogue.tasks:
            choice = (task.name, task.said)
            if choice not in found[task.process]:
                found[task.process].append(choice)
        return [(self.catalogue.process_name(one), choices) for one, choices in found.items()]

    def people(self, able: tuple[Sequence[Person], Sequence[Person]]) -> Groups:
        """Everybody, those first who hold a role that the task is given to."""
        fitting, others = able
        return [
            (gettext("Who can do it by their role"), [self._person(one) for one in fitting]),
            (gettext("Everybody else"), [self._person(one) for one in others]),
        ]

    def _person(self, one: Person) -> tuple[str, str]:
        groups = sorted(one.groups_on(self.catalogue.day))
        said = pick("；", "; ").join(self.catalogue.group_name(group) for group in groups[:2])
        more = pick(" 等", " and others") if len(groups) > 2 else ""
        name = Name(one.name, one.name_en).said
        return one.id, f"{name}{pick('（', ' (')}{said}{more}{pick('）', ')')}" if said else name

    @property
    def groups(self) -> Groups:
        return [("", [(one, self.catalogue.group_name(one)) for one in self.catalogue.groups])]

    @property
    def recipients(self) -> Groups:
        people = [(one.id, Name(one.name, one.name_en).said) for one in self.catalogue.organisation.people]
        return [(gettext("Groups"), self.groups[0][1]), (gettext("People"), people)]

    @property
    def messages(self) -> Groups:
        return [("", [(one, one) for one in self.catalogue.messages])]

    def ends(self, process: str) -> Groups:
        return [("", [(one.zh, one.said) for one in self.catalogue.ends(process)])]

    @property
    def refusals(self) -> Groups:
        return [("", [(one, refusal(one)) for one in REFUSALS])]

    def fields(self, form: Form | None, named: Sequence[str]) -> Choices:
        """The fields of a form that can be at fault, and those that the scenario names besides."""
        asked = [one for one in form.fields if not one.readonly] if form else []
        found = [(one.key, pick(one.label, one.label_en) or one.key) for one in asked]
        return found + [(one, one) for one in named if one not in {key for key, _ in found}]


def pairs(given: Mapping[str, Any] | None) -> Pairs:
    """A record of lists, or of single values, as rows; an empty list keeps its row."""
    rows: Pairs = []
    for name, inner in (given or {}).items():
        listed = inner if isinstance(inner, list) else [inner]
        rows += [(name, str(one)) for one in listed] or [(name, "")]
    return rows
