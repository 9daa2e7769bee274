"""The command line: everything an operator does with an installation."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from engine.errors import AmendmentsLost, NotFound, Refused
from engine.runtime.clock import Clock, ManualClock, SystemClock
from engine.runtime.distributed.schema import QueueUnusable
from engine.runtime.engine import Engine
from handlers.shanghai import local_date
from web import archive, programme, serving, working
from web.coverage_command import coverage
from web.districts.commands import choose, districts, each_district
from web.language import ZONE
from web.lint_command import lint
from web.modeler.weaving import commands as weaving
from web.organisation.command import organisation
from web.settings import SettingInvalid, Settings
from web.stand_in import StandIn

PROGRESS_EVERY = 50


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--district", default="", metavar="KEY", help="Work in this one of the districts of TIAOKUAI_DISTRICTS.")
@click.pass_context
def main(context: click.Context, district: str) -> None:
    """Tiaokuai (条块): runs a district's street-level management by its own policy document."""
    try:
        settings = Settings.from_environment()
        choose(context, settings, district)
    except SettingInvalid as error:
        raise click.ClickException(str(error)) from error
    programme.log_to_standard_error(
        settings.log_level if context.invoked_subcommand in ("serve", "worker") else "WARNING"
    )


@main.command()
@click.pass_obj
@each_district
def migrate(settings: Settings) -> None:
    """Create the database or bring it to this version."""
    with _refusals(), _said("Migrating the database"):
        programme.migrate(settings)


