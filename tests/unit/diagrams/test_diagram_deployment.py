"""Files become definitions that are bound, hashed and loaded again."""

import json
from collections.abc import Mapping
from hashlib import sha256

import pytest
from diagram_text import around, definitions, flow, node, process, step

from engine.diagrams import deployment
from engine.diagrams.definition import Definition
from engine.errors import JournalBroken, Refused

FORM = json.dumps(
    {
        "type": "default",
        "id": "opinion",
        "schemaVersion": 16,
        "components": [{"type": "textfield", "id": "f1", "key": "text", "label": "意见"}],
    },
    ensure_ascii=False,
).encode()

TABLE = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="http://tiaokuai.cn/test">
<decision id="class" name="Class"><variable id="v" name="class" typeRef="string"/>
<decisionTable id="t" hitPolicy="UNIQUE"><input id="i"><inputExpression id="ie" typeRef="number"><text>score</text>
</inputExpression></input><output id="o" name="class" typeRef="string"/>
<rule id="r1"><inputEntry id="c1"><text>&gt; 5</text></inputEntry><outputEntry id="c2"><text>"high"</text></outputEntry>
</rule></decisionTable></decision></definitions>"""

MAIN = around(
    node("userTask", "ask", '<zeebe:formDefinition formId="opinion"/>'),
    node("businessRuleTask", "decide", '<zeebe:calledDecision decisionId="class" resultVariable="class"/>'),
    node("callActivity", "go", '<zeebe:calledElement processId="child"/>'),
    steps=["ask", "decide", "go"],
)


def child(name: str = "x") -> bytes:
    return definitions(
        process(
            '<bpmn:startEvent id="s"/>',
            node("userTask", name),
            '<bpmn:endEvent id="t"/>',
            flow("s", name),
            flow(name, "t"),
            identity="child",
        )
    )


def calling(identity: str, *called: str) -> bytes:
    calls = [node("callActivity", f"c{n}", f"<zeebe:calledElement {text}/>") for n, text in enumerate(called)]
    data = around(*calls, steps=[f"c{n}" for n in range(len(called))])
    return data.replace(b'process id="p"', f'process id="{identity}"'.encode())


FILES = {"main.bpmn": MAIN, "child.bpmn": child(), "class.dmn": TABLE, "opinion.form.json": FORM}


class Installation:
    """What has been deployed so far, as the runtime keeps it."""

    def __init__(self) -> None:
        self.definitions: dict[str, Definition] = {}
        self.latest: dict[tuple[str, str, str], Definition | bytes] = {}

    def deploy(self, files: Mapping[str, bytes]) -> list[Definition]:
        built = deployment.build(files, self.lookup)
        for definition in built:
            self.definitions[definition.hash] = definition
            for tag in {"", definition.process.version_tag}:
                self.latest["process", definition.process.id, tag] = definition
        return built

    def lookup(self, kind: str, identity: str, version_tag: str) -> Definition | bytes | None:
        return self.latest.get((kind, identity, version_tag))


def rules_of(files: Mapping[str, bytes], lookup: deployment.Lookup = deployment.nothing_deployed) -> set[str]:
    with pytest.raises(Refused) as refused:
        deployment.build(files, lookup, handlers={"notify": ()}, clauses={"2.1.1.a"})
    return {found.rule for found in refused.value.findings}


def test_called_processes_come_before_their_callers_and_are_bound() -> None:
    inner, outer = deployment.build(FILES)
    assert (inner.process.id, outer.process.id) == ("child", "p")
    assert outer.called == {"child": inner}
    assert outer.decisions["class"].decide({"score": 7}, 0).result == "high"
    assert [part.key for part in outer.forms["opinion"].components] == ["text"]
    assert (inner.called, inner.forms, inner.decisions) == ({}, {}, {})


def test_the_form_of_a_start_event_is_bound() -> None:
    started = child().replace(
        b'<bpmn:startEvent id="s"/>', node("startEvent", "s", '<zeebe:formDefinition formId="opinion"/>').encode()
    )
    (definition,) = deployment.build({"child.bpmn": started, "opinion.form": FORM})
    assert set(definition.forms) == {"opinion"}


def test_the_hash_covers_content_and_nothing_else() -> None:
    first = deployment.build(FILES)[-1].hash
    renamed = {f"folder/{name}": data for name, data in reversed(FILES.items())}
    assert deployment.build(renamed)[-1].hash == first
    for name, data in (
        ("main.bpmn", MAIN.replace(b"ask name", b"ask again")),
        ("child.bpmn", child("y")),
        ("class.dmn", TABLE.replace(b"5", b"6")),
        ("opinion.form.json", FORM.replace(b"text", b"note").replace(b"notefield", b"textfield")),
    ):
        assert deployment.build({**FILES, name: data})[-1].hash != first


def test_the_hash_of_a_known_file_never_changes() -> None:
    """Histories name definitions by this hash, so a new release must reckon it in the same way."""
    data = (
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="p" '
        b'isExecutable="true"><startEvent id="s"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="e"/>'
        b"</process></definitions>"
    )
    (definition,) = deployment.build({"a.bpmn": data})
    digest = sha256(data).hexdigest()
    assert definition.manifest == (
        f'{{"called":{{}},"decisions":{{}},"diagram":"{digest}","format":1,"forms":{{}},"process":"p"}}'.encode()
    )
    assert definition.hash == "39301e8c570f138f5ea99cfb1e86d4f07858819265c531db9397040fc6a58300"


def test_a_loaded_definition_is_the_built_one() -> None:
    built = {definition.hash: definition for definition in deployment.build(FILES)}
    resources = {digest: data for definition in built.values() for digest, data in definition.resources.items()}

    def load(digest: str) -> Definition:
        return deployment.load(built[digest].manifest, resources.__getitem__, load)

    for digest, definition in built.items():
        loaded = load(digest)
        assert loaded.hash == digest
        assert loaded.process == definition.process
        assert loaded.resources == definition.resources
        assert list(loaded.called) == list(definition.called)
        assert list(loaded.decisions) == list(definition.decisions)
        assert list(loaded.forms) == list(definition.forms)


def test_a_changed_resource_is_noticed() -> None:
    (definition,) = deployment.build({"a.bpmn": child()})
    with pytest.raises(JournalBroken):
        deployment.load(definition.manifest, lambda digest: child("y"), lambda digest: definition)


def test_a_manifest_of_a_later_release_is_refused() -> None:
    (definition,) = deployment.build({"a.bpmn": child()})
    later = definition.manifest.replace(b'"format":1', b'"format":2')
    with pytest.raises(JournalBroken):
        deployment.load(later, definition.resources.__getitem__, lambda digest: definition)


def test_references_meet_the_same_deployment_first_and_then_the_latest() -> None:
    installation = Installation()
    (old,) = installation.deploy({"child.bpmn": child()})
    installation.latest["decision", "class", ""] = TABLE
    installation.latest["form", "opinion", ""] = FORM
    (alone,) = installation.deploy({"main.bpmn": MAIN})
    assert alone.called == {"child": old}
    new, together = installation.deploy({"main.bpmn": MAIN, "child.bpmn": child("y")})
    assert together.called == {"child": new}
    assert new.hash != old.hash
    assert alone.hash == deployment.build(FILES)[-1].hash


def test_what_is_deployed_nowhere_is_refused() -> None:
    assert rules_of({"main.bpmn": MAIN}) == {"call.unknown", "business_rule_task.unknown", "user_task.form_unknown"}


def test_the_binding_deployment_does_not_look_elsewhere() -> None:
    installation = Installation()
    installation.deploy({"child.bpmn": child()})
    bound = {"a.bpmn": calling("a", 'processId="child" bindingType="deployment"')}
    assert rules_of(bound, installation.lookup) == {"call.unknown"}
    assert deployment.build({**bound, "child.bpmn": child()})


def test_the_binding_version_tag_finds_that_version() -> None:
    installation = Installation()
    tag = '<bpmn:extensionElements><zeebe:versionTag value="v1"/></bpmn:extensionElements>'
    tagged = child().replace(b'isExecutable="true">', f'isExecutable="true">{tag}'.encode())
    (first,) = installation.deploy({"child.bpmn": tagged})
    installation.deploy({"child.bpmn": child("y")})
    caller = {"a.bpmn": calling("a", 'processId="child" bindingType="versionTag" versionTag="v1"')}
    assert installation.deploy(caller)[0].called == {"child": first}
    wrong = {"a.bpmn": caller["a.bpmn"].replace(b'"v1"', b'"v2"')}
    assert rules_of(wrong, installation.lookup) == {"call.unknown"}
    both = {"a.bpmn": calling("a", 'processId="child"', 'processId="child" bindingType="versionTag" versionTag="v1"')}
    assert rules_of(both, installation.lookup) == {"call.two_versions"}


def test_circles_of_calls_are_refused() -> None:
    assert rules_of({"a.bpmn": calling("a", 'processId="a"')}) == {"call.recursion"}
    files = {f"{one}.bpmn": calling(one, f'processId="{two}"') for one, two in ("ab", "bc", "ca")}
    with pytest.raises(Refused) as refused:
        deployment.build(files)
    (found,) = refused.value.findings
    assert found.parameters == {"path": "a → b → c → a"}


def test_a_long_chain_of_calls_is_built() -> None:
    files = {f"{n}.bpmn": calling(f"p{n}", f'processId="p{n + 1}"') for n in range(300)}
    built = deployment.build({**files, "last.bpmn": child().replace(b'id="child"', b'id="p300"')})
    assert [definition.process.id for definition in built] == [f"p{n}" for n in range(300, -1, -1)]


def test_the_findings_of_all_files_come_at_once() -> None:
    files = {
        "a.bpmn": step("serviceTask", '<zeebe:taskDefinition type="gone"/>'),
        "b.bpmn": b"no xml",
        "c.dmn": b"no xml",
        "d.form": b"{",
        "e.py": b"print()",
        "f.bpmn": step("userTask", '<policy:basis clause="9"/>'),
    }
    with pytest.raises(Refused) as refused:
        deployment.build(files, handlers={"notify": ()}, clauses={"2.1.1.a"})
    assert {found.file for found in refused.value.findings} == set(files)
    assert {"service_task.handler", "clause.unknown", "file.kind", "process.duplicate", "xml.syntax"} <= {
        found.rule for found in refused.value.findings
    }


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("other.bpmn", child(), "process.duplicate"),
        ("other.dmn", TABLE, "decision.duplicate"),
        ("other.form", FORM, "form.duplicate"),
    ],
)
def test_an_id_is_given_once_in_a_deployment(name: str, data: bytes, rule: str) -> None:
    assert rules_of({**FILES, name: data}) == {rule}


def test_what_only_shows_gives_no_definition() -> None:
    shown = process('<bpmn:startEvent id="a"/>', identity="shown", attributes="")
    data = child().replace(b"</bpmn:definitions>", f"{shown}</bpmn:definitions>".encode())
    (definition,) = deployment.build({"a.bpmn": data})
    assert set(definition.diagram.processes) == {"child", "shown"}
