"""A definition carries what its results depend on: the working-day calendar of its day, and imported decisions."""

import msgspec
from diagram_text import around, node

from engine.diagrams import deployment, feel
from engine.execution import Instance, apply, compile
from engine.execution.commands import StartInstance

DUE = around(
    node("scriptTask", "reckon", '<zeebe:script expression="=add working days(date(from), 1)" resultVariable="due"/>'),
    node("userTask", "wait"),
    steps=["reckon", "wait"],
)
PLAIN = around(node("userTask", "wait"), steps=["wait"])
CALLING = around(
    node("callActivity", "go", '<zeebe:calledElement processId="p"/>'), node("userTask", "wait"), steps=["go", "wait"]
).replace(b'process id="p"', b'process id="caller"')
DAYS = msgspec.json.decode(feel.installed().data)
LAST = str(DAYS["last"])


def due(definition: deployment.Definition, day: str) -> object:
    instance = Instance.create(compile(definition))
    apply(instance, StartInstance(id="c", at=0, actor="kim", variables={"from": day}, start_event=""))
    return instance.variables()["due"]


def reloaded(definition: deployment.Definition) -> deployment.Definition:
    return deployment.load(definition.manifest, definition.resources.__getitem__, lambda _: definition)


def test_a_case_is_replayed_under_the_calendar_it_was_deployed_with() -> None:
    older = feel.read_calendar(
        msgspec.json.encode(
            DAYS | {"last": int(LAST) - 1, "workdays": {y: d for y, d in DAYS["workdays"].items() if y != LAST}},
            order="sorted",
        )
    )
    saturday = f"{LAST}-{DAYS['workdays'][LAST][-1]}"
    friday = feel.evaluate(['string(date(day) - duration("P1D"))'], {"day": saturday}, 0)[0]
    (now,) = deployment.build({"p.bpmn": DUE})
    assert due(reloaded(now), friday) == saturday

    manifest = now.manifest.replace(now.calendar.hash.encode(), older.hash.encode())
    resources = {**now.resources, older.hash: older.data}
    then = deployment.load(manifest, resources.__getitem__, lambda _: now)
    assert then.hash != now.hash
    assert due(then, friday) != saturday
    assert due(now, friday) == saturday


def test_the_calendar_is_a_resource_of_what_reckons_with_it_and_of_its_callers() -> None:
    built = {one.process.id: one for one in deployment.build({"p.bpmn": DUE, "caller.bpmn": CALLING})}
    for definition in built.values():
        assert definition.calendar == feel.installed()
        assert definition.resources[feel.installed().hash] == feel.installed().data
    (plain,) = deployment.build({"p.bpmn": PLAIN})
    assert plain.calendar is None
    assert b"calendar" not in plain.manifest
    assert reloaded(plain).calendar is None
