"""Handlers by the name that diagrams use (`zeebe:taskDefinition type`)."""

import inspect
from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from engine.runtime.handlers import JobContext
from handlers.connectors.http import Send, send
from handlers.connectors.report import Reporter
from handlers.connectors.systems import OutsideSystem, SystemId
from handlers.typed import TypedHandler

_MODULES = (
    "handlers.admission_ruling",
    "handlers.allot_case_number",
    "handlers.allot_ruling_number",
    "handlers.assessed_units",
    "handlers.assessment_bulletin",
    "handlers.count_rows",
    "handlers.find_case",
    "handlers.find_matter",
    "handlers.find_unit",
    "handlers.handling_statistics",
    "handlers.meeting_minutes",
    "handlers.neither_statistics",
    "handlers.notify",
    "handlers.personnel_proposal",
    "handlers.publish_classification",
    "handlers.register_matter",
    "handlers.register_prohibition",
    "handlers.reply_letter",
    "handlers.special_report",
    "handlers.supervision_order",
)
_registered: dict[str, TypedHandler] = {}

In = TypeVar("In", bound=msgspec.Struct)
Out = TypeVar("Out", bound=msgspec.Struct)
Run = Callable[[In, JobContext], Out]


def handler(name: str, *, retries: int = 3) -> Callable[[Run[In, Out]], Run[In, Out]]:
    """Register a function `(inputs: In, context: JobContext) -> Out` under `name`; the function itself stays as it is.

    `In` and `Out` are frozen msgspec Structs with docstrings. Raises TypeError when they are not, or the name is taken.
    """

    def register(run: Run[In, Out]) -> Run[In, Out]:
        if name in _registered:
            raise TypeError(f"two handlers are named {name!r}")
        _registered[name] = _typed(name, retries, run)
        return run

    return register


def load(
    systems: Mapping[SystemId, OutsideSystem] = MappingProxyType({}), send: Send = send
) -> Mapping[str, TypedHandler]:
    """Every handler of the house, by name. Each satisfies `engine.runtime.handlers.Handler`.

    `systems` are the outside systems by id, told with `send`; what is not among them is sent nothing.
    """
    for module in _MODULES:
        import_module(module)
    reporting = _typed("report-to-system", 3, Reporter(systems, send).run)
    return MappingProxyType(dict(sorted({**_registered, reporting.name: reporting}.items())))


def _typed(name: str, retries: int, run: Run[In, Out]) -> TypedHandler:
    inputs, outputs = _types(run)
    return TypedHandler(name, retries, inputs, outputs, run)


def _types(run: Callable[..., Any]) -> tuple[type[msgspec.Struct], type[msgspec.Struct]]:
    signature = inspect.signature(run, eval_str=True)
    inputs = next(iter(signature.parameters.values())).annotation
    outputs = signature.return_annotation
    for kind in (inputs, outputs):
        if not (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
            raise TypeError(f"{run.__qualname__}: {kind!r} is not a msgspec Struct")
        if not kind.__struct_config__.frozen or not kind.__doc__:
            raise TypeError(f"{run.__qualname__}: {kind.__name__} must be frozen and documented")
    return inputs, outputs
