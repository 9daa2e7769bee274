"""A try of a decision as its page tells it: fields to enter, answer, matching rules, what stands in the way."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext, ngettext

from engine.diagrams import dmn, messages
from engine.diagrams.dmn.editing import from_editor
from engine.diagrams.dmn.model import DecisionModel
from engine.diagrams.dmn.trial import Attempt, Checked, Field, Matching, Problem, attempt, check, fields
from engine.errors import FeelLimitExceeded, FeelUnavailable, Refused
from web.language import language, pick
from web.modeler.decisions import values
from web.modeler.decisions.examples import Example
from web.modeler.decisions.policies import policy
from web.modeler.decisions.sheets import sheets

_RULE = re.compile(r"(?<=rule )\S+")
"""The evaluator names rules by id."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What there is to show. `wrong` holds sentences by field, `failure` one for all, with its remedy; `done` is None
    while nothing was tried."""

    decisions: list[tuple[str, str]]
    decision: str
    fields: list[Field]
    wrong: Mapping[str, str] = field(default_factory=dict)
    failure: str = ""
    done: Attempt | None = None

    @property
    def sentences(self) -> list[str]:
        """Which rules of which table match, and what that means under its hit policy."""
        return [] if self.done is None else [_matched(one) for one in self.done.matching]

    @property
    def problem(self) -> str:
        """Why there is no answer, and what to do about it; '' where there is one."""
        if self.done is None or self.done.problem is None:
            return ""
        return _stands_in_the_way(self.done.problem, self.done.matching)

    @property
    def marks(self) -> list[dict[str, str]]:
        """The rules to be marked in the table: `used` made the answer, `hit` matches too, `clash` contradicts."""
        if self.done is None:
            return []
        clashing = self.done.problem.rules if self.done.problem else ()
        return [
            {"rule": rule, "mark": "clash" if rule in clashing else "used" if rule in one.used else "hit"}
            for one in self.done.matching
            for _, rule in one.rules
        ]


@dataclass(frozen=True, slots=True)
class Compared:
    """An example tried again: its answer now, and whether that is what it was; `trouble` says why there is none."""

    example: Example
    result: Any
    same: bool
    trouble: str


class Desk:
    """The decisions of one file as it stands in the editor, ready to be tried at `now` (milliseconds since 1970).

    `others` are the DMN files it may import from. Raises Refused when it cannot be read at all.
    """

    def __init__(self, file: str, text: str, others: Mapping[str, bytes], now: int) -> None:
        data = from_editor(file, text.encode(), given_ids=True)
        self._file, self._data = file, data
        self._models = dmn.read(file, data, others, draft=True)
        self._now = now

    def decisions(self) -> list[tuple[str, str]]:
        """(id, name) of what can be tried."""
        return [(model.id, model.name or model.id) for model in self._models.values()]

    def labels(self, decision: str) -> dict[str, str]:
        """What the output columns of a decision's table are called, by their names in expressions."""
        found = next((one.table for one in sheets(self._file, self._data) if one.id == decision), None)
        return {column.text: column.label for column in found.outputs} if found else {}

    def lay_out(self, decision: str) -> Trial:
        """What can be entered for a decision, the first one where there is no such."""
        model = self._model(decision)
        return Trial(self.decisions(), model.id if model else "", fields(model) if model else [])

    def check(self, decision: str) -> Checked | None:
        """Gaps and overlaps of a decision's table; None where it has none."""
        model = self._model(decision)
        return None if model is None else check(model)

    def try_out(self, decision: str, entered: Mapping[str, str]) -> Trial:
        """The same, tried with what was entered."""
        laid = self.lay_out(decision)
        if not laid.decision:
            return laid
        try:
            inputs = values.inputs(laid.fields, entered, self._now)
            done = attempt(self._models, laid.decision, inputs, self._now)
        except values.NotUnderstood as error:
            return Trial(laid.decisions, laid.decision, laid.fields, wrong=error.wrong)
        except (FeelLimitExceeded, FeelUnavailable) as error:
            return Trial(laid.decisions, laid.decision, laid.fields, failure=_too_much(error.details["reason"]))
        return Trial(laid.decisions, laid.decision, laid.fields, done=done)

    def compare(self, decision: str, example: Example) -> Compared:
        """Try an example again."""
        trial = self.try_out(decision, example.entered)
        result = trial.done.result if trial.done else None
        trouble = trial.failure or trial.problem or pick("；", "; ").join(trial.wrong.values())
        return Compared(example, result, not trouble and result == example.result, trouble)

    def _model(self, decision: str) -> DecisionModel | None:
        return self._models.get(decision) or next(iter(self._models.values()), None)


def refusals(error: Refused) -> list[str]:
    """Why a file cannot be read, each with what to do."""
    found = [messages.sentence(one, "en" if language() == "en" else "zh") for one in error.findings]
    return [f"{one.message} {one.remedy}" for one in found]


def _matched(one: Matching) -> str:
    if not one.rules:
        return str(gettext("%(table)s: no rule matches.", table=one.name))
    numbers = _numbers(number for number, _ in one.rules)
    count = len(one.rules)
    said: str = ngettext(
        "%(table)s: rule %(numbers)s matches.",
        "%(table)s: rules %(numbers)s match.",
        count,
        table=one.name,
        numbers=numbers,
    )
    used = [number for number, rule in one.rules if rule in one.used]
    if used and len(used) < count:
        said += " " + gettext(
            "Rule %(numbers)s decides (%(policy)s).", numbers=_numbers(used), policy=policy(one.policy)
        )
    return said


def _stands_in_the_way(problem: Problem, matching: tuple[Matching, ...]) -> str:
    numbers = {rule: number for one in matching for rule, number in one.number_of.items()}
    rules = _numbers(numbers[rule] for rule in problem.rules if rule in numbers)
    reason = _RULE.sub(lambda found: str(numbers.get(found[0], found[0])), problem.reason)
    match problem.kind:
        case "unique":
            said = gettext(
                "%(table)s: rules %(rules)s match together, but at most one may. "
                "Narrow one of them, or choose another hit policy.",
                table=problem.name,
                rules=rules,
            )
        case "any":
            said = gettext(
                "%(table)s: rules %(rules)s match together and give different results. "
                "Make their results equal, narrow one of them, or choose another hit policy.",
                table=problem.name,
                rules=rules,
            )
        case "expression":
            said = gettext(
                "%(table)s: the expression %(expression)s fails: %(reason)s. Correct it, or enter another value.",
                table=problem.name,
                expression=problem.expression,
                reason=reason,
            )
        case _:
            said = gettext(
                "%(table)s: a value is not what its type or its list of values allows: %(reason)s. "
                "Enter another value, or change the type or the list.",
                table=problem.name,
                reason=reason,
            )
    return str(said)


def _too_much(reason: str) -> str:
    said: str = gettext(
        "This takes more steps than a decision may: %(reason)s. Simplify its expressions.", reason=reason
    )
    return said


def _numbers(numbers: Any) -> str:
    return pick("、", ", ").join(str(number) for number in numbers)
