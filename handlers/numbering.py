"""Numbers without gaps or repeats: one counter a series and year, moved in the transaction that records the number."""

from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from engine.runtime.handlers import JobContext
from engine.store.database import reading
from handlers.errors import NumberTaken
from handlers.insertion import insert, insert_once
from handlers.shanghai import local_date
from handlers.tables import case_number, number_series


@dataclass(frozen=True, slots=True)
class Series:
    """What is counted: `name` keys the counter; `template` makes the text from `year` and `sequence`."""

    name: str
    template: str

    def text(self, year: int, sequence: int) -> str:
        return self.template.format(year=year, sequence=sequence)


def allot(series: Series, context: JobContext) -> str:
    """The next number of the series in the present year; always the same one for the same idempotency key.

    Nothing is consumed unless the number is recorded, so a crash leaves no gap. Raises `NumberTaken`.
    """
    with reading(context.database) as connection:
        earlier = _recorded(connection, context.idempotency_key)
    return earlier or _allot_new(series, context)


def _allot_new(series: Series, context: JobContext) -> str:
    year = local_date(context.now).year
    with context.database.connect() as connection, connection.begin() as transaction:
        sequence = _advance(connection, series.name, year)
        row = {
            "key": context.idempotency_key,
            "number": series.text(year, sequence),
            "series": series.name,
            "year": year,
            "sequence": sequence,
            "instance_id": context.instance_id,
            "allotted_at": context.now,
        }
        try:
            if insert_once(connection, case_number, row, unique=("key",)):
                return series.text(year, sequence)
        except IntegrityError:
            message = f"The number {row['number']} was already given out by another series than {series.name!r}."
            raise NumberTaken(message, number=row["number"], series=series.name) from None
        # Another worker was first with this very job: give the counter's step back.
        recorded = _recorded(connection, context.idempotency_key)
        transaction.rollback()
        return recorded


def _advance(connection: Connection, series: str, year: int) -> int:
    statement = (
        insert(connection, number_series)
        .values(series=series, year=year, last=1)
        .on_conflict_do_update(index_elements=["series", "year"], set_={"last": number_series.c.last + 1})
        .returning(number_series.c.last)
    )
    return int(connection.execute(statement).scalar_one())


def _recorded(connection: Connection, key: str) -> str:
    return connection.scalar(select(case_number.c.number).where(case_number.c.key == key)) or ""
