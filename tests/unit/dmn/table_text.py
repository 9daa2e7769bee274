"""Writes small DMN files for tests."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from engine.diagrams import dmn
from engine.diagrams.dmn import DecisionModel

DMN_13 = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def definitions(content: str, namespace: str = DMN_13) -> bytes:
    """A file with this content."""
    return f'<definitions xmlns="{namespace}" id="d" name="d" namespace="here">{content}</definitions>'.encode()


def texts(tag: str, cells: Sequence[str], prefix: str) -> str:
    return "".join(f'<{tag} id="{prefix}{n}"><text>{escape(cell)}</text></{tag}>' for n, cell in enumerate(cells))


def table(
    *rules: tuple[Sequence[str], Sequence[str]],
    policy: str = 'hitPolicy="UNIQUE"',
    inputs: Sequence[str] = ("age",),
    outputs: Sequence[str] = ('<output id="o1" name="result"/>',),
    input_type: str = "",
) -> str:
    """A decision table; rules are (input cells, output cells) and get the ids r1, r2 …"""
    kind = f' typeRef="{input_type}"' if input_type else ""
    clauses = "".join(
        f'<input id="i{n}" label="{name}"><inputExpression{kind}><text>{escape(name)}</text></inputExpression></input>'
        for n, name in enumerate(inputs)
    )
    rows = "".join(
        f'<rule id="r{n}">{texts("inputEntry", tests, f"r{n}i")}{texts("outputEntry", results, f"r{n}o")}</rule>'
        for n, (tests, results) in enumerate(rules, start=1)
    )
    return f'<decisionTable id="t" {policy}>{clauses}{"".join(outputs)}{rows}</decisionTable>'


def decision(body: str, identifier: str = "decide", name: str = "Decide", requires: str = "") -> str:
    """A decision around a boxed expression."""
    return f'<decision id="{identifier}" name="{name}">{requires}{body}</decision>'


def model(body: str) -> DecisionModel:
    """The only decision of a file, read."""
    return dmn.read("test.dmn", definitions(decision(body)))["decide"]
