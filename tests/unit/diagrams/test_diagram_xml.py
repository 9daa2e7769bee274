"""Bytes that are refused before anything is built from them."""

import pytest
from diagram_text import step

from engine.diagrams import reader, xml
from engine.errors import UnsafeXml

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
LAUGHS = (
    "<!DOCTYPE a [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(12))
    + "]><a>&m;</a>"
)

HOSTILE = {
    "external entity": (b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "xml.doctype"),
    "external document type": (b"<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'><a/>", "xml.doctype"),
    "parameter entity": (b"<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://127.0.0.1:9/'> %x;]><a/>", "xml.doctype"),
    "billion laughs": (LAUGHS.encode(), "xml.doctype"),
    "billion laughs in utf-16": (LAUGHS.encode("utf-16"), "xml.doctype"),
    "fifty megabytes": (b"<a>" + b"x" * 50_000_000 + b"</a>", "xml.size"),
    "ten thousand levels": (b"<a>" * 10_000 + b"</a>" * 10_000, "xml.depth"),
    "one level too many": (b"<a>" * 201 + b"</a>" * 201, "xml.depth"),
    "too many elements": (b"<a>" + b"<b/>" * 250_000 + b"</a>", "xml.elements"),
    "too many attributes": (
        b"<a>" + (b"<b " + b" ".join(b"a%d=''" % n for n in range(100)) + b"/>") * 700 + b"</a>",
        "xml.elements",
    ),
    "one attribute too many": (b"<a " + b" ".join(b"a%d=''" % n for n in range(101)) + b"/>", "xml.attributes"),
    "ninety thousand attributes": (b"<a " + b" ".join(b"a%d=''" % n for n in range(90_000)) + b"/>", "xml.attributes"),
    "not xml": (b"PK\x03\x04 this is a zip file", "xml.syntax"),
    "nothing": (b"", "xml.syntax"),
    "zeros": (b"\0" * 1000, "xml.syntax"),
    "cut off": (b"<a><b>", "xml.syntax"),
    "undeclared prefix": (b"<x:a/>", "xml.syntax"),
    "undeclared entity": (b"<a>&nbsp;</a>", "xml.syntax"),
    "instruction": (b"<?xml-stylesheet href='http://127.0.0.1:9/'?><a/>", "xml.instruction"),
    "odd encoding": (b"<?xml version='1.0' encoding='utf-7'?><a/>", "xml.encoding"),
    "unknown encoding": (b"<?xml version='1.0' encoding='klingon'?><a/>", "xml.encoding"),
    "broken utf-8": (b"<a>\xff\xfe</a>", "xml.syntax"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_are_refused(name: str) -> None:
    data, rule = HOSTILE[name]
    with pytest.raises(UnsafeXml) as refused:
        reader.read("hostile.bpmn", data)
    assert [finding.rule for finding in refused.value.findings] == [rule]
    assert refused.value.findings[0].file == "hostile.bpmn"


@pytest.mark.parametrize(
    "data",
    [
        b"<definitions/>",
        b"<definitions xmlns='http://www.omg.org/spec/BPMN/20100525/MODEL'/>",
        f"<process xmlns='{BPMN}'/>".encode(),
        b"<html/>",
    ],
)
def test_another_root_is_refused(data: bytes) -> None:
    with pytest.raises(UnsafeXml) as refused:
        reader.read("other.bpmn", data)
    assert refused.value.findings[0].rule == "xml.root"


def test_a_syntax_error_names_its_line() -> None:
    with pytest.raises(UnsafeXml) as refused:
        xml.parse("broken.bpmn", b"<a>\n<b>\n</a>")
    assert refused.value.findings[0].line == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_both_unicode_encodings_are_read(encoding: str) -> None:
    root = xml.parse("a.xml", f"<?xml version='1.0' encoding='{encoding}'?><a>条块</a>".encode(encoding))
    assert root.text == "条块"


def test_a_hundred_attributes_are_read() -> None:
    root = xml.parse("broad.xml", b"<a " + b" ".join(b"a%d=''" % n for n in range(100)) + b"/>")
    assert len(root.attrib) == 100


def test_two_hundred_levels_are_read() -> None:
    root = xml.parse("deep.xml", b"<a>" * 200 + b"</a>" * 200)
    assert sum(1 for _ in root.iter()) == 200


def test_character_references_are_no_entities() -> None:
    assert xml.parse("a.xml", b"<a>&lt;&#26465;</a>").text == "<条"


def test_comments_vanish() -> None:
    data = step("manualTask").replace(
        b"<bpmn:startEvent", b"<!-- a -- b -->".replace(b" -- ", b" ") + b"<bpmn:startEvent"
    )
    assert not [part for part in xml.parse("a.bpmn", data).iter() if not isinstance(part.tag, str)]
