"""`tiaokuai organisation`: the organisation as files, out of the database and back; and the first password."""

from pathlib import Path

import click

from engine.runtime.engine import Engine
from web import programme
from web.account import passwords
from web.account.people import person_names
from web.organisation import csv_format, storing, yaml_format
from web.organisation.model import Organisation, OrganisationInvalid
from web.permissions import write_down
from web.settings import Settings

YAML = (".yaml", ".yml")


@click.group()
def organisation() -> None:
    """Units, roles, people and memberships as YAML or CSV files, and the first password."""


@organisation.command("export")
@click.argument("target", type=click.Path(path_type=Path))
@click.pass_obj
def write(settings: Settings, target: Path) -> None:
    """Write everything to TARGET: a .yaml file, a .zip of CSV files, or else a folder of CSV files."""
    engine = _engine(settings)
    try:
        found = storing.stored(engine.database)
    finally:
        engine.stop()
    if target.suffix in YAML:
        target.write_bytes(yaml_format.write(found))
    elif target.suffix == ".zip":
        target.write_bytes(csv_format.zipped(csv_format.write(found)))
    else:
        target.mkdir(parents=True, exist_ok=True)
        for name, data in csv_format.write(found).items():
            (target / name).write_bytes(data)
    click.echo(f"{len(found.units)} units, {len(found.roles)} roles, {len(found.people)} people written to {target}.")


@organisation.command("import")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.pass_obj
def read(settings: Settings, source: Path, dry_run: bool) -> None:
    """Insert or update everything in SOURCE, all of it or, where anything is wrong, nothing.

    Memberships of the people in SOURCE become exactly those that it names; nobody is removed.
    """
    try:
        given = _read(source)
    except OrganisationInvalid as error:
        raise click.ClickException(f"nothing was changed:\n{error}") from error
    engine = _engine(settings)
    try:
        found = storing.changes(engine.database, given)
        for change in found:
            click.echo(str(change))
        if not dry_run:
            storing.load(engine.database, given, demo_people=True)
    finally:
        engine.stop()
    click.echo(f"{len(found)} changes{', none made: this was a dry run' if dry_run else ''}.")


@organisation.command()
@click.argument("person")
@click.pass_obj
def password(settings: Settings, person: str) -> None:
    """Give PERSON a temporary password and show it: the first operator's, or one that nobody else can give."""
    engine = _engine(settings)
    try:
        if not person_names(engine.database, [person]):
            raise click.ClickException(f"There is no person {person}.")
        now = engine.clock.now()
        given = passwords.give_temporary(engine.database, person, now)
        write_down(engine.database, now, programme.OPERATOR.id, "", "reset password", person, "done")
    finally:
        engine.stop()
    click.echo(given)


def _read(source: Path) -> Organisation:
    return yaml_format.read(source) if source.suffix in YAML else csv_format.read(source)


def _engine(settings: Settings) -> Engine:
    try:
        return programme.open_engine(settings)
    except programme.NotMigrated as error:
        raise click.ClickException(str(error)) from error
