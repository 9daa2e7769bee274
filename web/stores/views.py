"""The pages of data stores. Every read is recorded, as on the audit pages."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, render_template, request

from web.archive import look
from web.diagrams import vocabulary
from web.language import Name
from web.pages import visitor
from web.people import Directory, codes
from web.permissions import may_audit, may_read_stores, may_see_case, record, require
from web.services import services
from web.stores import queries
from web.stores.names import StoreWords, names
from web.stores.queries import Row

pages = Blueprint("stores", __name__, template_folder="templates", url_prefix="/stores")
pages.before_request(look)


@pages.get("")
def listing() -> str:
    """The stores that hold rows, and those that diagrams in force draw."""
    require(may_read_stores(visitor()), "read data stores", "")
    drawn = names(services().engine)
    filled = queries.stores(services().archive.database)
    return render_template(
        "stores/listing.html",
        stores=[(store, _words(drawn, store).name, store in filled) for store in sorted({*drawn, *filled})],
    )


@pages.get("/<store>")
def rows(store: str) -> str:
    """The rows of one store by key, with the case that wrote each."""
    require(may_read_stores(visitor()), "read data store", store)
    drawn = names(services().engine)
    prefix = request.args.get("q", "").strip()
    page = queries.page(services().archive.database, store, prefix, request.args.get("after", ""))
    if store not in drawn and not page.rows and not prefix:
        abort(404)
    record("read data store", store, "read")
    words = _words(drawn, store)
    audits, columns = may_audit(visitor()), _columns(page.rows, words)
    return render_template(
        "stores/rows.html",
        store=store,
        name=words.name,
        page=page,
        prefix=prefix,
        columns=columns,
        lines=_lines(page.rows, [field for field, _ in columns], words),
        audits=audits,
        open={row.instance_id for row in page.rows if not audits and may_see_case(visitor(), row.instance_id)},
    )


def _words(drawn: dict[str, StoreWords], store: str) -> StoreWords:
    return drawn.get(store) or StoreWords(Name(store))


def _columns(rows: Sequence[Row], said: StoreWords) -> list[tuple[str, Name | None]]:
    """The fields of the rows' values in the order in which they come up, each with what the diagram or else a form calls
    it, if any does; none where a value is no group of fields."""
    if not all(isinstance(row.value, dict) for row in rows):
        return []
    found: dict[str, Name | None] = {}
    for row in rows:
        words = vocabulary(services().engine.definition(row.definition_hash))
        for field in row.value:
            if found.get(field) is None:
                found[field] = said.column(field) or words.label(field)
    return list(found.items())


def _lines(rows: Sequence[Row], fields: Sequence[str], said: StoreWords) -> list[tuple[Row, list[Any]]]:
    """Each row with its cells: the fields, or the whole value where there are none; codes are replaced by names."""
    directory = Directory(codes=codes([row.value for row in rows]))
    found = []
    for row in rows:
        words = vocabulary(services().engine.definition(row.definition_hash))
        cells = (
            [words.value(field, said.value(field, row.value.get(field))) for field in fields] if fields else [row.value]
        )
        found.append((row, [directory.value(cell) for cell in cells]))
    return found
