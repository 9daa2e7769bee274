"""`meeting-minutes`: the minutes (会议纪要) of a meeting that a street called (clause 2.2.1.a)."""

from datetime import date

from engine.runtime.handlers import JobContext
from handlers.documents.issuing import IssuedDocument, Letterhead, issue
from handlers.documents.naming import names
from handlers.documents.official import Entry, OfficialDocument, Paragraph, day_in_words
from handlers.documents.writing import Lines, OptionalLines, numbered, paragraphs
from handlers.matters import Text
from handlers.registry import handler


class MeetingMinutes(Letterhead, frozen=True, kw_only=True, rename="camel"):
    """The minutes as signed. `attendees` and `absent` name units or people; `held_at` is the time of day in words."""

    title: Text
    held_on: date
    place: Text
    chair: Text
    attendees: Lines
    body: Lines
    held_at: str = ""
    absent: OptionalLines = ""
    decisions: OptionalLines = ""
    copies: OptionalLines = ""


@handler("meeting-minutes")
def meeting_minutes(inputs: MeetingMinutes, context: JobContext) -> IssuedDocument:
    """Number the minutes, make their Word and PDF files and keep both."""
    present, absent = "、".join(names(inputs.attendees, context)), "、".join(names(inputs.absent, context))
    decided = numbered(inputs.decisions)
    draft = OfficialDocument(
        form="minutes",
        issuer=inputs.issuer,
        title=inputs.title,
        body=(
            Entry("时间", f"{day_in_words(inputs.held_on)}{inputs.held_at}"),
            Entry("地点", inputs.place),
            Entry("主持", inputs.chair),
            *paragraphs(inputs.body),
            *((Paragraph("会议议定："), *decided) if decided else ()),
            Entry("出席", present),
            *((Entry("缺席", absent),) if absent else ()),
        ),
        signed_on=inputs.dated(context),
        copies=names(inputs.copies, context),
    )
    return issue("meeting-minutes", inputs, draft, context)
