"""Decision services (DMN 1.5 §10.4): asked from outside, called from a decision, passed on as a function."""

import pytest

from engine.diagrams import dmn
from engine.errors import DecisionError
from tests.unit.dmn.table_text import decision, definitions

INPUT = '<inputData id="{0}" name="{0}"><variable name="{0}" typeRef="number"/></inputData>'


def literal(text: str) -> str:
    return f"<literalExpression><text>{text}</text></literalExpression>"


def needs(*targets: str) -> str:
    kinds = {"i": "Input", "d": "Decision", "k": "Knowledge"}
    return "".join(
        f'<{"knowledge" if target[0] == "k" else "information"}Requirement><required{kinds[target[0]]} href="#{target[2:]}"/>'
        f"</{'knowledge' if target[0] == 'k' else 'information'}Requirement>"
        for target in targets
    )


FILE = definitions(
    INPUT.format("amount")
    + INPUT.format("rate")
    + decision(literal("amount * rate"), "fee", "Fee", needs("i:amount", "i:rate"))
    + decision(literal("base + 1"), "base", "base")
    + decision(literal("Fee + base"), "total", "Total", needs("d:fee", "d:base"))
    + '<decisionService id="charge" name="Charge"><outputDecision href="#total"/><encapsulatedDecision href="#fee"/>'
    '<inputDecision href="#base"/><inputData href="#amount"/><inputData href="#rate"/></decisionService>'
    '<decisionService id="both" name="Both"><outputDecision href="#fee"/><outputDecision href="#total"/>'
    '<inputDecision href="#base"/><inputData href="#amount"/><inputData href="#rate"/></decisionService>'
    + decision(literal("Charge(100, 0.1, 5)"), "called", "Called", needs("k:charge"))
    + decision(literal("Charge(rate: 0.1, amount: 200, base: 1)"), "named", "Named", needs("k:charge"))
    + decision(literal("Both(100, 0.1, 5)"), "context", "Context", needs("k:both"))
    + decision(literal("for a in [10, 20] return Charge(a, 1, 0)"), "many", "Many", needs("k:charge"))
    + decision(literal('Charge("much", 1, 0)'), "wrong", "Wrong", needs("k:charge"))
    + decision("<invocation>" + literal("Charge") + '<binding><parameter name="amount"/>' + literal("7") + "</binding>"
    + '<binding><parameter name="rate"/>' + literal("2") + '</binding><binding><parameter name="base"/>' + literal("0")
    + "</binding></invocation>", "invoked", "Invoked", needs("k:charge"))
)  # fmt: skip
MODELS = dmn.read("services.dmn", FILE)


@pytest.mark.parametrize(
    ("identifier", "result"),
    [
        ("called", 15),
        ("named", 21),
        ("context", {"Fee": 10, "Total": 15}),
        ("many", [10, 20]),
        ("invoked", 14),
    ],
)
def test_a_decision_calls_a_service(identifier: str, result: object) -> None:
    assert MODELS[identifier].decide({}, 0).result == result


def test_a_service_is_asked_like_a_decision() -> None:
    assert MODELS["charge"].decide({"amount": 100, "rate": 0.5, "base": 3}, 0).result == 53
    assert MODELS["both"].decide({"amount": 100, "rate": 0.5, "base": 3}, 0).result == {"Fee": 50, "Total": 53}
    assert MODELS["charge"].input_names >= {"amount", "rate", "base"}


def test_its_inside_sees_its_parameters_only() -> None:
    assert MODELS["called"].decide({"amount": 999, "rate": 999, "base": 999}, 0).result == 15


def test_parameters_are_of_their_type() -> None:
    with pytest.raises(DecisionError, match="input amount should be of type number, but is string"):
        MODELS["wrong"].decide({}, 0)
    assert MODELS["wrong"].decide({}, 0, strict=False).result is None
