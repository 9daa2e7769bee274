"""Long work of the workshop: asked for, done by one runner, watched, stopped, refused, on both databases."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from engine.errors import NotFound
from engine.store.metadata import metadata
from tests.integration.conftest import database_url, postgresql, sqlite_template
from tests.unit.web.conftest import World, install, opened
from web.language import Name
from web.modeler import runs
from web.modeler.impact import results
from web.modeler.publishing.tables import proposal
from web.modeler.runs import retention
from web.modeler.runs.tables import workshop_run
from web.services import services_of

__all__ = ["database_url", "postgresql", "sqlite_template"]

LEASE = 30_000


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    install(database_url)
    with opened(database_url) as world:
        yield world


@contextmanager
def kind(work: Any) -> Iterator[None]:
    """A kind `probe` for one test; its result is shown by no template."""
    from web.modeler.runs import kinds

    runs.kind("probe", "Probe")(work)
    try:
        yield
    finally:
        del kinds._kinds["probe"]


def steps(number: int) -> Any:
    def work(args: Mapping[str, Any], progress: runs.Progress) -> Mapping[str, Any]:
        for step in range(number):
            progress(step, number)
        progress(number, number)
        return {"asked": args["what"]}

    return work


def test_the_table_is_as_the_migration_makes_it(world: World) -> None:
    with world.engine.database.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_object": lambda found, name, kind, *_: kind != "table" or name == workshop_run.name,
            },
        )
        assert compare_metadata(context, metadata) == []


def test_a_run_is_done_and_gives_its_result(world: World) -> None:
    with world.app.app_context(), kind(steps(3)):
        id = runs.ask("probe", "pothole", {"what": "坑洞"}, "zhi")
        waiting = runs.get(id)
        assert (waiting.state, waiting.due, waiting.over) == ("waiting", world.clock.now(), False)
        assert runs.run_until_idle() == 1
        done = runs.get(id)
        assert (done.state, done.result, done.done, done.total) == ("done", {"asked": "坑洞"}, 3, 3)
        assert (done.begun_at, done.ended_at) == (world.clock.now(), world.clock.now())
        assert [run.id for run in runs.latest("pothole", "probe")] == [id]
        assert runs.latest("another") == []
        assert runs.run_until_idle() == 0


def test_a_run_at_a_moment_does_not_begin_before(world: World) -> None:
    with world.app.app_context(), kind(steps(1)):
        id = runs.ask("probe", "pothole", {"what": ""}, "zhi", at=world.clock.now() + 1000)
        assert runs.run_until_idle() == 0
        world.clock.advance(1000)
        assert runs.run_until_idle() == 1
        assert runs.get(id).state == "done"


def test_progress_keeps_the_run_beyond_its_first_lease_and_nobody_else_takes_it(world: World) -> None:
    seen: list[int] = []

    def work(args: Mapping[str, Any], progress: runs.Progress) -> Mapping[str, Any]:
        for step in range(1, 4):
            progress(step, step)
            world.clock.advance(LEASE - 1)
            # Somebody else looks for work.
            seen.append(runs.run_until_idle())
        return {}

    with world.app.app_context(), kind(work):
        id = runs.ask("probe", "pothole", {}, "zhi")
        assert runs.run_until_idle() == 1
        assert seen == [0, 0, 0]
        assert runs.get(id).state == "done"


def test_a_run_that_said_nothing_for_a_lease_is_anothers_and_its_first_runner_changes_nothing(world: World) -> None:
    begun: list[str] = []

    def work(args: Mapping[str, Any], progress: runs.Progress) -> Mapping[str, Any]:
        begun.append("")
        first = len(begun) == 1
        if first:
            world.clock.advance(LEASE + 1)
            runs.run_until_idle()
        return {"by": "first" if first else "second"}

    with world.app.app_context(), kind(work):
        id = runs.ask("probe", "pothole", {}, "zhi")
        runs.run_until_idle()
        assert len(begun) == 2
        assert runs.get(id).result == {"by": "second"}


def test_stopping_ends_what_waits_and_what_is_under_way(world: World) -> None:
    went_on: list[str] = []

    def work(args: Mapping[str, Any], progress: runs.Progress) -> Mapping[str, Any]:
        runs.stop(progress.id)
        progress(1, 1)
        went_on.append("went on")
        return {}

    with world.app.app_context(), kind(work):
        waiting = runs.ask("probe", "pothole", {}, "zhi", at=world.clock.now() + 1)
        assert runs.stop(waiting)
        assert not runs.stop(waiting)
        under_way = runs.ask("probe", "pothole", {}, "zhi")
        world.clock.advance(LEASE)
        assert runs.run_until_idle() == 1
        assert [runs.get(id).state for id in (waiting, under_way)] == ["stopped", "stopped"]
        assert went_on == []


def test_the_end_of_a_process_gives_its_run_back_at_once(world: World) -> None:
    from web.modeler.runs.doing import due_runs

    stopping = threading.Event()

    def work(args: Mapping[str, Any], progress: runs.Progress) -> Mapping[str, Any]:
        if "ended" not in begun:
            begun.append("ended")
            stopping.set()
        progress(1, 1)
        return {"begun": 2}

    begun: list[str] = []
    with world.app.app_context(), kind(work):
        id = runs.ask("probe", "pothole", {}, "zhi")
        due_runs(services_of(world.app), stopping).round()
        assert runs.get(id).state == "waiting"
        assert runs.run_until_idle() == 1
        assert runs.get(id).result == {"begun": 2}


def test_refusals_and_mistakes_are_said_in_both_languages(world: World) -> None:
    def refuses(args: Mapping[str, Any], progress: runs.Progress) -> Mapping[str, Any]:
        if args["refuse"]:
            raise runs.RunFailed(Name("不行", "It cannot be"))
        raise RuntimeError("a secret of the house")

    with kind(refuses):
        with world.app.app_context():
            refused, broken = (runs.ask("probe", "pothole", {"refuse": one}, "zhi") for one in (True, False))
            assert runs.run_until_idle() == 2
        policy = world.signed_in("zhi")
        assert "不行" in policy.get(f"/workshop/runs/{refused}")
        page = policy.get(f"/workshop/runs/{broken}")
        assert broken[:8] in page
        assert "secret" not in page
        policy.send("/tasks", "/language", language="en", next="/tasks")
        assert "It cannot be" in policy.get(f"/workshop/runs/{refused}")


def state(world: World, id: str) -> str:
    with world.app.app_context():
        return runs.get(id).state


def test_the_page_shows_progress_and_stops(world: World) -> None:
    with kind(steps(2)):
        with world.app.app_context():
            id = runs.ask("probe", "pothole", {"what": ""}, "zhi")
        policy = world.signed_in("zhi")
        page = policy.get(f"/workshop/runs/{id}")
        assert "<progress" in page
        assert f'hx-get="/workshop/runs/{id}/progress"' in page
        assert "HX-Refresh" not in policy.client.get(f"/workshop/runs/{id}/progress").headers
        answer = policy.send(f"/workshop/runs/{id}", f"/workshop/runs/{id}/stop")
        assert "已停止" in answer.get_data(as_text=True)
        assert state(world, id) == "stopped"
        assert policy.client.get(f"/workshop/runs/{id}/progress").headers["HX-Refresh"] == "true"


@pytest.mark.parametrize(("person", "sees"), [("shen", 200), ("yun", 403), ("rong", 403)])
def test_auditors_look_and_only_policy_officers_stop(world: World, person: str, sees: int) -> None:
    with kind(steps(1)):
        with world.app.app_context():
            id = runs.ask("probe", "pothole", {"what": ""}, "zhi")
        browser = world.signed_in(person)
        assert browser.client.get(f"/workshop/runs/{id}").status_code == sees
        assert browser.client.get(f"/workshop/runs/{id}/progress").status_code == sees
        assert browser.send("/tasks", f"/workshop/runs/{id}/stop").status_code == 403
        assert state(world, id) == "waiting"


def test_runs_that_are_not_there(world: World) -> None:
    with world.app.app_context():
        with pytest.raises(NotFound):
            runs.get("none")
        with pytest.raises(KeyError):
            runs.ask("no such kind", "p", {}, "zhi")


def ended(world: World, kind: str, number: int) -> list[str]:
    """As many runs of a kind about potholes, the oldest first, each with one case that it found."""
    found = []
    with world.app.app_context():
        for _ in range(number):
            world.clock.advance(1000)
            id = runs.ask(kind, "pothole", {"what": 1}, "zhi")
            results.write(id, [results.CaseFinding("pothole", "i", "c", 1, "goes_on", (), ())])
            assert runs.run_until_idle() == 1
            found.append(id)
    return found


def test_of_the_runs_of_a_kind_the_newest_are_kept_and_those_that_proposals_name(world: World) -> None:
    at, nobody = world.clock.now(), dict.fromkeys(("findings", "authors"), "[]")
    with kind(steps(1)), world.app.app_context():
        early = ended(world, "probe", 3)
        with world.engine.database.begin() as connection:
            for state, run in zip(("proposed", "rejected"), early, strict=False):
                row = {**nobody, "id": run, "procedure": "pothole", "version_id": "v", "based_on": "", "note": ""}
                row |= {
                    "cases": "stay",
                    "scenarios_run": "",
                    "impact_run": run,
                    "proposed_at": at,
                    "proposed_by": "zhi",
                }
                connection.execute(proposal.insert().values(**row, state=state))
        late = ended(world, "probe", retention.KEPT)
        needed, named, old = early
        assert [one.id for one in runs.latest("pothole", "probe", 100)] == [*reversed(late), named, needed]
        assert [results.kept(one) for one in (needed, named, old, late[0])] == [True, False, False, True]
        with pytest.raises(NotFound):
            runs.get(old)
