"""Which variables an element can read: those of the steps before it, of its scope and of what is around that."""

from collections.abc import Mapping
from dataclasses import replace

from engine.diagrams.forms import Form
from engine.diagrams.forms.model import Component
from engine.diagrams.model import CallActivity, Process
from engine.diagrams.reader import examine
from engine.diagrams.traversal import nodes
from engine.diagrams.variables import Sources, Variable, known_at
from tests.process_files import END, START, chain, file, flow, process

FORM = Form(
    "report", "report.form", (Component(kind="number", name="days", key="days", label="天数", label_en="Days"),)
)
NUMBERED = (
    Variable("caseNumber", "text", label="案件编号"),
    Variable("rows", "list", entries=(Variable("unit", "text"),)),
)
RULED = Variable("", "context", entries=(Variable("centre", "text"), Variable("hours", "number")))


def sources(*processes: Process) -> Sources:
    held = {one.id: one for one in processes}

    def callers(identity: str) -> list[tuple[Process, CallActivity]]:
        calls = ((one, node) for one in processes for node in nodes(one) if isinstance(node, CallActivity))
        return [(one, node) for one, node in calls if node.process == identity]

    return Sources(
        form=lambda identity: FORM if identity == "report" else None,
        decision=lambda identity: RULED if identity == "rules" else None,
        handler=lambda name: NUMBERED if name == "number" else (),
        called=lambda identity, tag: held.get(identity),
        callers=callers,
    )


def read(data: bytes) -> Process:
    return next(iter(examine("p.bpmn", data).diagram.processes.values()))


def at(data: bytes | Process, element: str, *others: Process) -> Mapping[str, Variable]:
    subject = data if isinstance(data, Process) else read(data)
    return {one.name: one for one in known_at(subject, element, sources(subject, *others))}


def task(kind: str, id: str, inside: str = "", more: str = "") -> str:
    return f'<bpmn:{kind} id="{id}"><bpmn:extensionElements>{inside}</bpmn:extensionElements>{more}</bpmn:{kind}>'


ASK = task("userTask", "ask", '<zeebe:formDefinition formId="report"/><zeebe:assignmentDefinition assignee="x"/>')
NUMBER = task("serviceTask", "number", '<zeebe:taskDefinition type="number"/>')
RULE = task("businessRuleTask", "rule", '<zeebe:calledDecision decisionId="rules" resultVariable="limits"/>')


def test_only_what_comes_before_is_known_and_its_words_with_it() -> None:
    data = chain(ASK, NUMBER, RULE)
    assert at(data, "ask") == {"days": Variable("days", "number", "form", "ask", "天数", "Days", own=True)}
    before = at(data, "number")
    assert (before["days"].own, before["days"].origin, before["caseNumber"].own) == (False, "ask", True)
    assert [one.name for one in at(data, "rule")["limits"].entries] == ["centre", "hours"]
    assert "limits" not in before


def test_what_a_loop_brings_back_is_known() -> None:
    data = chain(ASK, NUMBER, extra=[flow("number", "ask")])
    assert not at(data, "ask")["caseNumber"].own


def test_a_flow_reads_what_its_source_gave() -> None:
    assert "caseNumber" in at(chain(ASK, NUMBER), "number-end")
    assert "caseNumber" not in at(chain(ASK, NUMBER), "ask-number")


def test_a_boundary_event_does_not_read_what_its_activity_would_have_given() -> None:
    timer = "<bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>"
    late = f'<bpmn:boundaryEvent id="late" attachedToRef="number">{timer}</bpmn:boundaryEvent>'
    data = chain(ASK, NUMBER, extra=[late, '<bpmn:endEvent id="over"/>', flow("late", "over")])
    assert set(at(data, "late")) == {"days"}


def test_mappings_rename_what_goes_out_and_keep_the_rest_inside() -> None:
    mapped = task(
        "serviceTask",
        "number",
        '<zeebe:taskDefinition type="number"/><zeebe:ioMapping><zeebe:input source="=days" target="asked"/>'
        '<zeebe:output source="=caseNumber" target="found.number"/></zeebe:ioMapping>',
    )
    data = chain(ASK, mapped, RULE)
    inside, after = at(data, "number"), at(data, "rule")
    assert (inside["asked"].kind, inside["asked"].label) == ("number", "天数")
    assert "asked" not in after
    assert "caseNumber" not in after
    assert [(one.name, one.kind) for one in after["found"].entries] == [("number", "text")]


def test_each_repetition_has_its_item_with_the_fields_of_the_list() -> None:
    loop = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics"
        ' inputCollection="=rows" inputElement="row" outputCollection="answers" outputElement="=days"/>'
        "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
    )
    data = chain(NUMBER, ASK.replace("</bpmn:userTask>", f"{loop}</bpmn:userTask>"), RULE)
    inside, after = at(data, "ask"), at(data, "rule")
    assert [one.name for one in inside["row"].entries] == ["unit"]
    assert inside["loopCounter"].kind == "number"
    assert "row" not in after
    assert (after["answers"].kind, after["answers"].reason) == ("list", "gathered")


def test_a_subprocess_reads_what_is_around_it_and_gives_what_is_in_it() -> None:
    inner = f'<bpmn:subProcess id="sub">{START.replace("start", "s")}{ASK}{END.replace("end", "t")}{flow("s", "ask")}{flow("ask", "t")}</bpmn:subProcess>'
    data = chain(NUMBER, inner, RULE)
    assert "caseNumber" in at(data, "ask")
    assert "days" in at(data, "rule")
    assert at(data, "p").keys() >= {"days", "caseNumber", "limits"}


def test_a_called_process_reads_what_its_caller_hands_over() -> None:
    call = task("callActivity", "call", '<zeebe:calledElement processId="q" propagateAllChildVariables="true"/>')
    caller, called = read(chain(ASK, call, RULE)), read(chain(NUMBER, id="q"))
    handed = at(called, "number", caller)["days"]
    assert (handed.reason, handed.origin, handed.label) == ("caller", "p", "天数")
    assert at(caller, "rule", called)["caseNumber"].reason == "called"
    narrow = read(chain(ASK, call.replace("processId", 'propagateAllParentVariables="false" processId'), RULE))
    assert "days" not in at(called, "number", narrow)


def test_scripts_and_people_leave_variables() -> None:
    script = task("scriptTask", "count", '<zeebe:script expression="={a: 1, b: limits.centre}" resultVariable="sum"/>')
    data = chain(RULE, script, ASK, properties='<zeebe:property name="startedBy" value="applicant"/>')
    known = at(data, "ask")
    assert [(one.name, one.kind) for one in known["sum"].entries] == [("a", "number"), ("b", "text")]
    assert known["applicant"].reason == "starter"


def test_two_processes_that_call_each_other_are_asked_once() -> None:
    call = task("callActivity", "call", '<zeebe:calledElement processId="{}"/>')
    one = read(file(process(START, call.format("q"), END, flow("start", "call"), flow("call", "end"))))
    other = replace(
        read(file(process(START, call.format("p"), END, flow("start", "call"), flow("call", "end"), id="q")))
    )
    assert at(one, "call", other) == {}
