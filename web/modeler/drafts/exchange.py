"""A file as its editor reads it, and what the editor hands back as the file is kept."""

from engine.diagrams.dmn import editing
from engine.errors import Refused
from web.modeler.files import kind_of


def outgoing(file: str, body: bytes) -> bytes:
    """The bytes for the editor; what cannot be read at all goes out as it is, for the editor to say so."""
    if kind_of(file) != "table":
        return body
    try:
        return editing.for_editor(file, body)
    except Refused:
        return body


def incoming(file: str, body: bytes) -> bytes:
    """The bytes to keep. A save takes whatever was typed: what cannot be read is kept as it came."""
    if kind_of(file) != "table":
        return body
    try:
        return editing.from_editor(file, body)
    except Refused:
        return body
