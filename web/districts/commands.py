"""Commands where there are several districts: in the one that `--district` names, or in each, one after another."""

import functools
from collections.abc import Callable
from typing import Any

import click
import sqlalchemy as sa

from web.districts.file import District, read
from web.settings import Settings

_KEY = "tiaokuai.districts"
ACROSS = {"migrate", "deploy", "verify", "serve", "worker"}
"""Commands that work on all districts where none is named."""
WITHOUT = {"lint", "coverage", "test"}
"""Commands that read files only and touch no district."""


def choose(context: click.Context, settings: Settings, key: str) -> None:
    """Give the context's commands the settings that they work with: the district's, where one is named.

    Raises ClickException for an unknown district, or where none is named and the command needs one.
    """
    context.obj = settings
    districts = read(settings.districts) if settings.districts else ()
    keys = ", ".join(one.key for one in districts) or "none are set up (TIAOKUAI_DISTRICTS)"
    if key:
        chosen = [one for one in districts if one.key == key]
        if not chosen:
            raise click.ClickException(f"There is no district {key}. Districts: {keys}.")
        context.obj = chosen[0].settings
    elif districts and context.invoked_subcommand in ACROSS:
        context.meta[_KEY] = districts
    elif districts and context.invoked_subcommand not in WITHOUT:
        raise click.ClickException(f"This is done in one district at a time: give --district KEY. Districts: {keys}.")


def districts() -> tuple[District, ...]:
    """All districts, where the command is to work on all; () where it works with the context's settings."""
    found: tuple[District, ...] = click.get_current_context().meta.get(_KEY, ())
    return found


def each_district(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command that takes settings first work on each district; one that fails leaves the others their turn."""

    @functools.wraps(command)
    def run(settings: Settings, **arguments: Any) -> None:
        if not (each := districts()):
            command(settings, **arguments)
            return
        failed = []
        for district in each:
            click.echo(f"District {district.key}:")
            try:
                command(district.settings, **arguments)
            except click.ClickException as error:
                error.show()
                failed.append(district.key)
            except sa.exc.OperationalError as error:
                click.echo(f"Error: its database cannot be reached: {error.orig}", err=True)
                failed.append(district.key)
        if failed:
            raise click.ClickException(f"Not done in {', '.join(failed)}.")

    return run
