"""The registry: what it accepts, and the sentences that become incidents."""

from datetime import date
from typing import Annotated, Literal

import msgspec
import pytest
from sqlalchemy import create_engine

from engine.runtime.handlers import BpmnError, Handler, JobContext
from handlers import registry
from handlers.errors import InvalidInput, InvalidOutput, UnexpectedFailure
from handlers.type_errors import Misfit
from handlers.typed import TypedHandler

SECRET = "王小明 13800000000"


class Inputs(msgspec.Struct, frozen=True, rename="camel"):
    """What the test handler reads."""

    full_name: Annotated[str, msgspec.Meta(min_length=1)]
    kind: Literal["grid", "street"] = "grid"
    members: list[str] = []
    floor: Annotated[int, msgspec.Meta(ge=0)] = 1
    since: date | None = None
    code: Annotated[str, msgspec.Meta(pattern="^[A-Z]+$")] = "A"


class Outputs(msgspec.Struct, frozen=True, rename="camel"):
    """What the test handler answers."""

    case_number: str


@pytest.fixture
def context() -> JobContext:
    return JobContext("i1", 7, "Task_1", "i1:7", 0, {}, "p", create_engine("sqlite://"))


def handler_of(function: object) -> TypedHandler:
    return TypedHandler("test", 3, Inputs, Outputs, function)  # type: ignore[arg-type]


def echo(inputs: Inputs, context: JobContext) -> Outputs:
    return Outputs(f"{inputs.full_name}/{inputs.kind}/{len(inputs.members)}")


def test_camel_case_variables_go_in_and_come_out(context: JobContext) -> None:
    answer = handler_of(echo).run({"fullName": "江川", "members": ["a", "b"], "somethingElse": 1}, context)
    assert answer == {"caseNumber": "江川/grid/2"}


def test_a_null_counts_as_not_given(context: JobContext) -> None:
    assert handler_of(echo).run({"fullName": "江川", "kind": None}, context) == {"caseNumber": "江川/grid/0"}


@pytest.mark.parametrize(
    ("given", "wrong", "reason"),
    [
        ({}, Misfit("fullName", "required"), "it is required and was not given"),
        ({"fullName": None}, Misfit("fullName", "required"), "it is required and was not given"),
        ({"fullName": 13800000000}, Misfit("fullName", "type", "str", "int"), "expected str, got int"),
        ({"members": ["a", 13800000000]}, Misfit("members[1]", "type", "str", "int"), "expected str, got int"),
        ({"members": SECRET}, Misfit("members", "type", "array", "str"), "expected array, got str"),
        ({"kind": SECRET}, Misfit("kind", "choice", "grid, street"), "expected one of grid, street"),
        ({"floor": 2.5}, Misfit("floor", "type", "int", "float"), "expected int, got float"),
        ({"floor": -13800000000}, Misfit("floor", "form", ">= 0", "int"), "expected int >= 0"),
        ({"since": SECRET}, Misfit("since", "form", "date"), "expected date"),
        ({"since": 13800000000}, Misfit("since", "type", "date | null", "int"), "expected date | null, got int"),
        ({"code": SECRET}, Misfit("code", "form"), "it has the wrong form"),
        ({"fullName": ""}, Misfit("fullName", "form", "length >= 1", "str"), "expected str of length >= 1"),
    ],
)
def test_a_wrong_input_is_named_without_its_value(
    context: JobContext, given: dict[str, object], wrong: Misfit, reason: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        handler_of(echo).run({"fullName": "a", **given} if given else {}, context)
    assert str(caught.value) == f"Handler 'test': input {wrong.field!r}: {reason}."
    assert caught.value.details == {"handler": "test", **wrong.details}
    assert caught.value.details["reason"] == reason


def test_a_wrong_output_is_named_without_its_value(context: JobContext) -> None:
    def wrong(inputs: Inputs, context: JobContext) -> Outputs:
        return Outputs(13800000000)  # type: ignore[arg-type]

    with pytest.raises(InvalidOutput, match=r"^Handler 'test': output 'caseNumber': expected str, got int\.$"):
        handler_of(wrong).run({"fullName": "a"}, context)


def test_an_answer_that_is_no_record_is_refused(context: JobContext) -> None:
    def wrong(inputs: Inputs, context: JobContext) -> None:
        return None

    with pytest.raises(InvalidOutput, match=r"^Handler 'test': the answer: expected object, got null\.$"):
        handler_of(wrong).run({"fullName": "a"}, context)


def test_a_foreign_error_loses_its_text_and_its_cause(context: JobContext) -> None:
    def broken(inputs: Inputs, context: JobContext) -> Outputs:
        raise ValueError(inputs.full_name)

    with pytest.raises(UnexpectedFailure) as caught:
        handler_of(broken).run({"fullName": SECRET}, context)
    assert str(caught.value).startswith("Handler 'test' failed: ValueError at test_handler_registry.py:")
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_a_business_error_passes(context: JobContext) -> None:
    def refuse(inputs: Inputs, context: JobContext) -> Outputs:
        raise BpmnError("duplicate")

    with pytest.raises(BpmnError):
        handler_of(refuse).run({"fullName": "a"}, context)


def test_the_house_has_its_handlers() -> None:
    loaded = registry.load()
    assert list(loaded) == [
        "admission-ruling",
        "allot-case-number",
        "allot-ruling-number",
        "assessed-units",
        "assessment-bulletin",
        "count-rows",
        "find-case",
        "find-matter",
        "find-unit",
        "handling-statistics",
        "meeting-minutes",
        "neither-statistics",
        "notify",
        "personnel-proposal",
        "publish-classification",
        "register-matter",
        "register-prohibition",
        "reply-letter",
        "report-to-system",
        "special-report",
        "supervision-order",
    ]
    ports: list[Handler] = list(loaded.values())
    assert [port.name for port in ports] == list(loaded)
    assert all(port.retries == 3 for port in ports)


def test_every_handler_describes_its_variables() -> None:
    for loaded in registry.load().values():
        for schema in (loaded.input_schema(), loaded.output_schema()):
            assert schema["$ref"].rpartition("/")[2] in schema["$defs"]
            for described in schema["$defs"].values():
                assert described["description"]
                assert described["properties"]


def test_a_name_is_given_once() -> None:
    registry.load()
    with pytest.raises(TypeError, match="two handlers"):
        registry.handler("notify")(echo)


def test_types_must_be_frozen_structs() -> None:
    class Loose(msgspec.Struct):
        """Not frozen."""

    def loose(inputs: Loose, context: JobContext) -> Outputs:
        return Outputs("")

    def untyped(inputs: dict[str, str], context: JobContext) -> Outputs:
        return Outputs("")

    loose.__annotations__["inputs"] = Loose
    with pytest.raises(TypeError, match="frozen"):
        registry.handler("loose")(loose)
    with pytest.raises(TypeError, match="not a msgspec Struct"):
        registry.handler("untyped")(untyped)  # type: ignore[type-var]
