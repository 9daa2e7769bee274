"""Every rule by its example: the bad files break that rule and no other, the good ones break none."""

from collections.abc import Mapping

import pytest

from engine.diagrams import deployment, linting, messages
from engine.diagrams.rules import exemplified
from engine.errors import Finding, Refused

Files = Mapping[str, bytes]

HANDLERS = {"notify": ()}
CLAUSES = {"2.1.1.a"}

FOLLOWS = {
    "attribute.triggeredByEvent": {"event_subprocess.flow", "event_subprocess.start"},
    "compensation.activity": {"compensation.scope"},
    "compensation.alone": {"compensation.unused", "node.dead_end"},
    "compensation.handler": {"compensation.unused"},
    "element.error_start": {"event.position"},
    "end.none": {"node.no_way_out"},
    "end.outgoing": {"node.no_way_out"},
    "event.position": {"element.misplaced"},
    "event_gateway.shared": {"net.crowd"},
    "expression.literal": {"multi_instance.input"},
    "expression.many": {"size.steps"},
    "expression.unexpected": {"call.process"},
    "findings.more": {"element.unsupported", "size.steps"},
    "gateway.default_condition": {"flow.duplicate"},
    "id.duplicate": {"schema"},
    "id.missing": {"flow.end_missing", "node.dead_end", "node.unreachable"},
    "link.no_throw": {"node.unreachable"},
    "net.endless": {"net.deadlock"},
    "net.multiplied": {"net.crowd"},
    "quantity.arrival": {"net.never"},
    "schema": {"element.misplaced"},
    "start.incoming": {"net.unending"},
    "start.triggered_inside": {"timer.cycle_once"},
}
"""What breaking a rule breaks besides, however little else is wrong."""

WHOLE_FILE = (
    "xml.",
    "form.",
    "file.",
    "findings.",
    "id.missing",
    "process.none",
    "drawing.none",
    "attribute.expressionL",
)
"""Rules about files and about what has no id."""


def elsewhere(kind: str, identity: str, version_tag: str) -> bool:
    return identity == "known"


def found_in(files: Files) -> list[Finding]:
    """What the linter says, and what a deployment refuses beyond it."""
    found = linting.lint(files, elsewhere, handlers=HANDLERS, clauses=CLAUSES)
    try:
        deployment.build(files, lambda *_: None, handlers=HANDLERS, clauses=CLAUSES)
    except Refused as refused:
        found += [one for one in refused.findings if one.rule == "findings.more"]
    return found


def example(rule: str) -> exemplified.Example:
    found = exemplified.of(rule)
    assert found is not None, f"{rule} needs a bad and a good example in engine/diagrams/rules/examples"
    assert found.bad
    assert found.good
    return found


def weighty(found: list[Finding], rule: str) -> set[str]:
    return {one.rule for one in found if one.severity != "info" or one.rule == rule}


def test_no_example_is_of_a_rule_that_does_not_exist() -> None:
    assert exemplified.rules() == set(messages.rules())


@pytest.mark.parametrize("rule", sorted(messages.rules()))
def test_the_bad_example_breaks_this_rule_and_no_other(rule: str) -> None:
    also = FOLLOWS.get(rule, set())
    if rule.startswith("element."):
        also = also | {"schema"}
    told = found_in(example(rule).bad)
    assert rule in {one.rule for one in told}
    assert weighty(told, rule) - also == {rule}
    if messages.rules()[rule].severity == "error":
        with pytest.raises(Refused):
            deployment.build(example(rule).bad, handlers=HANDLERS, clauses=CLAUSES, deployed=lambda *_: None)


@pytest.mark.parametrize("rule", sorted(messages.rules()))
def test_the_good_example_breaks_none(rule: str) -> None:
    assert weighty(found_in(example(rule).good), rule) == set()


@pytest.mark.parametrize("rule", sorted(messages.rules()))
def test_a_finding_says_in_both_languages_where_what_and_how_to_mend_it(rule: str) -> None:
    found = next(one for one in found_in(example(rule).bad) if one.rule == rule)
    assert found.file in example(rule).bad
    assert found.element or rule.startswith(WHOLE_FILE)
    for language in ("zh", "en"):
        said = messages.sentence(found, language)
        assert said.message
        assert said.remedy


@pytest.mark.parametrize("rule", sorted(messages.rules()))
def test_an_example_is_shown_without_its_frame_and_never_at_length(rule: str) -> None:
    for files in example(rule):
        text = exemplified.shown(rule, files)
        assert text
        assert len(text) < 9_000
        assert rule.startswith("xml.") or "<bpmn:definitions" not in text
