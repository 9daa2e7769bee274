"""Refusals for programs, as problems (RFC 9457) in the language they ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import Response, jsonify

PREFIX = "urn:tiaokuai:problem:"


class Problem(Exception):
    """A call that is refused: `code` for programs, `title` and `detail` in words, `errors` by field."""

    def __init__(self, status: int, code: str, words: tuple[str, str], more: "More | None" = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.title, self.detail = words
        self.more = more or More()


@dataclass(frozen=True, slots=True)
class More:
    """What some refusals add: faults of single fields (`field`, `code`, `detail`), and headers."""

    errors: Sequence[Mapping[str, str]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(problem: Problem) -> Response:
    """The problem as it is sent."""
    body = {
        "type": PREFIX + problem.code,
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
    }
    response = jsonify(body | ({"errors": list(problem.more.errors)} if problem.more.errors else {}))
    response.mimetype = "application/problem+json"
    response.status_code = problem.status
    response.headers.update(problem.more.headers)
    return response
