"""form-js JSON becomes a Form, or is refused with every reason."""

from typing import Any

import msgspec

from engine.diagrams.forms.component import ComponentReader
from engine.diagrams.forms.form import Form
from engine.diagrams.forms.source import Source
from engine.errors import Refused

MAXIMUM_BYTES = 1_000_000
OLDEST_SCHEMA = 16

_TOP = frozenset(
    {
        "type",
        "id",
        "components",
        "schemaVersion",
        "exporter",
        "executionPlatform",
        "executionPlatformVersion",
        "generated",
        "versionTag",
        "$schema",
        "properties",
    }
)


def read(file: str, data: bytes) -> Form:
    """The form in `data`, form-js JSON of schema version 16 or later. Raises Refused with every finding."""
    source = Source(file)
    content = _decode(source, data)
    for name in content.keys() - _TOP:
        source.refuse("form.property", "", "", property=name, type="form")
    if content.get("type", "default") != "default":
        source.refuse("form.type", "", "", type=str(content["type"]))
    version = content.get("schemaVersion")
    if not isinstance(version, int) or version < OLDEST_SCHEMA:
        source.refuse("form.version", "", "", version=str(version), oldest=str(OLDEST_SCHEMA))
    identifier = content.get("id")
    if not isinstance(identifier, str) or not identifier:
        source.refuse("form.id", "", "")
    reader = ComponentReader(source)
    components = reader.all(content.get("components", []), depth=0)
    if source.findings:
        raise Refused(source.findings)
    return Form(id=str(identifier), file=file, components=components)


def _decode(source: Source, data: bytes) -> dict[str, Any]:
    if len(data) > MAXIMUM_BYTES:
        source.refuse("form.size", "", "", size=str(len(data)), limit=str(MAXIMUM_BYTES))
        raise Refused(source.findings)
    try:
        content = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        source.refuse("form.json", "", "", reason=str(error))
        raise Refused(source.findings) from error
    if not isinstance(content, dict):
        source.refuse("form.json", "", "", reason="no JSON object")
        raise Refused(source.findings)
    return content
