"""An official document, part by part, as 党政机关公文格式 GB/T 9704-2012 lists them; both renderers draw it."""

from datetime import date
from typing import Literal, TypeAlias

import msgspec

from handlers.documents import titles

Form: TypeAlias = Literal["report", "notice", "letter", "minutes"]
"""The head: to a higher body with its signer (上行文), to others, a letter (信函, §10.1), minutes (纪要, §10.3)."""

Level: TypeAlias = Literal[0, 1, 2]

_ROOM_FOR_ADDRESSEES = 5


def day_in_words(day: date) -> str:
    """A date such as 2026年3月5日, without zeros before the figures (§7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph", tag_field="block"):
    """Running text, or a heading of level 1 (一、) or 2 (（一）) (§7.3.3)."""

    text: str
    level: Level = 0


class Entry(msgspec.Struct, frozen=True, tag="entry", tag_field="block"):
    """A label and what stands after its colon, such as 出席：… (§10.3)."""

    label: str
    text: str


class Column(msgspec.Struct, frozen=True):
    """A column's heading and its share of the width; text that runs over lines starts at the left."""

    heading: str
    share: int = 1
    running: bool = False


class Table(msgspec.Struct, frozen=True, tag="table", tag_field="block"):
    """Cells in rows, under headings that are repeated on each page (§8); `caption` stands above."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


Block: TypeAlias = Paragraph | Entry | Table


class Annex(msgspec.Struct, frozen=True):
    """An annex by its title; one with a body follows the document on pages of its own (§7.3.7)."""

    title: str
    body: tuple[Block, ...] = ()

    @property
    def title_lines(self) -> tuple[str, ...]:
        """The title in lines of like length."""
        return titles.lines(self.title)


class OfficialDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the document. Empty parts are left out; a draft has no number yet."""

    form: Form
    issuer: str
    title: str
    body: tuple[Block, ...]
    signed_on: date
    number: str = ""
    signer: str = ""
    addressee: str = ""
    annexes: tuple[Annex, ...] = ()
    copies: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """The large red line at the top: the issuer, and of minutes what they are (§7.2.4, §10.3)."""
        return f"{self.issuer}会议纪要" if self.form == "minutes" else self.issuer

    @property
    def signed(self) -> bool:
        """Whether issuer and date stand at the end; minutes have them in the head."""
        return self.form != "minutes"

    @property
    def date_text(self) -> str:
        """The date of signing in words."""
        return day_in_words(self.signed_on)

    @property
    def title_lines(self) -> tuple[str, ...]:
        """The title in lines of like length (§7.3.1)."""
        return titles.lines(self.title)

    @property
    def addressee_line(self) -> str:
        """The addressee above the body, or '' where so many would push the body off the first page (§7.3.2)."""
        return "" if self._many_addressees else self.addressee

    @property
    def recipients(self) -> tuple[tuple[str, str], ...]:
        """What the imprint says of recipients, label and text: 主送 where there are too many, then 抄送 (§7.4.2)."""
        main = (("主送", f"{self.addressee}。"),) if self._many_addressees else ()
        return main + ((("抄送", f"{'，'.join(self.copies)}。"),) if self.copies else ())

    @property
    def annexes_enclosed(self) -> tuple[tuple[str, Annex], ...]:
        """The annexes that follow on pages of their own, each with its label: numbered only among several (§7.3.7)."""
        several = len(self.annexes) > 1
        labelled = ((f"附件{n}" if several else "附件", annex) for n, annex in enumerate(self.annexes, start=1))
        return tuple((label, annex) for label, annex in labelled if annex.body)

    @property
    def annex_lines(self) -> tuple[str, ...]:
        """The annex list under the body: numbered only when there are several (§7.3.4)."""
        if len(self.annexes) == 1:
            return (self.annexes[0].title,)
        return tuple(f"{number}. {annex.title}" for number, annex in enumerate(self.annexes, start=1))

    @property
    def _many_addressees(self) -> bool:
        return len(self.addressee) > 28 * _ROOM_FOR_ADDRESSEES
