"""An official letter to a higher body (上行文), as 党政机关公文格式 GB/T 9704-2012 §7 lists its parts."""

import re
from dataclasses import dataclass
from datetime import date

_HEADING = re.compile(r"[一二三四五六七八九十]+、[^。；]{1,25}")


@dataclass(frozen=True, slots=True)
class OfficialLetter:
    """What stands in the letter. `body` and `annexes` hold one entry a paragraph and an annex."""

    issuer: str
    number: str
    signer: str
    title: str
    addressee: str
    body: tuple[str, ...]
    signed_on: date
    annexes: tuple[str, ...] = ()

    @property
    def date_text(self) -> str:
        """The date of signing in words, such as 2026年3月5日 (§7.3.5.4)."""
        return f"{self.signed_on.year}年{self.signed_on.month}月{self.signed_on.day}日"

    @property
    def annex_lines(self) -> tuple[str, ...]:
        """The annex list: numbered only when there are several (§7.3.4)."""
        if len(self.annexes) == 1:
            return self.annexes
        return tuple(f"{number}. {name}" for number, name in enumerate(self.annexes, start=1))

    @staticmethod
    def is_heading(paragraph: str) -> bool:
        """Whether a paragraph is a heading of the first level, such as 一、基本情况 (§7.3.3)."""
        return _HEADING.fullmatch(paragraph) is not None
