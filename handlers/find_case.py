"""`find-case`: whether a case number belongs to a case that intake still has open (clause 2.1.2.b)."""

from typing import Annotated

import msgspec
import sqlalchemy as sa

from engine.runtime.handlers import JobContext
from engine.store.database import reading
from engine.store.tables import instance
from handlers.registry import handler

INTAKE = "case_intake"
CaseNumber = Annotated[str, msgspec.Meta(min_length=1, max_length=60, description="案件编号")]


class CaseQuestion(msgspec.Struct, frozen=True, rename="camel"):
    """Which number; blanks around it make no difference."""

    case_number: CaseNumber


class CaseFinding(msgspec.Struct, frozen=True):
    """Whether there is such a case, and whether it is still open, so that what is merged into it is heard."""

    found: bool
    open: bool


@handler("find-case")
def find_case(inputs: CaseQuestion, context: JobContext) -> CaseFinding:
    """Look the number up among the cases that came in by intake."""
    query = sa.select(instance.c.status).where(
        instance.c.case_number == inputs.case_number.strip(), instance.c.process_id == INTAKE
    )
    with reading(context.database) as connection:
        statuses = set(connection.scalars(query))
    return CaseFinding(found=bool(statuses), open="active" in statuses)
