"""Two versions of a process, and a case that is to go from one to the other."""

from instance_driver import Case

from engine.diagrams import deployment
from engine.diagrams.definition import Definition
from engine.errors import MigrationRefused, Obstacle
from engine.execution.migration import sentence
from tests import process_files as files


def version(
    *parts: str, id: str = "p", properties: str = "", roots: tuple[str, ...] = (), more: str = ""
) -> Definition:
    """The process of these parts; `more` are processes that it calls."""
    data = files.file(files.process(*parts, id=id, properties=properties), more, roots=roots)
    return next(one for one in deployment.build({"p.bpmn": data}) if one.process.id == id)


def chain(*steps: str, extra: tuple[str, ...] = (), roots: tuple[str, ...] = (), properties: str = "") -> Definition:
    """Start, these steps one after the other, end."""
    data = files.chain(*steps, extra=extra, roots=roots, properties=properties)
    return deployment.build({"p.bpmn": data})[0]


def refused(case: Case, to: Definition, elements: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """The (code, element) of everything in the way; nothing was changed, and each is said in both languages."""
    before = case.instance.snapshot()
    found: tuple[Obstacle, ...] = ()
    try:
        case.migrate(to, elements)
    except MigrationRefused as error:
        found = error.obstacles
    assert found, "it was not refused"
    assert case.instance.snapshot() == before
    for one in found:
        said = [sentence(one, "zh"), sentence(one, "en")]
        assert (one.name or one.element) in said[0]
        assert (one.name_en or one.name or one.element) in said[1]
        assert not any("{" in text for text in said)
    return [(one.code, one.element) for one in found]
