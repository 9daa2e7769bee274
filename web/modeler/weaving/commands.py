"""`tiaokuai export` and `tiaokuai import`: procedures out of the database into a folder, and back."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from engine.errors import NotFound
from engine.runtime.engine import Engine
from handlers.shanghai import local_date
from web import programme
from web.modeler import library
from web.modeler.weaving import exporting, importing
from web.settings import Settings

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("export")
@click.argument("directory", required=False, type=_FOLDER)
@click.option("--procedure", default="", metavar="KEY", help="Only this one.")
@click.option("--draft", is_flag=True, help="Write the draft instead of what is in force.")
@click.option("--version", "number", type=int, metavar="NUMBER", help="Write this version of the one PROCEDURE.")
@click.option("--delete", is_flag=True, help="Remove files that the version lacks, without asking.")
@click.option("--overwrite", is_flag=True, help="Also write over files that were edited in the folder.")
@click.pass_obj
def write(
    settings: Settings,
    directory: Path | None,
    procedure: str,
    draft: bool,
    number: int | None,
    delete: bool,
    overwrite: bool,
) -> None:
    """Write procedures into DIRECTORY (default: the processes folder), a folder each, so that Git shows what was edited.

    A file keeps its layout, comments and order wherever it says the same. One that was edited in the folder is left.
    """
    folder = directory or settings.processes
    if number is not None and (draft or not procedure):
        raise click.UsageError("--version goes with --procedure, and not with --draft.")
    with _engine(settings) as engine:
        keys = [procedure] if procedure else [row.key for row in library.procedures(engine=engine)]
        for key in keys:
            files = _files(engine, key, draft, number)
            _say(folder, exporting.export(engine, folder, key, files, overwrite=overwrite), delete)
        if not procedure and exporting.export_register(engine.database, folder):
            click.echo("  written: clauses.yaml")
        click.echo(f"{len(keys)} procedures written into {folder}.")


@click.command("import")
@click.argument("directory", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--procedure", default="", metavar="KEY", help="Only this one.")
@click.option(
    "--as-version", "name", default="", metavar="NAME", help="Make versions of this name; leave drafts alone."
)
@click.option("--replace", is_flag=True, help="Replace drafts that say otherwise; they are kept as versions.")
@click.pass_obj
def read(settings: Settings, directory: Path | None, procedure: str, name: str, replace: bool) -> None:
    """Take the procedures of DIRECTORY (default: the processes folder) into their drafts; nothing comes into force.

    DIRECTORY holds a folder for each procedure, or is the folder of one. Where a draft says otherwise nothing is changed.
    """
    try:
        found = importing.procedures(directory or settings.processes)
    except importing.Unreadable as error:
        raise click.ClickException(f"nothing was imported:\n{error}") from error
    if procedure and procedure not in found:
        raise click.ClickException(f"There is no procedure {procedure} in {directory or settings.processes}.")
    chosen = {procedure: found[procedure]} if procedure else found
    failed = False
    with _engine(settings) as engine:
        now = engine.clock.now()
        if not procedure:
            _import_register(engine, directory or settings.processes, replace, now)
        for key, files in chosen.items():
            if name:
                made = importing.as_version(engine, key, files, name=name, who=programme.OPERATOR.id, at=now)
                click.echo(f"  {key}: version {made.number} {name}")
                continue
            kept = f"before the import of {local_date(now).isoformat()}"
            try:
                changed = importing.into_draft(
                    engine, key, files, who=programme.OPERATOR.id, at=now, replace=replace, keep_as=kept
                )
            except importing.DraftThere as error:
                failed = True
                click.echo(
                    f"  {key}: not imported, its draft changed {error}; --replace keeps that as a version", err=True
                )
                continue
            click.echo(f"  {key}: {', '.join(changed) if changed else 'unchanged'}")
    if failed:
        raise click.ClickException("some procedures were not imported.")


def _import_register(engine: Engine, folder: Path, replace: bool, now: int) -> None:
    try:
        added, differing = importing.take_register(engine, folder, replace=replace, who=programme.OPERATOR.id, at=now)
    except importing.Unreadable as error:
        raise click.ClickException(f"nothing was imported:\n{error}") from error
    if added:
        click.echo(f"  clauses added: {', '.join(added)}")
    if differing:
        what = "changed" if replace else "left as the database has them (--replace takes the file's wording)"
        click.echo(f"  clauses {what}: {', '.join(differing)}")


def _files(engine: Engine, key: str, draft: bool, number: int | None) -> Mapping[str, bytes]:
    try:
        library.require(key, engine=engine)
    except NotFound as error:
        raise click.ClickException(str(error)) from error
    if number is not None:
        for one in library.versions(key, engine=engine):
            if one.number == number:
                return library.bodies(one, engine=engine)
        raise click.ClickException(f"There is no version {number} of {key}.")
    return library.draft_files(key, engine=engine) if draft else library.present_files(key, engine=engine)


def _say(folder: Path, done: exporting.Exported, delete: bool) -> None:
    for path in done.written:
        click.echo(f"  written: {path.relative_to(folder)}")
    for path in done.edited:
        click.echo(f"  left, it was edited here: {path.relative_to(folder)} (--overwrite writes over it)")
    for path in done.lacking:
        name = path.relative_to(folder)
        if delete or (sys.stdin.isatty() and click.confirm(f"  {name} is not in the version. Remove it?")):
            path.unlink()
            click.echo(f"  removed: {name}")
        else:
            click.echo(f"  left, the version does not have it: {name} (--delete removes it)")


@contextmanager
def _engine(settings: Settings) -> Iterator[Engine]:
    try:
        engine = programme.open_engine(settings)
    except programme.NotMigrated as error:
        raise click.ClickException(str(error)) from error
    try:
        yield engine
    finally:
        engine.stop()
