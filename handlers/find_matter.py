"""`find-matter`: whether a matter has been ruled on before (clause 2.1.1.d)."""

import msgspec

from engine.runtime.handlers import JobContext
from handlers.matters import RegisteredMatter, Ruling, Text, registered
from handlers.registry import handler


class MatterQuestion(msgspec.Struct, frozen=True, rename="camel"):
    """Which matter of which department, and the street that it was handed to."""

    title: Text
    department: Text
    street: Text


class KnownMatter(msgspec.Struct, frozen=True, rename="camel"):
    """One of the department's registered matters, for whoever rules to compare."""

    number: str
    title: str
    ruling: Ruling
    decided_on: str


class MatterFinding(msgspec.Struct, frozen=True, rename="camel"):
    """The ruling in force for the street, '' where there is none, and all that the register holds of the department."""

    registered_ruling: str
    registered_number: str
    registered_on: str
    registered_reason: str
    department_matters: list[KnownMatter]


@handler("find-matter")
def find_matter(inputs: MatterQuestion, context: JobContext) -> MatterFinding:
    """Look the matter up by its name; of several rulings the newest counts. Blanks make no difference."""
    known = registered(context.database, department=inputs.department)
    fitting = [one for one in known if _concerns(one, inputs)]
    newest = fitting[-1] if fitting else None
    return MatterFinding(
        registered_ruling=newest.ruling if newest else "",
        registered_number=newest.number if newest else "",
        registered_on=newest.decided_on if newest else "",
        registered_reason=newest.reason if newest else "",
        department_matters=[KnownMatter(one.number, one.title, one.ruling, one.decided_on) for one in known],
    )


def _concerns(matter: RegisteredMatter, question: MatterQuestion) -> bool:
    """Whether it is this matter, and of this street; a prohibition without streets holds for every street."""
    here = question.street in matter.streets or (matter.ruling == "prohibited" and not matter.streets)
    return here and "".join(matter.title.split()) == "".join(question.title.split())
