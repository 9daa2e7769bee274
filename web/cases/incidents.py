"""Says why a step stands still: which field of an automatic step is wrong and how, or in general what failed."""

from collections import defaultdict
from collections.abc import Mapping

from flask_babel import gettext
from markupsafe import Markup

from handlers.connectors.systems import NAMES
from web.language import pick, quoted


def incident_words(kind: str, details: Mapping[str, str], name: str) -> str:
    """What an incident means for the people waiting; `kind` and `details` as journalled, `name` the element's."""
    if kind == "assignment" and details.get("lane"):
        lane, value = details["lane"], details.get("value", "")
        return str(
            gettext(
                "The lane %(lane)s gives its tasks to a unit that the case should name, but that is %(value)s.",
                lane=quoted(lane),
                value=value,
            )
        )
    return (_job_words(details, quoted(name)) if kind == "job" else "") or _general_words(kind)


def technical_words(message: str) -> Markup:
    """The English message for whoever mends it, folded away."""
    summary = gettext("Technical information")
    return Markup('<details><summary>{}</summary><code lang="en">{}</code></details>').format(summary, message)


def _general_words(kind: str) -> str:
    sentences: dict[str, str] = {
        "expression": gettext("A rule of the diagram could not be worked out."),
        "decision": gettext("A decision table gave no usable answer."),
        "condition": gettext("No way out of this gateway fits the data."),
        "job": gettext("An automatic step failed again and again."),
        "uncaught_error": gettext("An automatic step reported an error that the diagram does not handle."),
        "timer": gettext("The time of a deadline could not be worked out."),
        "assignment": gettext("It could not be worked out who should do this."),
        "runaway": gettext("The case went round in circles and was stopped."),
        "call": gettext("A called procedure could not be started."),
        "limit": gettext("A rule of the diagram takes too long to work out."),
        "deadlock": gettext("It waits for other branches that can no longer come, so nothing can move on."),
    }
    return sentences.get(kind) or str(gettext("This step stands still."))


def _job_words(details: Mapping[str, str], name: str) -> str:
    """A failed handler's sentence by the code of its error; '' for an unknown code."""
    field = details.get("field", "")
    if details.get("code") == "handler_input" and field:
        return _misfit_words(
            gettext("The input %(field)s of the automatic step %(name)s", field=field, name=name), details
        )
    if details.get("code") == "handler_output" and field:
        return _misfit_words(
            gettext("The result %(field)s of the automatic step %(name)s", field=field, name=name), details
        )
    sentences: dict[str, str] = {
        "handler_output": gettext("The automatic step %(name)s gave no usable result."),
        "handler_failed": gettext("The automatic step %(name)s failed unexpectedly (%(kind)s)."),
        "handler_unknown": gettext("The automatic step %(name)s needs the program %(type)s, which is not installed."),
        "handler_timeout": gettext("The automatic step %(name)s did not finish within %(seconds)s seconds."),
        "number_taken": gettext("The automatic step %(name)s cannot give out the number %(number)s: it is taken."),
        "unit_unknown": gettext(
            "The automatic step %(name)s names the unit %(unit)s, which the organisation does not have."
        ),
        "missing_glyph": gettext(
            "The automatic step %(name)s cannot print %(field)s: the font lacks the characters %(characters)s."
        ),
        "layout_failed": gettext("The automatic step %(name)s could not lay out its document."),
        "system_silent": gettext("The automatic step %(name)s gets no answer from the %(system)s."),
        "system_failed": gettext("The automatic step %(name)s finds the %(system)s out of order (HTTP %(status)s)."),
        "system_untrusted": gettext("The automatic step %(name)s cannot trust the certificate of the %(system)s."),
    }
    sentence = sentences.get(details.get("code", ""), "")
    words = {**details, "name": name, "system": _system_words(details.get("system", ""))}
    return sentence % defaultdict(lambda: "—", words) if sentence else ""


def _system_words(system: str) -> str:
    """An outside system by name."""
    return next((pick(*names) for id, names in NAMES.items() if id == system), system)


def _misfit_words(what: str, details: Mapping[str, str]) -> str:
    """`what` is wrong with a field, by the parts of a `handlers.type_errors.Misfit`."""
    problem, expected, given = (details.get(part, "") for part in ("problem", "expected", "given"))
    if problem == "required":
        return str(gettext("%(what)s is required but has no value.", what=what))
    if problem == "type":
        said, found = _type_words(expected), _type_words(given)
        return str(gettext("%(what)s must be %(expected)s, but is %(given)s.", what=what, expected=said, given=found))
    if problem == "choice" and expected:
        return str(gettext("%(what)s must be one of: %(expected)s.", what=what, expected=expected))
    if problem == "form" and expected == "length >= 1":
        return str(gettext("%(what)s must not be empty.", what=what))
    if problem == "form" and expected.isalpha():
        return str(gettext("%(what)s must be %(expected)s.", what=what, expected=_type_words(expected)))
    if problem == "form" and expected:
        bound = expected.replace("length", gettext("length")).replace(">=", "≥").replace("<=", "≤")
        return str(gettext("%(what)s does not keep within its limit (%(bound)s).", what=what, bound=bound))
    return str(gettext("%(what)s has the wrong form.", what=what))


def _type_words(types: str) -> str:
    """Types such as `str | null` in words."""
    words: dict[str, str] = {
        "str": gettext("text"),
        "int": gettext("a whole number"),
        "float": gettext("a number"),
        "bool": gettext("a yes-or-no value"),
        "array": gettext("a list"),
        "object": gettext("a group of values"),
        "date": gettext("a date"),
        "time": gettext("a time"),
        "datetime": gettext("a date and time"),
        "null": gettext("empty"),
    }
    return pick("或", " or ").join(words.get(one, one) for one in types.split(" | "))
