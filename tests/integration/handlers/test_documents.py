"""Every kind of official document: its parts, its own numbers, one document a job."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader
from sqlalchemy import Engine

from engine.runtime.handlers import JobContext
from handlers.documents import archive
from handlers.errors import InvalidInput, MissingGlyph
from handlers.registry import load

MakeContext = Callable[..., JobContext]

UNITS = {"units": [{"value": "jiangchuan-police", "label": "江川路派出所"}, {"value": "housing", "label": "区房管局"}]}
HEAD = {"issuer": "江川路街道办事处", "signedOn": "2026-03-05"}
KINDS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "supervision-order": (
        {
            "issuerCode": "江川街督",
            "addressee": "江川路派出所：",
            "caseNumber": "江川网格〔2026〕3号",
            "title": "通道堆物",
            "facts": "派遣后逾期未反馈。",
            "requirement": ["立即清除。", "书面报告。"],
            "dueText": "2026年3月12日前",
        },
        (
            "关于“通道堆物”的督办单",
            "江川路派出所：",
            "案件编号：江川网格〔2026〕3号",
            "一、督办事由",
            "派遣后逾期未反馈。",
            "二、督办要求",
            "1. 立即清除。",
            "2. 书面报告。",
            "三、办理时限",
            "2026年3月12日前",
        ),
    ),
    "meeting-minutes": (
        {
            "issuerCode": "江川街会纪",
            "title": "关于群租问题的会议纪要",
            "heldOn": "2026-03-04",
            "place": "三楼会议室",
            "chair": "李四",
            "attendees": ["江川路派出所", "区房管局"],
            "absent": ["江川路司法所"],
            "body": "会议听取了情况。",
            "decisions": "派出所牵头。\n房管局配合。",
            "copies": ["区委政研室"],
        },
        (
            "江川路街道办事处会议纪要",
            "关于群租问题的会议纪要",
            "时间：2026年3月4日",
            "地点：三楼会议室",
            "主持：李四",
            "会议听取了情况。",
            "会议议定：",
            "1. 派出所牵头。",
            "2. 房管局配合。",
            "出席：江川路派出所、区房管局",
            "缺席：江川路司法所",
            "抄送：区委政研室。",
        ),
    ),
    "admission-ruling": (
        {
            "issuerCode": "闵编准",
            "addressee": "区城管执法局",
            "matter": "门前责任制巡查",
            "decision": "reject",
            "body": "没有法律依据。",
            "copies": "江川路街道办事处",
        },
        ("关于不予同意“门前责任制巡查”下沉街道的批复", "区城管执法局：", "没有法律依据。", "抄送：江川路街道办事处。"),
    ),
    "reply-letter": (
        {"issuerCode": "江川街复", "addressee": "王小明", "title": "关于您反映问题的答复", "body": "已经清除。"},
        ("关于您反映问题的答复", "王小明：", "已经清除。", "2026年3月5日"),
    ),
    "assessment-bulletin": (
        {
            "issuerCode": "闵委研考",
            "year": 2025,
            "title": "关于2025年度考核的通报",
            "body": "现将结果通报如下。",
            "rows": [
                {"unit": "江川路派出所", "score": 96.5, "grade": "优秀", "note": None},
                {"unit": "江川路司法所", "score": 71, "grade": "一般", "note": "退单较多"},
            ],
        },
        (
            "现将结果通报如下。",
            "2025年度考核结果",
            "等次",
            "1",
            "江川路派出所",
            "96.5",
            "优秀",
            "—",
            "2",
            "江川路司法所",
            "71",
            "一般",
            "退单较多",
        ),
    ),
    "personnel-proposal": (
        {
            "issuerCode": "江川街人建",
            "addressee": "区委组织部",
            "agency": "江川路司法所",
            "title": "关于调整负责人的建议",
            "body": "一、考核情况\n连续两年一般。",
            "evidence": [
                {"year": 2024, "score": 70.25, "grade": "一般", "source": "闵委研考〔2025〕1号"},
                {"year": 2025, "score": None, "grade": "较差", "source": "闵委研考〔2026〕1号"},
            ],
            "annexes": ["考核通报"],
            "signer": "张三",
        },
        (
            "签发人：张三",
            "区委组织部：",
            "连续两年一般。",
            "附件：1. 江川路司法所历年考核结果及数据来源",
            "2. 考核通报",
            "附件1",
            "2024",
            "70.25",
            "一般",
            "闵委研考〔2025〕1号",
            "2025",
            "—",
            "较差",
            "闵委研考〔2026〕1号",
        ),
    ),
}
every_kind = pytest.mark.parametrize("kind", sorted(KINDS))


def issue(kind: str, context: JobContext, **changes: object) -> dict[str, Any]:
    return load()[kind].run({**HEAD, **KINDS[kind][0], **changes}, context)


def in_order(text: str, lines: tuple[str, ...]) -> None:
    place = 0
    for line in lines:
        wanted = "".join(line.split())
        place = text.index(wanted, place) + len(wanted)


@every_kind
def test_both_files_hold_what_was_given(kind: str, job: MakeContext, database: Engine) -> None:
    answer = issue(kind, job(1))
    number = f"{KINDS[kind][0]['issuerCode']}〔2026〕1号"
    assert answer == {"documentId": "i1:1", "documentNumber": number}
    (stored,) = archive.of_instance(database, "i1")
    assert (stored.kind, stored.number) == (kind, number)
    pdf, word = archive.content(database, "i1:1", "pdf"), archive.content(database, "i1:1", "docx")
    assert pdf is not None
    assert word is not None
    pages = PdfReader(BytesIO(pdf)).pages
    content = Document(BytesIO(word)).element.body.itertext()
    for text in ("".join(page.extract_text() for page in pages), "".join(content)):
        in_order("".join(text.split()), KINDS[kind][1])
        assert number in "".join(text.split())


@every_kind
def test_each_code_numbers_its_documents_without_gaps(kind: str, job: MakeContext) -> None:
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda token: issue(kind, job(token % 3)), range(6)))
    numbers = {answer["documentNumber"] for answer in answers}
    code = KINDS[kind][0]["issuerCode"]
    assert numbers == {f"{code}〔2026〕{number}号" for number in (1, 2, 3)}
    assert issue(kind, job(9), issuerCode="古美街")["documentNumber"] == "古美街〔2026〕1号"


@every_kind
def test_what_cannot_be_shown_takes_no_number(kind: str, job: MakeContext, database: Engine) -> None:
    with pytest.raises(MissingGlyph, match=r"U\+30EDD in 'issuer'"):
        issue(kind, job(1), issuer="江川\U00030edd")
    assert archive.of_instance(database, "i1") == []
    assert issue(kind, job(2))["documentNumber"].endswith("〔2026〕1号")


@pytest.mark.parametrize(
    ("kind", "field", "wrong"),
    [
        ("supervision-order", "dueText", ""),
        ("meeting-minutes", "heldOn", "2026-02-30"),
        ("admission-ruling", "decision", "perhaps"),
        ("reply-letter", "addressee", ""),
        ("assessment-bulletin", "rows[0].grade", [{"unit": "江川路派出所"}]),
        ("personnel-proposal", "evidence", "四年"),
    ],
)
def test_a_wrong_input_is_named(kind: str, field: str, wrong: object, job: MakeContext, database: Engine) -> None:
    with pytest.raises(InvalidInput) as caught:
        issue(kind, job(1), **{field.partition("[")[0]: wrong})
    assert caught.value.details["field"] == field
    assert archive.of_instance(database, "i1") == []


def test_a_ruling_says_what_it_rules(job: MakeContext, database: Engine) -> None:
    issue("admission-ruling", job(1), decision="approve")
    assert archive.of_instance(database, "i1")[0].title == "关于同意“门前责任制巡查”下沉街道的批复"


def test_a_ruling_names_units_by_their_names(job: MakeContext, database: Engine) -> None:
    units = [{"value": "urban-management", "label": "区城管执法局"}, {"value": "gumei", "label": "古美路街道"}]
    context = replace(job(1), organisation=lambda _: {"units": units})
    issue("admission-ruling", context, addressee="urban-management", copies=["gumei", "区司法局"])
    pdf = archive.content(database, "i1:1", "pdf")
    assert pdf is not None
    text = "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
    assert "区城管执法局：" in text
    assert "古美路街道，区司法局" in text or "古美路街道、区司法局" in text


def test_minutes_without_absence_and_decisions_say_nothing_of_them(job: MakeContext, database: Engine) -> None:
    issue("meeting-minutes", job(1), absent=[], decisions=None, copies="", heldAt="14:00")
    pdf = archive.content(database, "i1:1", "pdf")
    assert pdf is not None
    text = "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
    assert "时间：2026年3月4日14:00" in text
    for word in ("缺席", "议定", "抄送"):
        assert word not in text


def test_units_are_written_by_name_and_dates_in_words(job: MakeContext, database: Engine) -> None:
    context = replace(job(1), organisation=lambda now: UNITS)
    issue("meeting-minutes", context, attendees=["jiangchuan-police", "居民代表王小明"], absent="housing")
    issue(
        "supervision-order",
        replace(job(2), organisation=lambda now: UNITS),
        addressee="jiangchuan-police",
        facts="2026-03-01派遣，编号2026-03-01-7。",
        copies=["housing"],
    )
    minutes, order = (
        "".join("".join(Document(BytesIO(data)).element.body.itertext()).split())
        for document_id in ("i1:1", "i1:2")
        if (data := archive.content(database, document_id, "docx"))
    )
    in_order(minutes, ("出席：江川路派出所、居民代表王小明", "缺席：区房管局"))
    in_order(order, ("江川路派出所：", "2026年3月1日派遣，编号2026-03-01-7。", "抄送：区房管局。"))
