"""An organisation as four CSV files in a folder or a zip: UTF-8 with a mark, so that Excel opens them as they are."""

import csv
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from web.organisation.model import Organisation, OrganisationInvalid
from web.organisation.rows import COLUMNS, Row, assemble, rows_of

FILES: Mapping[str, str] = {f"{table}.csv": table for table in COLUMNS}
"""The names of the files, and which table each holds."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"
_LARGEST = 20_000_000
_MARK = "\ufeff"


def write(organisation: Organisation) -> dict[str, bytes]:
    """The files by name; read again, they give the same organisation."""
    tables = rows_of(organisation)
    return {name: _file(COLUMNS[table], tables[table]) for name, table in FILES.items()}


def read(path: Path) -> Organisation:
    """Read and check a folder or a zip with these files. Raises OrganisationInvalid."""
    problems: list[str] = []
    tables: dict[str, list[Row]] = {}
    contents = _zipped(path) if path.is_file() else _lying(path)
    for name, table in FILES.items():
        if name not in contents:
            problems.append(f"{path}: {name} is missing. Export once to see what it holds; it may have no rows.")
            tables[table] = []
            continue
        tables[table] = _rows(f"{path}/{name}", table, contents[name], problems)
    return assemble(tables, problems)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files in one zip."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), content)
    return data.getvalue()


def guarded(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula; `_bare` takes the guard off again."""
    return f"{_GUARD}{text}" if text.startswith((*_FORMULA, _GUARD)) else text


def _bare(text: str) -> str:
    return text[1:] if text.startswith(_GUARD) and text[1:].startswith((*_FORMULA, _GUARD)) else text


def _file(columns: tuple[str, ...], rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([guarded(row[column]) for column in columns] for row in rows)
    return (_MARK + text.getvalue()).encode()


def _lying(path: Path) -> dict[str, bytes]:
    return {name: (path / name).read_bytes() for name in FILES if (path / name).is_file()}


def _zipped(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            named = [one for one in archive.infolist() if one.filename in FILES]
            if sum(one.file_size for one in named) > _LARGEST:
                raise OrganisationInvalid(f"{path}: the files are larger than {_LARGEST} bytes. Divide them.")
            return {one.filename: archive.read(one) for one in named}
    except zipfile.BadZipFile as error:
        raise OrganisationInvalid(f"{path}: it is no zip: {error}. Give a folder, a .zip or a .yaml.") from error


def _rows(file: str, table: str, data: bytes, problems: list[str]) -> list[Row]:
    """The file's rows; other orders of the columns, and columns left out at the end, are fine."""
    try:
        lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        head = [column.strip() for column in next(lines, [])]
        if not set(head) <= set(COLUMNS[table]) or len(set(head)) != len(head) or not head:
            names = ",".join(COLUMNS[table])
            problems.append(f"{file}:1: The first line does not name the columns. Write {names}")
            return []
        rows = []
        for cells in lines:
            place = lines.line_num
            if not any(cells):
                continue
            if len(cells) > len(head):
                problems.append(f"{file}:{place}: There are {len(cells)} cells for {len(head)} columns. Quote commas.")
            values = {column: _bare(cell).strip() for column, cell in zip(head, cells, strict=False)}
            rows.append(Row(values, file, place))
        return rows
    except UnicodeDecodeError:
        problems.append(f"{file}:1: It is not UTF-8. Save it in Excel as “CSV UTF-8”.")
    except csv.Error as error:
        problems.append(f"{file}: It cannot be read as CSV: {error}. Save it anew from a spreadsheet.")
    return []
