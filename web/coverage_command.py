"""`tiaokuai coverage`: clause × procedure × element, and what is missing."""

from collections.abc import Iterator
from pathlib import Path

import click

from engine.errors import Refused
from web.clause_coverage import Citation, Coverage, read
from web.settings import Settings

_INTRODUCTION = """\
# Which element implements which clause

`tiaokuai coverage --write docs/coverage.md` makes this page from `processes/`; a test fails when it is out of date.
The clauses are those of 闵委办发〔2017〕20号, with their full wording in `processes/clauses.yaml`.
"""


@click.command()
@click.option("--write", type=click.Path(dir_okay=False, path_type=Path), help="Write the whole table as Markdown.")
@click.pass_obj
def coverage(settings: Settings, write: Path | None) -> None:
    """List how many elements of each procedure implement each clause. Fails where a clause has none, or an element
    cites a clause that does not exist."""
    try:
        found = read(settings.processes)
    except Refused as error:
        raise click.ClickException(str(error)) from error
    for clause in found.clauses:
        click.echo(f"{clause.id:8} {_counts(found, clause.id) or '—'}")
    if write:
        write.write_text(page(found), encoding="utf-8")
    faults = list(_faults(found))
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise click.ClickException("not every clause and every element fit together.")
    click.echo(f"{len(found.clauses)} clauses, {len(found.procedures)} procedures, {len(found.citations)} citations.")


def page(found: Coverage) -> str:
    """The whole table as Markdown."""
    lines = [_INTRODUCTION, "| 条款 Clause | 牵头 Lead | 流程（环节数） Procedures (elements) |", "| --- | --- | --- |"]
    for clause in found.clauses:
        lines.append(f"| [{clause.id}](#{_anchor(clause.id)}) | {clause.lead or '–'} | {_counts(found, clause.id)} |")
    for clause in found.clauses:
        lines += ["", f"## {clause.id}", "", clause.text, "", "| 流程 Procedure | 环节 Elements |", "| --- | --- |"]
        cited = found.of(clause.id)
        for process in dict.fromkeys(one.process for one in cited):
            inside = [one for one in cited if one.process == process]
            elements = "、".join(_element(one) for one in inside)
            lines.append(f"| {inside[0].process_name} `{process}` | {elements} |")
    return "\n".join(lines) + "\n"


def _counts(found: Coverage, clause: str) -> str:
    cited = [one.process for one in found.of(clause)]
    return "，".join(f"{found.procedures[one]} {cited.count(one)}" for one in dict.fromkeys(cited))


def _element(one: Citation) -> str:
    return f"{one.name.replace('|', '/')} `{one.element}`" if one.name else f"`{one.element}`"


def _anchor(clause: str) -> str:
    return clause.replace(".", "")


def _faults(found: Coverage) -> Iterator[str]:
    for clause in found.empty:
        yield f"Clause {clause} has no element: cite it by policy:basis where a diagram implements it."
    for one in found.unknown:
        yield f"{one.process}: {one.element} ({one.name}) cites {one.clause}, which is not in clauses.yaml."
