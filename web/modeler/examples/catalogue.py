"""What a scenario can speak of: tasks with their forms, people, groups, end events, messages and data stores, by name."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from engine.diagrams.forms import Form
from engine.diagrams.model import EndEvent, MessageDefinition, Process, StartEvent, UserTask
from engine.diagrams.traversal import definition, nodes
from web.account.dates import today
from web.language import Name
from web.modeler.diagrams.surroundings import all_procedures
from web.organisation.model import Organisation, Person
from web.organisation.storing import stored
from web.services import services

_ROLE = re.compile(r"([a-z][a-z0-9-]*)@")


@dataclass(frozen=True, slots=True)
class Task:
    """A user task of some process; `roles` are those that its diagram gives it to, as far as they are written there."""

    name: str
    name_en: str
    process: str
    form: Form | None
    roles: frozenset[str]

    @property
    def said(self) -> str:
        return Name(self.name, self.name_en).said


@dataclass(frozen=True)
class Catalogue:
    """Everything by process, the scenario's own procedure first."""

    processes: Mapping[str, Process]
    forms: Mapping[str, Form]
    organisation: Organisation
    day: str
    own: frozenset[str] = field(default_factory=frozenset)

    def process_name(self, process: str) -> str:
        found = self.processes.get(process)
        return Name(found.name, found.name_en).said if found else process

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        return tuple(
            Task(node.name or node.id, node.name_en, process.id, self.forms.get(node.form), _roles(node))
            for process in self.processes.values()
            for node in nodes(process)
            if isinstance(node, UserTask)
        )

    def task(self, name: str, process: str = "") -> Task | None:
        """The task of this name; of several, the one in `process`, else the first of the scenario's own procedure."""
        found = [one for one in self.tasks if one.name == name and (not process or one.process == process)]
        return found[0] if found else None

    def task_name(self, name: str) -> str:
        found = self.task(name)
        return found.said if found else name

    def ends(self, process: str) -> list[Name]:
        """The end events of a process by name."""
        found = self.processes.get(process)
        ends = (node for node in nodes(found) if isinstance(node, EndEvent) and node.name) if found else ()
        return list(dict.fromkeys(Name(one.name, one.name_en) for one in ends))

    def start_form(self, process: str) -> Form | None:
        """The form by which a person starts a case of the process."""
        found = self.processes.get(process)
        starts = (node for node in found.scope.nodes.values() if isinstance(node, StartEvent)) if found else ()
        return next((self.forms[one.form] for one in starts if one.form in self.forms), None)

    @cached_property
    def messages(self) -> list[str]:
        """The names of all messages that diagrams wait for."""
        events = (definition(node) for process in self.processes.values() for node in nodes(process))
        names = {event.name for event in events if isinstance(event, MessageDefinition) and isinstance(event.name, str)}
        return sorted(names)

    @cached_property
    def labels(self) -> dict[str, Name]:
        """What forms call variables, the scenario's own procedure before others."""
        found: dict[str, Name] = {}
        for one in self._forms_in_order():
            for component in one.fields:
                found.setdefault(component.key, Name(component.label, component.label_en))
        return found

    @cached_property
    def options(self) -> dict[str, dict[str, Name]]:
        """The names of the fixed options by variable and code."""
        found: dict[str, dict[str, Name]] = {}
        for one in self._forms_in_order():
            for component in one.fields:
                for option in component.options:
                    found.setdefault(component.key, {}).setdefault(option.value, Name(option.label, option.label_en))
        return found

    def person(self, identity: str) -> Person | None:
        return self._people.get(identity)

    def person_name(self, identity: str) -> str:
        found = self._people.get(identity)
        return Name(found.name, found.name_en).said if found else identity

    def group_name(self, group: str) -> str:
        """A group as `unit · role`, a person by name."""
        role, at, unit = group.partition("@")
        if not at:
            return self.person_name(group)
        return f"{self.names.get(unit, unit)} · {self._roles.get(role, role)}"

    @cached_property
    def groups(self) -> list[str]:
        """Every group that somebody belongs to, by unit."""
        found = {group for one in self.organisation.people for group in one.groups_on(self.day)}
        return sorted(found, key=lambda one: (one.partition("@")[2], one))

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of units by id."""
        return {one.id: Name(one.name, one.name_en).said for one in self.organisation.units}

    @cached_property
    def _roles(self) -> dict[str, str]:
        return {one.id: Name(one.name, one.name_en).said for one in self.organisation.roles}

    @cached_property
    def _people(self) -> dict[str, Person]:
        return {one.id: one for one in self.organisation.people}

    def able(self, task: Task | None) -> tuple[list[Person], list[Person]]:
        """The people who hold a role that the task is given to, and all others."""
        roles = task.roles if task else frozenset[str]()
        able = [
            one for one in self.organisation.people if roles & {g.partition("@")[0] for g in one.groups_on(self.day)}
        ]
        return able, [one for one in self.organisation.people if one not in able]

    def starter(self, process: str) -> str:
        """Somebody who may begin the process, else anybody; '' where there is nobody."""
        found = self.processes.get(process)
        roles = {one.strip() for one in found.properties.get("starters", "").split(",")} if found else set()
        able = [
            one for one in self.organisation.people if roles & {g.partition("@")[0] for g in one.groups_on(self.day)}
        ]
        return next((one.id for one in (*able, *self.organisation.people)), "")

    def _forms_in_order(self) -> Iterator[Form]:
        yield from self.forms.values()


def known(procedure: str) -> Catalogue:
    """What a scenario of the procedure can speak of: drafts laid over what is in force, and the organisation of today."""
    bundles = all_procedures()
    order = sorted(bundles, key=lambda key: (key != procedure, key))
    processes = {identity: process for key in order for identity, (_, process) in bundles[key].processes.items()}
    forms: dict[str, Form] = {}
    for key in order:
        for identity, (_, form) in bundles[key].forms.items():
            forms.setdefault(identity, form)
    own = frozenset(bundles[procedure].processes) if procedure in bundles else frozenset[str]()
    return Catalogue(processes, forms, stored(services().database), today(services().now()), own)


def _roles(node: UserTask) -> frozenset[str]:
    groups = node.candidate_groups
    if node.post is not None and not node.is_assigned:
        return frozenset({node.post.role})
    text = groups if isinstance(groups, str) else getattr(groups, "text", "")
    return frozenset(_ROLE.findall(text or ""))
