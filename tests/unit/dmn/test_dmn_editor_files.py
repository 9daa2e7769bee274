"""A file on its way to the DMN 1.3 editor and back: what it does not know, what somebody drew instead, notes on rules."""

from lxml import etree

from engine.diagrams.dmn.editing import for_editor, from_editor
from tests.unit.dmn.table_text import DMN_13, decision, definitions, table

DMN_15 = "https://www.omg.org/spec/DMN/20230324/MODEL/"
DMN_11 = "http://www.omg.org/spec/DMN/20151101/dmn.xsd"
CHOICE = (
    '<conditional id="c"><if><literalExpression><text>age &gt; 17</text></literalExpression></if>'
    '<then><literalExpression><text>"adult"</text></literalExpression></then>'
    '<else><literalExpression><text>"child"</text></literalExpression></else></conditional>'
)
NOTED = (
    table((['"a"'], ["1"]))
    .replace("<rule", '<annotation name="why"/><rule')
    .replace("</rule>", "<annotationEntry><text>by rule 3</text></annotationEntry></rule>")
)


def out(content: str, namespace: str = DMN_13) -> str:
    return for_editor("f.dmn", definitions(content, namespace)).decode()


def back(text: str, **options: bool) -> str:
    return from_editor("f.dmn", text.encode(), **options).decode()


def names(text: str) -> list[str]:
    return [etree.QName(one).localname for one in etree.fromstring(text.encode()).iter(etree.Element)]


def test_what_dmn_1_3_lacks_travels_as_text_and_returns_in_its_own_version() -> None:
    sent = out(decision(CHOICE), DMN_15)
    assert DMN_15 in sent
    assert etree.fromstring(sent.encode()).tag == f"{{{DMN_13}}}definitions"
    assert "conditional" not in names(sent)
    returned = etree.fromstring(back(sent).encode())
    assert returned.tag == f"{{{DMN_15}}}definitions"
    assert returned.findtext(".//{*}conditional/{*}then//{*}text") == '"adult"'
    assert "extensionElements" not in names(back(sent))


def test_a_table_drawn_in_its_place_replaces_it() -> None:
    sent = out(decision(CHOICE), DMN_15)
    drawn = sent.replace("</decision>", "<literalExpression><text>1</text></literalExpression></decision>")
    assert "conditional" not in names(back(drawn))
    assert "literalExpression" in names(back(drawn))


def test_a_decision_that_is_deleted_takes_with_it_what_was_put_aside() -> None:
    root = etree.fromstring(out(decision(CHOICE), DMN_15).encode())
    gone = root.find(f"{{{DMN_13}}}decision")
    assert gone is not None
    root.remove(gone)
    assert names(back(etree.tostring(root).decode())) == ["definitions"]


def test_notes_on_rules_stand_where_the_editor_shows_them() -> None:
    sent = out(decision(NOTED))
    assert "<description>by rule 3</description>" in sent
    changed = back(sent.replace("by rule 3", "by rule 4"))
    assert "<annotationEntry><text>by rule 4</text></annotationEntry>" in changed
    assert "description" not in names(changed)


def test_a_rule_that_was_added_gets_its_note_as_well() -> None:
    row = '<rule id="new"><description>later</description><inputEntry id="x"><text>-</text></inputEntry>'
    row += '<outputEntry id="y"><text>2</text></outputEntry></rule>'
    changed = back(out(decision(NOTED)).replace("</decisionTable>", f"{row}</decisionTable>"))
    assert "<annotationEntry><text>later</text></annotationEntry></rule></decisionTable>" in changed


def test_ids_that_only_the_editor_needs_are_taken_back() -> None:
    bare = decision("<literalExpression><text>1</text></literalExpression>")
    sent = out(bare)
    assert 'literalExpression id="given-' in sent
    assert "given-" not in back(sent)
    assert 'literalExpression id="given-' in back(sent, given_ids=True)


def test_extensions_of_others_come_back_even_where_the_editor_would_stumble() -> None:
    own = '<extensionElements><x:a xmlns:x="urn:x" b="1">t<x:c/></x:a></extensionElements>'
    sent = out(own + decision('<literalExpression id="l"><text>1</text></literalExpression>'))
    assert "{urn:x}a" not in [one.tag for one in etree.fromstring(sent.encode()).iter()]
    assert '<x:a xmlns:x="urn:x" b="1">t<x:c/></x:a>' in back(sent)


def test_dmn_1_1_becomes_1_3_with_its_types() -> None:
    old = definitions(decision(table((['"a"'], ["1"]), input_type="feel:string")), DMN_11)
    old = old.replace(b"<definitions", b'<definitions xmlns:feel="http://www.omg.org/spec/FEEL/20140401"')
    returned = back(for_editor("f.dmn", old).decode())
    assert etree.fromstring(returned.encode()).tag == f"{{{DMN_13}}}definitions"
    assert 'typeRef="string"' in returned


def test_what_went_out_goes_out_as_it_is_and_what_never_did_comes_back_as_it_is() -> None:
    sent = out(decision(CHOICE), DMN_15)
    assert for_editor("f.dmn", sent.encode()).decode() == sent
    plain = definitions(decision(CHOICE), DMN_15)
    assert from_editor("f.dmn", plain) == plain
