"""Elements and expressions as BPMN XML."""

from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from engine.diagrams import model


def expression(tag: str, expression: model.Expression) -> str:
    text = expression.source.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<bpmn:{tag}>={text}</bpmn:{tag}>"


def element(tag: str, attributes: Mapping[str, str], *inside: str) -> str:
    said = "".join(f" {name}={quoteattr(text)}" for name, text in attributes.items() if text)
    return f"<bpmn:{tag}{said}>{''.join(inside)}</bpmn:{tag}>"
