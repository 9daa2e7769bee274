"""The errors a handler's job fails with. Their sentences reach incidents and logs, so none of them holds a value of the case.

HandlerError
├── InvalidInput     a variable that the handler reads is missing or of the wrong type
├── InvalidOutput    the handler returned something else than it promises
├── NumberTaken      two series would give out the same number
├── UnitUnknown      the organisation does not have the unit that the step names
├── MissingGlyph     a document holds a character that its font cannot show
├── LayoutFailed     the document could not be laid out
├── SystemSilent     an outside system did not answer
├── SystemFailed     an outside system answered that it cannot now
├── SystemUntrusted  an outside system's certificate is not trusted
└── UnexpectedFailure  anything else, named by its type and place
"""

from typing import ClassVar

from engine.errors import EngineError


class HandlerError(EngineError):
    """Root of what handlers raise on purpose; `details` fill the translated sentence of `code`."""

    code: ClassVar[str] = "handler_error"


class InvalidInput(HandlerError):
    """An input is missing or of the wrong type; `details` holds `handler` and the parts of a `Misfit`."""

    code = "handler_input"


class InvalidOutput(HandlerError):
    """The handler's answer is not what it promises; `details` holds `handler` and the parts of a `Misfit`."""

    code = "handler_output"


class NumberTaken(HandlerError):
    """Another series already gave out this number; `details` holds `number` and `series`."""

    code = "number_taken"


class UnitUnknown(HandlerError):
    """The organisation does not have the unit; `details` holds `unit`, its id."""

    code = "unit_unknown"


class MissingGlyph(HandlerError):
    """The document font lacks characters; `details` holds `field` and `characters` (their code points)."""

    code = "missing_glyph"


class LayoutFailed(HandlerError):
    """The typesetter refused the document for a reason other than its text."""

    code = "layout_failed"


class SystemSilent(HandlerError):
    """Nobody answered at a system's address in time; `details` holds `system`, its id."""

    code = "system_silent"


class SystemFailed(HandlerError):
    """A system is busy or broken; `details` holds `system` and the HTTP `status`."""

    code = "system_failed"


class SystemUntrusted(HandlerError):
    """A system's certificate does not verify; `details` holds `system`."""

    code = "system_untrusted"


class UnexpectedFailure(HandlerError):
    """A handler or its database failed in a way nobody foresaw; `details` holds `handler`, `kind` and `place`."""

    code = "handler_failed"
