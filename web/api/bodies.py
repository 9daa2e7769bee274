"""What may stand in a call: its shape and its size. What the fields of a report may hold is the form's to say."""

from typing import Annotated, Literal, TypeVar

import msgspec
from flask import request
from flask_babel import gettext
from werkzeug.exceptions import RequestEntityTooLarge

from handlers.type_errors import misfit
from web.api.problems import More, Problem

LARGEST = 64 * 1024
"""Bytes of one call."""

Reference = Annotated[str, msgspec.Meta(max_length=100, description="The sender's own number of it")]
Value = str | int | float | bool | list[str] | None


class Report(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A problem that was found: the fields of the report form by key."""

    fields: dict[str, Value]
    reference: Reference = ""


class Update(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Something new on a case: exactly one of its number and the receipt of the report that opened it."""

    kind: Literal["information", "urge", "withdrawal"]
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    case_number: Annotated[str, msgspec.Meta(max_length=200)] = ""
    receipt: Annotated[str, msgspec.Meta(max_length=32)] = ""
    reference: Reference = ""


B = TypeVar("B", bound=msgspec.Struct)


def body(kind: type[B]) -> B:
    """The body of the present call. Raises Problem."""
    if request.mimetype != "application/json":
        words = gettext("The body must be JSON"), gettext("Send it as application/json in UTF-8.")
        raise Problem(415, "not-json", words)
    request.max_content_length = LARGEST
    try:
        return msgspec.json.decode(request.get_data(), type=kind)
    except RequestEntityTooLarge:
        detail = gettext("At most %(limit)d KB are taken at once.", limit=LARGEST // 1024)
        raise Problem(413, "too-large", (gettext("The body is too large"), detail)) from None
    except msgspec.ValidationError as error:
        wrong = misfit(error, kind)
        faults = [{"field": wrong.field, "code": wrong.problem, "detail": wrong.reason}]
        words = gettext("The body has the wrong shape"), gettext("See “errors”: each names a field and what is wrong.")
        raise Problem(422, "wrong-shape", words, More(errors=faults)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        words = gettext("The body cannot be read"), gettext("It is no JSON in UTF-8. Mend it and send it again.")
        raise Problem(400, "unreadable", words) from None
