"""An organisation as one YAML file, in which each person lists their memberships as `role@unit`."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from web.organisation.model import Organisation, OrganisationInvalid
from web.organisation.rows import COLUMNS, Row, Tables, assemble, rows_of

_LARGEST = 20_000_000
_HEAD = """# The organisation: units, roles and people. Written by `tiaokuai organisation export`.
#
# A membership is role@unit; one with dates is {group: role@unit, valid_from: 2026-01-01, valid_to: 2026-12-31}.
"""


def read(path: Path) -> Organisation:
    """Read and check the file. Raises OrganisationInvalid."""
    data = path.read_bytes()
    if len(data) > _LARGEST:
        raise OrganisationInvalid(f"{path}: the file is larger than {_LARGEST} bytes. Divide it.")
    try:
        root = yaml.compose(data.decode("utf-8-sig"), yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise OrganisationInvalid(f"{path}: it cannot be read as YAML: {error}") from error
    reader = _Reader(str(path))
    return assemble(reader.tables(root), reader.problems)


def write(organisation: Organisation) -> bytes:
    """The file's bytes; read again, they give the same organisation."""
    tables = rows_of(organisation)
    groups: dict[str, list[object]] = {}
    for row in tables.pop("memberships"):
        group = f"{row['role']}@{row['unit']}"
        dates = {name: row[name] for name in ("valid_from", "valid_to") if row[name]}
        groups.setdefault(row["person"], []).append({"group": group, **dates} if dates else group)
    content = {table: [_short(row) for row in rows] for table, rows in tables.items()}
    for person in content["people"]:
        person["memberships"] = groups.get(str(person["id"]), [])
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000)
    return (_HEAD + "\n" + text).encode()


def _short(row: Mapping[str, str]) -> dict[str, object]:
    """Without what is empty."""
    return {name: value == "true" if name == "demo" else value for name, value in row.items() if value}


class _Reader:
    """Collects rows with their lines, and what is no row."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.problems: list[str] = []

    def tables(self, root: yaml.Node | None) -> Tables:
        """The rows of every section."""
        tables: dict[str, list[Row]] = {table: [] for table in COLUMNS}
        for name, section, line in self._entries(root):
            if name not in ("units", "roles", "people"):
                self._refuse(line, f"There is no section {name!r}.", "Write units, roles or people.")
                continue
            for item in self._items(section):
                row, memberships = self._row(item)
                tables[name].append(row)
                tables["memberships"] += self._memberships(row["id"], memberships)
        return tables

    def _row(self, item: yaml.Node) -> tuple[Row, yaml.Node | None]:
        values: dict[str, str] = {}
        memberships = None
        for name, node, _ in self._entries(item):
            if name == "memberships":
                memberships = node
            else:
                values[name] = self._text(node)
        return Row(values, self._file, _line(item)), memberships

    def _memberships(self, person: str, listed: yaml.Node | None) -> Iterator[Row]:
        for item in self._items(listed):
            if isinstance(item, yaml.MappingNode):
                values = {name: self._text(node) for name, node, _ in self._entries(item)}
                group = values.pop("group", "")
            else:
                values, group = {}, self._text(item)
            role, _, unit = group.partition("@")
            yield Row({"person": person, "role": role, "unit": unit, **values}, self._file, _line(item))

    def _entries(self, node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node, int]]:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                yield self._text(key), value, _line(key)
        else:
            self._refuse(_line(node), "Names with values are needed here.", "Write name: value.")

    def _items(self, node: yaml.Node | None) -> Iterator[yaml.Node]:
        if isinstance(node, yaml.SequenceNode):
            yield from node.value
        elif node is not None and not (isinstance(node, yaml.ScalarNode) and node.value in ("", "null", "~")):
            self._refuse(_line(node), "A list is needed here.", "Begin every item with a hyphen.")

    def _text(self, node: yaml.Node) -> str:
        if isinstance(node, yaml.ScalarNode):
            return str(node.value).strip()
        self._refuse(_line(node), "A text is needed here.", "Write it on one line, in quotes if need be.")
        return ""

    def _refuse(self, line: int, what: str, remedy: str) -> None:
        self.problems.append(Row({}, self._file, line).problem(what, remedy))


def _line(node: yaml.Node | None) -> int:
    return 1 if node is None or node.start_mark is None else node.start_mark.line + 1
