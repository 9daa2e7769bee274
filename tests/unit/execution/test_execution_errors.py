"""BPMN errors: from end events and handlers, caught at the right place or standing still."""

from instance_driver import Case
from process_models import Build, boundary, call, each, end, error, mapped, parallel, service, start, sub, user

from engine.execution import commands as c
from engine.execution.events import ElementCompleted, ErrorThrown, JobClosed


def _two_branches(middle: str) -> Build:
    """Two parallel branches with the same code on both boundaries."""
    model = Build().add(start(), parallel("g")).flow("s", "g")
    for k in "12":
        if middle == "subprocess":
            task: object = sub(f"t{k}", Build().line(start(f"s{k}"), user(f"u{k}"), end(f"x{k}", error("broken"))))
        else:
            task = service(f"t{k}")
        model.line(task, end(f"e{k}")).flow("g", f"t{k}")  # type: ignore[arg-type]
        model.add(boundary(f"b{k}", f"t{k}", error("broken"))).line(user(f"h{k}"), end(f"f{k}")).flow(f"b{k}", f"h{k}")
    return model


def test_an_error_end_event_reaches_only_the_boundary_around_it() -> None:
    case = Case(_two_branches("subprocess").definition())
    case.complete("u1", q=1)
    assert case.open == ["h1", "u2"]
    assert case.variables == {"q": 1}
    assert case.said(ErrorThrown)[0].caught_by == "b1"
    assert "x1" in [event.element for event in case.said(ElementCompleted)]


def test_a_handler_s_error_reaches_only_its_own_boundary_and_brings_variables() -> None:
    case = Case(_two_branches("service").definition())
    case.do(c.ThrowError, token=case.job("t1"), error="broken", message="no", variables={"why": 1})
    assert case.open == ["h1"]
    assert [job.element for job in case.instance.jobs()] == ["t2"]
    assert case.variables == {"why": 1}
    assert case.said(JobClosed)[0].outcome == "error"


def test_an_error_passes_calls_and_subprocesses_until_something_catches_it() -> None:
    callee = Build().line(start("qs"), service("k"), end("qe")).definition("q")
    inner = Build().line(start("s2"), call("c", "q", multi_instance=each("[1, 2]")), end("e2"))
    model = Build().line(start(), sub("sp", inner), end())
    model.add(boundary("other", "sp", error("else")), boundary("any", "sp", error(""), outputs=mapped(why="=reason")))
    model.line(user("h"), end("e3")).flow("other", "e").flow("any", "h")
    case = Case(model.definition(called=[callee]))
    case.do(c.ThrowError, token=case.job("k"), error="broken", variables={"reason": "rain"})
    assert case.open == ["h"]
    assert case.instance.jobs() == []
    assert case.variables == {"why": "rain"}


def test_the_same_code_comes_before_a_catch_all() -> None:
    model = (
        Build()
        .line(start(), service("k"), end())
        .add(boundary("any", "k", error("")), boundary("own", "k", error("x")))
    )
    model.line(user("h"), end("e2")).flow("own", "h").line(user("i"), end("e3")).flow("any", "i")
    case = Case(model.definition())
    case.do(c.ThrowError, token=case.job("k"), error="x")
    assert case.open == ["h"]


def test_an_uncaught_error_of_a_handler_stands_still_and_the_job_can_run_again() -> None:
    model = Build().line(start(), parallel("g"), service("k"), end()).add(user("u")).flow("g", "u", "e")
    case = Case(model.definition())
    case.do(c.ThrowError, token=case.job("k"), error="broken", message="no such street")
    (incident,) = case.instance.incidents()
    assert (incident.kind, incident.element, incident.details["error"]) == ("uncaught_error", "k", "broken")
    assert case.said(ErrorThrown)[0].caught_by == ""
    case.complete("u")
    case.do(c.ResolveIncident, token=incident.token, retries=2)
    assert case.instance.job(incident.token).retries == 2  # type: ignore[union-attr]
    case.do(c.CompleteJob, token=incident.token)
    assert case.outcome == "completed"


def test_an_uncaught_error_end_event_stands_still_instead_of_ending_well() -> None:
    case = Case(Build().line(start(), user("u"), end("e", error("broken"))).definition())
    case.complete("u")
    assert not case.instance.ended
    assert [incident.kind for incident in case.instance.incidents()] == ["uncaught_error"]
    case.resolve()
    assert [incident.kind for incident in case.instance.incidents()] == ["uncaught_error"]
