"""An edited diagram or table differs from the original in what was edited, and in nothing else."""

from pathlib import Path
from random import Random

import pytest
from editors import canonical, difference, edit, tree, written_anew

from engine.diagrams.weaving import kind, weave

HOUSE = Path(__file__).parents[4]
DRAWN = sorted([*HOUSE.glob("processes/*/*.bpmn"), *HOUSE.glob("processes/*/*.dmn")])
OTHERS = sorted([*HOUSE.glob("tests/diagrams/*/*.bpmn"), *HOUSE.glob("tests/**/*.dmn")])
SPELLED = Path(__file__).parent / "by_editors"


def _named(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("path", [*DRAWN, *OTHERS], ids=_named)
def test_a_file_that_was_written_anew_without_an_edit_keeps_its_bytes(path: Path) -> None:
    original = path.read_bytes()
    assert weave(original, written_anew(tree(original)), kind(path.name)) == original


@pytest.mark.parametrize("path", DRAWN, ids=_named)
def test_random_edits_keep_their_meaning_and_change_few_lines(path: Path) -> None:
    original = path.read_bytes()
    for seed in range(4):
        random = Random(f"{path.name} {seed}")
        root = tree(original)
        allowed = sum(edit(root, random) for _ in range(random.randrange(1, 4)))
        edited = written_anew(root)
        woven = weave(original, edited, kind(path.name))
        assert canonical(woven) == canonical(edited)
        assert difference(original, woven) <= allowed, f"seed {seed}"


@pytest.mark.parametrize("path", sorted(SPELLED.glob("*.*mn")), ids=_named)
def test_what_the_editor_itself_writes_changes_nothing(path: Path) -> None:
    """The files were written by bpmn-moddle 10 and dmn-moddle 12 from the procedures of these names, as they were then."""
    original = (SPELLED / "drawn" / path.name).read_bytes()
    assert weave(original, path.read_bytes(), kind(path.name)) == original


ORIGINAL = b"""<?xml version='1.0' encoding='utf-8'?>
<!-- whose file this is -->
<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL"
               targetNamespace="here"
               id='D'>
  <b:process id="p" isExecutable="true">
    <!-- the window -->
    <b:startEvent   id="s" isInterrupting="true"/>
    <b:userTask
        name="Old"
        id="t">
      <b:incoming>f</b:incoming><b:outgoing>g</b:outgoing>
    </b:userTask>
    <b:scriptTask id="c"><b:script><![CDATA[a < b]]></b:script></b:scriptTask>
  </b:process>
</b:definitions>
<!-- the end -->
"""


def written(text: str) -> bytes:
    """Parts of a process as the editor writes them, with a prefix of its own and without comments and defaults."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="D" targetNamespace="here">'
        f'<bpmn:process id="p" isExecutable="true">{text}</bpmn:process></bpmn:definitions>'
    ).encode()


START = '<bpmn:startEvent id="s" />'
TASK = (
    '<bpmn:userTask id="t" name="Old"><bpmn:incoming>f</bpmn:incoming><bpmn:outgoing>g</bpmn:outgoing></bpmn:userTask>'
)
SCRIPT = '<bpmn:scriptTask id="c"><bpmn:script>a &lt; b</bpmn:script></bpmn:scriptTask>'


def test_layout_prefixes_comments_and_stated_defaults_stay() -> None:
    assert weave(ORIGINAL, written(START + TASK + SCRIPT), "bpmn") == ORIGINAL


def test_one_attribute_changes_within_its_own_line() -> None:
    edited = written(START + TASK.replace("Old", "Fish &amp; &quot;chips&quot;") + SCRIPT)
    expected = ORIGINAL.replace(b'name="Old"', b'name="Fish &amp; &quot;chips&quot;"')
    assert weave(ORIGINAL, edited, "bpmn") == expected


def test_a_new_attribute_is_laid_out_like_its_neighbours() -> None:
    edited = written(START + TASK.replace('id="t"', 'id="t" default="g"') + SCRIPT)
    assert b'\n        id="t"\n        default="g">' in weave(ORIGINAL, edited, "bpmn")


def test_a_new_element_is_indented_and_its_namespace_declared() -> None:
    task = TASK.replace(">", "><bpmn:extensionElements><zeebe:userTask /></bpmn:extensionElements>", 1)
    lines = weave(ORIGINAL, written(START + task + SCRIPT), "bpmn").decode().split("\n")
    assert lines[2] == (
        '<b:definitions xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
        'xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    )
    place = lines.index("      <b:extensionElements>")
    assert lines[place + 1 : place + 3] == ["        <zeebe:userTask/>", "      </b:extensionElements>"]


def test_a_text_stays_in_its_section_and_keeps_its_line_ends() -> None:
    original = ORIGINAL.replace(b"\n", b"\r\n")
    edited = written(START + TASK + SCRIPT.replace("a &lt; b", "a &lt; c\nb"))
    assert weave(original, edited, "bpmn") == original.replace(b"[a < b]", b"[a < c\r\nb]")


def test_a_removed_element_leaves_no_blank_line_and_its_comment_stays() -> None:
    woven = weave(ORIGINAL, written(TASK + SCRIPT), "bpmn").decode()
    assert "startEvent" not in woven
    assert "<!-- the window -->" in woven
    assert "\n\n" not in woven


def test_an_element_moved_into_another_is_indented_there() -> None:
    edited = written(f'{START}<bpmn:subProcess id="sub">{TASK}</bpmn:subProcess>{SCRIPT}')
    woven = weave(ORIGINAL, edited, "bpmn")
    assert canonical(woven) == canonical(edited.replace(b'id="s"', b'id="s" isInterrupting="true"'))
    assert b'    <b:subProcess id="sub">\n      <b:userTask\n' in woven


def test_another_encoding_stays() -> None:
    original = ORIGINAL.decode().replace("utf-8", "UTF-16").replace("Old", "旧").encode("utf-16")
    woven = weave(original, written(START + TASK.replace("Old", "新") + SCRIPT), "bpmn")
    assert woven.decode("utf-16") == original.decode("utf-16").replace("旧", "新")


@pytest.mark.parametrize(
    "strange",
    [b"", b"\xff\xfe\x00", b"<a", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"{}", b"<a>" * 5000 + b"</a>" * 5000],
)
def test_what_cannot_be_read_is_taken_as_it_is(strange: bytes) -> None:
    assert weave(strange, ORIGINAL, "bpmn") == ORIGINAL
    assert weave(ORIGINAL, strange, "bpmn") == strange


def test_another_file_altogether_is_taken_in_its_meaning() -> None:
    other = (HOUSE / "processes/case_intake/case_intake.dmn").read_bytes()
    assert canonical(weave(ORIGINAL, other, "dmn")) == canonical(other)
