"""`tiaokuai lint`: what is wrong with diagrams, tables and forms, before anybody deploys them."""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click
import msgspec

import handlers.registry
from engine.diagrams import linting, messages
from engine.diagrams.bundle import SUFFIXES, open_bundle
from engine.diagrams.messages import Language, Sentence
from engine.diagrams.rules import exemplified
from engine.diagrams.rules.subject import Kind
from engine.errors import Finding
from engine.runtime.handlers import returned
from web import clauses

SEVERITIES: Mapping[Language, Mapping[str, str]] = {
    "zh": {"error": "错误", "warning": "警告", "info": "提示"},
    "en": {"error": "error", "warning": "warning", "info": "info"},
}

_SUMMARY: Mapping[Language, str] = {
    "zh": "{files} 个文件：{error} 个错误，{warning} 个警告，{info} 个提示。",
    "en": "{files} files: {error} errors, {warning} warnings, {info} infos.",
}

_PARTS: Mapping[Language, tuple[str, str, str, str]] = {
    "zh": ("问题", "改法", "不可以", "可以"),
    "en": ("What is wrong", "How to mend it", "Bad", "Good"),
}


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--draft", is_flag=True, help="Also diagrams that are not meant to run: nothing in them is an error.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Of the findings; by default that of the terminal.")
@click.option("--explain", metavar="RULE", help="Say what a rule wants, with a bad and a good example.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array of findings.")
@click.pass_obj
def lint(
    settings: Any, files: tuple[Path, ...], draft: bool, language: Language | None, explain: str | None, as_json: bool
) -> None:
    """Check FILES and folders by the rules of deployment. Fails where one of them could not be deployed."""
    spoken: Language = language or ("zh" if os.environ.get("LANG", "").startswith("zh") else "en")
    if explain:
        click.echo(_explanation(explain, spoken))
        return
    if not files:
        raise click.UsageError("Name at least one file or folder, or a rule to --explain.")
    data = {str(path): path.read_bytes() for path in _within(files)}
    found = _findings(data, getattr(settings, "processes", Path("processes")), draft)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode([_row(one, spoken) for one in found])).decode())
    else:
        for one in found:
            click.echo(_line(one, spoken))
        counts = {severity: sum(one.severity == severity for one in found) for severity in SEVERITIES["en"]}
        click.echo(_SUMMARY[spoken].format(files=len(data), **counts))
    sys.exit(any(one.severity == "error" for one in found))


def _within(paths: Iterable[Path]) -> list[Path]:
    """The files named, and those of our kinds in the folders named, none twice."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(one for one in path.rglob("*") if one.name.endswith(SUFFIXES)) if path.is_dir() else [path]
        found.update(dict.fromkeys(inside))
    return list(found)


def _findings(data: Mapping[str, bytes], processes: Path, draft: bool) -> list[Finding]:
    """What `lint` finds; references may meet the installation's procedures and the files' neighbours."""
    folders = {Path(name).parent for name in data} | {processes}
    near = [path for folder in sorted(folders) if folder.is_dir() for path in _neighbours(folder, folder == processes)]
    others = open_bundle({str(path): path.read_bytes() for path in near if str(path) not in data})

    def elsewhere(kind: Kind, identity: str, version_tag: str) -> bool:
        return others.has(kind, identity, version_tag)

    return linting.lint(
        data,
        elsewhere,
        handlers=returned(handlers.registry.load()),
        clauses=clauses.known(processes),
        draft=draft,
    )


def _neighbours(folder: Path, deep: bool) -> list[Path]:
    paths = folder.rglob("*") if deep else folder.glob("*")
    return sorted(path for path in paths if path.is_file() and path.name.endswith(SUFFIXES))


def _line(found: Finding, language: Language) -> str:
    said = messages.sentence(found, language)
    where = f"{found.file}:{found.line}" if found.line else found.file
    element = f"{found.element} ({found.name})" if found.name else found.element
    parts = [where, SEVERITIES[language][found.severity], *([element] if element else [])]
    return " ".join(f"{': '.join(parts)}: {said.message} {said.remedy} [{found.rule}]".split())


def _row(found: Finding, language: Language) -> dict[str, object]:
    said = messages.sentence(found, language)
    return {
        "rule": found.rule,
        "severity": found.severity,
        "file": found.file,
        "line": found.line,
        "element": found.element,
        "name": found.name,
        "message": said.message,
        "remedy": said.remedy,
    }


def _explanation(rule: str, language: Language) -> str:
    entry = messages.rules().get(rule)
    if entry is None:
        near = [one for one in sorted(messages.rules()) if rule.partition(".")[0] in one]
        raise click.UsageError(f"There is no rule {rule}. " + (f"Rules near it: {', '.join(near)}" if near else ""))
    example = exemplified.of(rule)
    said: Sentence = getattr(entry, language)
    if example is not None:
        found = linting.lint(example.bad, lambda *_: False, handlers={}, clauses=())
        said = next((messages.sentence(one, language) for one in found if one.rule == rule), said)
    wrong, mend, bad, good = _PARTS[language]
    lines = [
        f"{rule} ({SEVERITIES[language][entry.severity]})",
        "",
        f"{wrong}: {said.message}",
        f"{mend}: {said.remedy}",
    ]
    if example is not None:
        lines += [
            "",
            f"--- {bad} ---",
            exemplified.shown(rule, example.bad),
            "",
            f"--- {good} ---",
            exemplified.shown(rule, example.good),
        ]
    return "\n".join(lines)