@main.command()
@click.argument("directories", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--withdraw-amendments", is_flag=True, help="Take back what rulings changed in these procedures.")
@click.pass_obj
@each_district
def deploy(settings: Settings, directories: tuple[Path, ...], withdraw_amendments: bool) -> None:
    """Put the procedures of DIRECTORIES (default: all) into force.

    Units, roles and people of organisation.yaml that the database lacks are added; those it has are left as they are and
    changed by `tiaokuai organisation import` or on the pages.

    A file that a ruling changed since is deployed as it is since; see `tiaokuai amendments`.
    """
    with _engine(settings) as engine:
        with _said("Adding what the organisation lacks"):
            differences = programme.add_organisation(settings, engine.database)
        if differences:
            file = programme.organisation_file(settings)
            click.echo(
                f"  {file} differs from the database in {differences} places, which stay as the database has them."
            )
            click.echo(f"  To see them: tiaokuai organisation import {file} --dry-run")
        with _said("Checking and deploying the procedures"), _refusals():
            deployed = programme.deploy(settings, engine, directories, withdraw_amendments=withdraw_amendments)
        for one in deployed:
            keeps = f", keeps {', '.join(one.amendments)}" if one.amendments else ""
            click.echo(f"  {one.process_id} version {one.version}{'' if one.is_new else ' (unchanged)'}{keeps}")


@main.command()
@click.option("--write", is_flag=True, help="Bring them into the files of the processes folder.")
@click.pass_obj
def amendments(settings: Settings, write: bool) -> None:
    """List what rulings changed in procedures while they ran."""
    with _engine(settings) as engine:
        for one in engine.amendments():
            when = local_date(one.amended_at).isoformat()
            click.echo(f"{one.mark}  {one.process_id} version {one.version}  {when}  {one.actor}: {one.reason}")
        if write:
            written, left = programme.write_amended(settings, engine)
            for path in written:
                click.echo(f"  written: {path}")
            for mark in left:
                click.echo(f"  not written, the file was edited: add the row of {mark} by hand")


@main.command()
@click.option("--days", default=250, show_default=True, type=click.IntRange(1, 250), help="Working days to play.")
@click.pass_obj
def demo(settings: Settings, days: int) -> None:
    """Load fictional people and let them work through the past year; safe to run again."""
    from web.demo import load, start
    from web.demo.people import PASSWORD

    until = SystemClock().now()
    clock = ManualClock(start(until, days))
    span = until - clock.now()
    with (
        _engine(settings, clock) as engine,
        click.progressbar(length=span, label="Letting demo people work through the past year", show_eta=False) as bar,
    ):
        played = load(settings, engine, clock, until, lambda now: bar.update(now - until + span - bar.pos))
        bar.update(span - bar.pos)
    for fault in played.faults:
        click.echo(f"  left undone: {fault}", err=True)
    click.echo(f"  {played.started} cases came in. Every demo person's password is {PASSWORD}")


@main.command()
@click.option(
    "--stand-in", "with_stand_in", is_flag=True, help="Play the outside systems that are not set up; for trying out."
)
@click.pass_obj
def serve(settings: Settings, with_stand_in: bool) -> None:
    """Answer requests and run what is due, until stopped. In distributed mode, workers run what is due."""
    every = districts()
    if every and with_stand_in:
        raise click.ClickException("--stand-in is for trying out in one district: give --district KEY.")
    stand_in = _stand_in(settings) if with_stand_in else None

    def ready(address: str) -> None:
        runs = "; what is due is left to `tiaokuai worker`" if settings.distributed else ""
        click.echo(f"Tiaokuai is ready at {address}{runs}  (Ctrl+C stops it)")
        if stand_in:
            click.echo(f"The outside systems are played at {stand_in.address}")

    with _refusals():
        try:
            if every:
                serving.serve_districts(settings, every, ready)
            else:
                serving.serve(settings, ready, stand_in)
        except serving.PortTaken as error:
            raise click.ClickException(
                f"Another program uses port {settings.port} of {settings.host}. Choose another: TIAOKUAI_PORT=8001 make run"
            ) from error


@main.command()
@click.option(
    "--concurrency",
    default=4,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Handlers run at once, and as many other pieces of work.",
)
@click.pass_obj
def worker(settings: Settings, concurrency: int) -> None:
    """Run what is due, until stopped; any number of workers, on any machine (TIAOKUAI_QUEUE=distributed)."""
    if not settings.distributed:
        raise click.ClickException(
            "TIAOKUAI_QUEUE is embedded: `tiaokuai serve` runs what is due itself. Workers need TIAOKUAI_QUEUE=distributed."
        )

    def ready(database: str) -> None:
        click.echo(f"Tiaokuai works on {database}, {concurrency} pieces of work at once  (Ctrl+C stops it)")

    with _refusals():
        working.work([one.settings for one in districts()] or [settings], concurrency, ready)


@main.command()
@click.argument("case", required=False)
@click.pass_obj
@each_district
def verify(settings: Settings, case: str | None) -> None:
    """Execute the journal of CASE (default: of every case) again and compare everything.

    Without CASE the chain of the operations journal is checked as well.
    Reads from the replica for reports, where one is set up.
    """
    with _archive(settings) as engine:
        looked_at = broken = 0
        try:
            for found in programme.verify(engine, case):
                looked_at += 1
                if found.difference is not None:
                    broken += 1
                    click.echo(str(found.difference), err=True)
                elif looked_at % PROGRESS_EVERY == 0:
                    click.echo(f"{looked_at} cases …")
        except NotFound as error:
            raise click.ClickException(str(error)) from error
        acts, wrong = (0, "") if case else programme.verify_operations(engine)
    if wrong:
        click.echo(wrong, err=True)
    if broken:
        raise click.ClickException(f"{broken} of {looked_at} cases do not verify.")
    click.echo(f"{looked_at} cases verified.")
    if wrong:
        raise click.ClickException("The operations journal does not verify.")
    if not case:
        click.echo(f"{acts} entries of the operations journal verified.")


@main.command()
@click.argument("procedure", required=False)
@click.pass_obj
def test(settings: Settings, procedure: str | None) -> None:
    """Play the scenarios of PROCEDURE (default: of all)."""
    from web import scenarios

    sys.exit(scenarios.main(settings.processes, procedure))


main.add_command(coverage)
main.add_command(lint)
main.add_command(organisation)
main.add_command(weaving.write)
main.add_command(weaving.read)


def _stand_in(settings: Settings) -> StandIn:
    if settings.public_url:
        raise click.ClickException("--stand-in is for trying out on one machine; TIAOKUAI_PUBLIC_URL is set here.")
    return StandIn(settings.port + 1 if 0 < settings.port < 65535 else 0)


@contextmanager
def _engine(settings: Settings, clock: Clock | None = None) -> Iterator[Engine]:
    with _refusals():
        engine = programme.open_engine(settings, clock)
    try:
        yield engine
    finally:
        engine.stop()


@contextmanager
def _archive(settings: Settings) -> Iterator[Engine]:
    replica = archive.open_archive(settings)
    if replica is None:
        with _engine(settings) as engine:
            yield engine
        return
    with _refusals(), replica:
        archive.check(replica)
        programme.check(replica)
        until = archive.replayed_until(replica.database)
        moment = datetime.fromtimestamp(until / 1000, ZONE).isoformat(" ", "seconds") if until else "before it started"
        click.echo(f"On the replica; the last change that reached it: {moment}.")
        yield replica


@contextmanager
def _said(what: str) -> Iterator[None]:
    click.echo(f"{what} … ", nl=False)
    try:
        yield
    except BaseException:
        click.echo("failed")
        raise
    click.echo("done")


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except Refused as error:
        raise click.ClickException(f"not deployed:\n{error}") from error
    except AmendmentsLost as error:
        raise click.ClickException(f"not deployed: {error}") from error
    except (programme.NotMigrated, archive.NoReplica, QueueUnusable) as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
