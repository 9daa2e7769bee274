"""One registered handler: checks what goes in and what comes out, and lets no value of the case into an error."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import msgspec

from engine.runtime.handlers import BpmnError, JobContext
from handlers.errors import HandlerError, InvalidInput, InvalidOutput, UnexpectedFailure
from handlers.type_errors import Misfit, misfit


@dataclass(frozen=True, slots=True)
class TypedHandler:
    """A handler with its types; satisfies `engine.runtime.handlers.Handler`."""

    name: str
    retries: int
    inputs: type[msgspec.Struct]
    outputs: type[msgspec.Struct]
    function: Callable[[Any, JobContext], Any]

    def run(self, inputs: dict[str, Any], context: JobContext) -> dict[str, Any]:
        """Check the inputs, do the work, check the outputs; variables the handler does not know are left alone.

        A FEEL null counts as not given, so that an optional input takes its default. Raises `BpmnError` as the function does, and
        otherwise only `HandlerError`.
        """
        given = {name: value for name, value in inputs.items() if value is not None}
        try:
            checked = msgspec.convert(given, self.inputs, strict=True)
        except msgspec.ValidationError as error:
            wrong = misfit(error, self.inputs)
            message = f"Handler {self.name!r}: input {wrong.field!r}: {wrong.reason}."
            raise InvalidInput(message, handler=self.name, **wrong.details) from None
        return self._answer(self._call(checked, context))

    def input_schema(self) -> dict[str, Any]:
        """The JSON Schema of the inputs, for the editor's templates."""
        return msgspec.json.schema(self.inputs)

    def output_schema(self) -> dict[str, Any]:
        """The JSON Schema of the outputs."""
        return msgspec.json.schema(self.outputs)

    @property
    def output_names(self) -> tuple[str, ...]:
        """The names of the outputs, as a case has them."""
        return self.outputs.__struct_encode_fields__

    def _call(self, checked: msgspec.Struct, context: JobContext) -> Any:
        try:
            return self.function(checked, context)
        except (BpmnError, HandlerError):
            raise
        except Exception as error:  # noqa: BLE001 - the text of a foreign error may hold personal data
            kind, place = type(error).__name__, _place(error)
        message = f"Handler {self.name!r} failed: {kind} at {place}."
        raise UnexpectedFailure(message, handler=self.name, kind=kind, place=place)

    def _answer(self, result: Any) -> dict[str, Any]:
        try:
            msgspec.convert(msgspec.to_builtins(result), self.outputs, strict=True)
            answer = msgspec.to_builtins(result)
        except (msgspec.ValidationError, TypeError) as error:
            raise self._invalid_output(misfit(error, self.outputs)) from None
        if not isinstance(answer, dict):
            raise self._invalid_output(Misfit("", "type", "object", "array"))
        return answer

    def _invalid_output(self, wrong: Misfit) -> InvalidOutput:
        where = f"output {wrong.field!r}" if wrong.field else "the answer"
        return InvalidOutput(f"Handler {self.name!r}: {where}: {wrong.reason}.", handler=self.name, **wrong.details)


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "handlers" in PurePath(frame.filename).parts] or frames
    return f"{PurePath(own[-1].filename).name}:{own[-1].lineno}"
