"""A decision that can be asked, and its answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.diagrams.feel.contexts import Step, call
from engine.errors import DecisionError, FeelError, FeelLimitExceeded

_PREPARE_SECONDS = 5.0
"""For parsing all of a graph; its size was bounded when it was read."""


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """What was decided and why.

    `result` is a JSON value (dates, times and durations as ISO 8601 text); `rules` are the ids of the rules that made it,
    those of required decisions first; `inputs` holds the variables that were read and what the required decisions gave.
    `problems` tells why a value is null where it should not be; there are some only when they were not raised.
    """

    result: Any
    rules: list[str]
    inputs: dict[str, Any]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionModel:
    """One decision with all it requires; `input_names` are the variables it reads, perhaps with some that it doesn't.

    `graph` is its file's decision graph as JSON for the FEEL engine, `key` the SHA-256 of that, `root` its place in it.
    A decision service is one, too: its inputs are its parameters by name.
    """

    id: str
    name: str
    file: str
    input_names: frozenset[str]
    key: str
    graph: str
    root: int

    def decide(self, inputs: Mapping[str, Any], now: int, *, strict: bool = True) -> DecisionResult:
        """Decide with JSON `inputs` by name (others than `input_names` are left out) at `now`, milliseconds since 1970.

        JSON has no dates: an input that a type declares to be one is given as ISO text, any other as `{"@": ISO text}`.
        Raises DecisionError when rules contradict each other or a value breaks its type or allowed values;
        FeelError, FeelLimitExceeded and FeelUnavailable as expressions do. All name the decision. Unless `strict`, only limits are
        raised: as DMN 1.5 has it, what has no value is null, and the decision goes on; see `DecisionResult.problems`.
        """
        given = {name: inputs[name] for name in sorted(self.input_names) if name in inputs}
        request = {"key": self.key, "root": self.root, "inputs": given, "now": now, "strict": strict}
        try:
            answer = call("decide", request)
            if "error" not in answer and answer["value"] is None:
                prepare = Step("prepare", {"key": self.key, "root": self.root, "graph": self.graph}, _PREPARE_SECONDS)
                answer = call("decide", request, first=prepare)
        except FeelLimitExceeded as error:
            raise FeelLimitExceeded(
                f"Decision {self.name!r} ({self.id}): {error}",
                expression=self.id,
                reason=error.details["reason"],
                limit="size",
            ) from None
        if "error" in answer:
            raise self._failure(answer)
        value = answer["value"]
        problems = tuple(problem["message"] for problem in value["problems"])
        return DecisionResult(value["result"], value["rules"], given | (value["decided"] or {}), problems)

    def _failure(self, answer: Mapping[str, Any]) -> Exception:
        reason = answer["reason"]
        expression = answer.get("expression", "")
        place = f"Decision {self.name!r} ({self.id})"
        if answer["error"] == "decision":
            rules = answer.get("rules", [])
            return DecisionError(f"{place}: {reason}.", decision=self.id, reason=reason, rules=rules)
        message = f"{place}: FEEL failed on {expression!r}: {reason}."
        if answer["error"] == "limit":
            return FeelLimitExceeded(message, expression=expression, reason=reason, limit="steps")
        return FeelError(message, expression=expression, reason=reason)
