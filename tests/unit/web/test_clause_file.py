"""The register's file: what was not changed keeps its lines, and what was changed is read as it was meant."""

import difflib
from pathlib import Path

import msgspec

from web.clauses.folder import Clause, parse
from web.clauses.writing import woven

FILE = (Path(__file__).parents[3] / "processes/clauses.yaml").read_bytes()


def difference(before: bytes, after: bytes) -> list[str]:
    lines = difflib.unified_diff(before.decode().splitlines(), after.decode().splitlines(), n=0, lineterm="")
    return [line for line in list(lines)[2:] if line[0] in "+-"]


def test_an_unchanged_register_keeps_every_byte() -> None:
    assert woven(FILE, parse(FILE)) == FILE


def test_one_changed_part_changes_its_own_lines() -> None:
    clauses = parse(FILE)
    clauses[0] = msgspec.structs.replace(clauses[0], lead="区委编办")
    assert difference(FILE, woven(FILE, clauses)) == ["-    lead: 区编委办", "+    lead: 区委编办"]


def test_added_repealed_and_moved_clauses_are_read_as_they_were_meant() -> None:
    clauses = parse(FILE)
    clauses[2] = msgspec.structs.replace(
        clauses[2], repealed=True, text_en="Long: " + "words and words " * 20 + "# end"
    )
    clauses.insert(1, Clause(id="9.9", text="新: 条款 #1\n第二行", lead="yes"))
    clauses.append(clauses.pop(5))
    assert parse(woven(FILE, clauses)) == clauses
    assert parse(woven(b"", clauses)) == clauses
    assert parse(woven(b"\xff no register", clauses)) == clauses
