"""What an incident says to people: the field and the reason, in their language."""

import pytest
from flask_babel import force_locale

from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from handlers.registry import load
from tests.process_files import chain, service_task
from tests.unit.web.conftest import World
from web.cases.incidents import incident_words

STEP = service_task("register", "register-matter", retries=1).replace("register name", "登记准入事项")
ENGLISH = '<zeebe:properties><zeebe:property name="name:en" value="Register the matter"/></zeebe:properties>'
DIAGRAM = chain(STEP.replace("</bpmn:extensionElements>", f"{ENGLISH}</bpmn:extensionElements>"))
MATTER = {"title": "a", "department": "b", "legalBasis": "c", "streets": "江川路街道"}
CHINESE_SENTENCE = "自动环节“登记准入事项”的输入项 streets 应为列表，实际是文本。"
ENGLISH_SENTENCE = "The input streets of the automatic step “Register the matter” must be a list, but is text."
TECHNICAL = "input &#39;streets&#39;: expected array, got str."


def stuck(world: World) -> str:
    """A case whose automatic step got a text where a list belongs."""
    with Engine(world.engine.database, load(), clock=world.clock) as engine:
        engine.deploy({"p.bpmn": DIAGRAM}, Actor("zhi"))
        case = engine.start("p", MATTER, Actor("rong"))
        engine.run_until_idle()
    return case


def test_every_page_names_the_wrong_field_in_both_languages(world: World) -> None:
    case = stuck(world)
    for person, address in (("yun", "/operations"), ("yun", f"/cases/{case}"), ("shen", f"/audit/{case}")):
        visitor = world.signed_in(person)
        visitor.send("/tasks", "/language", language="zh")
        page = visitor.get(address)
        assert CHINESE_SENTENCE in page
        folded = [part.split("</details>")[0] for part in page.split("<summary>技术信息</summary>")[1:]]
        assert sum(TECHNICAL in part for part in folded) == page.count(TECHNICAL) >= 1
        english = visitor.send("/tasks", "/language", language="en", next=address).text
        assert ENGLISH_SENTENCE in english
        assert "<summary>Technical information</summary>" in english


SENTENCES = [
    (
        "job",
        {"code": "handler_input", "field": "a", "problem": "required"},
        "自动环节“甲”的输入项 a 必须提供，但没有值。",
    ),
    (
        "job",
        {"code": "handler_output", "field": "a", "problem": "type", "expected": "date | null", "given": "bool"},
        "自动环节“甲”的结果项 a 应为日期或空值，实际是“是/否”。",
    ),
    (
        "job",
        {"code": "handler_input", "field": "a", "problem": "choice", "expected": "grid, street"},
        "自动环节“甲”的输入项 a 应为下列之一：grid, street。",
    ),
    (
        "job",
        {"code": "handler_input", "field": "a", "problem": "form", "expected": "length >= 1"},
        "自动环节“甲”的输入项 a 不能为空。",
    ),
    (
        "job",
        {"code": "handler_input", "field": "a", "problem": "form", "expected": "length <= 20"},
        "自动环节“甲”的输入项 a 超出规定范围（长度 ≤ 20）。",
    ),
    (
        "job",
        {"code": "handler_input", "field": "a", "problem": "form", "expected": "date"},
        "自动环节“甲”的输入项 a 应为日期。",
    ),
    ("job", {"code": "handler_input", "field": "a"}, "自动环节“甲”的输入项 a 格式不对。"),
    ("job", {"code": "handler_output", "field": "", "problem": "type"}, "自动环节“甲”没有给出可用的结果。"),
    ("job", {"code": "handler_failed", "kind": "OSError"}, "自动环节“甲”意外出错（OSError）。"),
    ("job", {"code": "handler_unknown", "type": "notify"}, "自动环节“甲”需要的处理程序 notify 没有安装。"),
    ("job", {"code": "number_taken"}, "自动环节“甲”不能发出编号 —：该编号已被占用。"),
    ("job", {"code": "unit_unknown", "unit": "nowhere"}, "自动环节“甲”所指的单位 nowhere 不在组织机构中。"),
    ("job", {"code": "of another house"}, "自动环节反复失败。"),
    ("job", {"type": "notify", "message": "offline"}, "自动环节反复失败。"),
    ("deadlock", {}, "它等待的其他分支已不可能到达，案件无法继续。"),
    ("something new", {}, "这一步停住了。"),
]


@pytest.mark.parametrize(("kind", "details", "sentence"), SENTENCES)
def test_the_sentence_of_an_incident(world: World, kind: str, details: dict[str, str], sentence: str) -> None:
    with world.app.test_request_context(), force_locale("zh"):
        assert incident_words(kind, details, "甲") == sentence
