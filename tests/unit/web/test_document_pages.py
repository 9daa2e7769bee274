"""The case page names each official document's kind and offers its files."""

from typing import get_args

import pytest
from flask_babel import force_locale

from engine.runtime.engine import Engine
from engine.runtime.permissions import Actor
from handlers.documents import archive
from handlers.registry import load
from tests.process_files import chain, service_task
from tests.unit.web.conftest import World
from web.cases.documents import kind_name

LETTER = {
    "issuer": "江川路街道办事处",
    "issuerCode": "江川街复",
    "addressee": "王小明",
    "title": "关于您反映问题的答复",
    "body": "已经清除。",
}


def test_the_page_lists_a_document_with_its_kind_and_files(world: World) -> None:
    with Engine(world.engine.database, load(), clock=world.clock) as engine:
        engine.deploy({"p.bpmn": chain(service_task("reply", "reply-letter"))}, Actor("zhi"))
        case = engine.start("p", LETTER, Actor("rong"))
        engine.run_until_idle()
    visitor = world.signed_in("shen")
    visitor.send("/tasks", "/language", language="zh")
    page = visitor.get(f"/cases/{case}")
    assert "答复函，江川街复〔2026〕1号" in page
    english = visitor.send("/tasks", "/language", language="en", next=f"/cases/{case}").text
    assert "Letter of reply, 江川街复〔2026〕1号" in english
    (document,) = archive.of_instance(world.engine.database, case)
    for kind, beginning in (("pdf", b"%PDF"), ("docx", b"PK")):
        address = f"/cases/{case}/documents/{document.id}.{kind}"
        assert address in page
        assert visitor.client.get(address).data.startswith(beginning)


@pytest.mark.parametrize("kind", get_args(archive.Kind))
def test_every_kind_is_issued_by_a_handler_and_named_in_both_languages(world: World, kind: str) -> None:
    assert kind in load()
    names = set()
    for locale in ("zh", "en"):
        with world.app.test_request_context(), force_locale(locale):
            names.add(kind_name(kind))
    assert len(names) == 2
    assert "" not in names
