"""Special reports: numbered, stored as issued, never twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader
from sqlalchemy import Engine

from engine.runtime.handlers import JobContext
from handlers.documents import archive
from handlers.errors import InvalidInput, MissingGlyph
from handlers.registry import load

MakeContext = Callable[..., JobContext]

REPORT = {
    "issuer": "闵行区江川路街道办事处",
    "issuerCode": "江川街办报",
    "title": "关于红旗新村群租问题的专报",
    "body": ["一、基本情况", "红旗新村12号楼存在群租。\n\n  居民多次投诉。"],
    "signer": "张三",
    "signedOn": "2026-03-05",
}


def issue(context: JobContext, **changes: object) -> dict[str, object]:
    return load()["special-report"].run({**REPORT, **changes}, context)


def test_the_report_is_stored_as_issued(job: MakeContext, database: Engine) -> None:
    answer = issue(job(1))
    assert answer == {"documentId": "i1:1", "documentNumber": "江川街办报〔2026〕1号"}
    (stored,) = archive.of_instance(database, "i1")
    assert stored == archive.find(database, "i1:1")
    assert (stored.kind, stored.number, stored.title) == ("special-report", "江川街办报〔2026〕1号", REPORT["title"])
    word, pdf = archive.content(database, "i1:1", "docx"), archive.content(database, "i1:1", "pdf")
    assert word is not None
    assert pdf is not None
    assert (sha256(word).hexdigest(), sha256(pdf).hexdigest()) == (stored.docx_sha256, stored.pdf_sha256)
    paragraphs = [paragraph.text for paragraph in Document(BytesIO(word)).paragraphs]
    assert paragraphs[paragraphs.index("区人民政府：") + 1 :][:3] == [
        "一、基本情况",
        "红旗新村12号楼存在群租。",
        "居民多次投诉。",
    ]
    text = "".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())
    for expected in ("江川街办报〔2026〕1号", "签发人：张三", "居民多次投诉。", "2026年3月5日"):
        assert expected in text


def test_the_same_job_issues_one_document_even_at_once(job: MakeContext, database: Engine) -> None:
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: issue(job(1)), range(6)))
    assert answers == [answers[0]] * 6
    assert issue(job(1), title="另一个题目") == answers[0]
    (stored,) = archive.of_instance(database, "i1")
    assert stored.title == REPORT["title"]
    assert issue(job(2))["documentNumber"] == "江川街办报〔2026〕2号"


def test_a_report_that_cannot_be_shown_takes_no_number(job: MakeContext, database: Engine) -> None:
    with pytest.raises(MissingGlyph, match=r"U\+30EDD in 'body'"):
        issue(job(1), body="姓名：\U00030edd")
    assert archive.of_instance(database, "i1") == []
    assert issue(job(2))["documentNumber"] == "江川街办报〔2026〕1号"


def test_a_date_that_does_not_exist_is_named(job: MakeContext, database: Engine) -> None:
    with pytest.raises(InvalidInput, match="'signedOn'"):
        issue(job(1), signedOn="2026-02-30")


def test_no_document_of_an_unknown_id(database: Engine) -> None:
    assert archive.find(database, "i9:9") is None
    assert archive.content(database, "i9:9", "pdf") is None
