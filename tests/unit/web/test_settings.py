"""Settings, the organisation file and the catalogue."""

import ast
import stat
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from web import organisation
from web.settings import SettingInvalid, Settings

ROOT = Path(__file__).parents[3]
CATALOGUE = ROOT / "web/translations/zh/LC_MESSAGES"
METHODS = [("translations/**", "ignore"), ("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}


def test_the_defaults_serve_this_machine_only() -> None:
    settings = Settings.from_environment({})
    assert settings.host == "127.0.0.1"
    assert settings.database_url == "sqlite:///var/tiaokuai.db"
    assert not settings.secure


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "http"), ("PORT", "70000"), ("THREADS", "-1"), ("LOG_LEVEL", "LOUD"), ("QUEUE", "redis")],
)
def test_a_value_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingInvalid, match=f"TIAOKUAI_{name}"):
        Settings.from_environment({f"TIAOKUAI_{name}": value})


def test_the_distributed_queue_needs_postgresql() -> None:
    with pytest.raises(SettingInvalid, match="TIAOKUAI_DATABASE_URL"):
        Settings.from_environment({"TIAOKUAI_QUEUE": "distributed"})
    address = "postgresql://host/name"
    given = {"TIAOKUAI_QUEUE": "distributed", "TIAOKUAI_DATABASE_URL": address}
    assert Settings.from_environment(given).distributed


def test_the_secret_is_made_once_and_private(tmp_path: Path) -> None:
    settings = Settings(secret_key_file=tmp_path / "var/secret.key")
    assert len(settings.secret()) == 64
    assert settings.secret() == settings.secret()
    assert stat.S_IMODE(settings.secret_key_file.stat().st_mode) == 0o600


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    for name in Settings.__dataclass_fields__:
        assert f"TIAOKUAI_{name.upper()}" in page


def test_the_shipped_organisation_is_sound() -> None:
    read = organisation.read(ROOT / "processes/organisation.yaml")
    assert {"auditor", "operator", "policy-officer"} <= {role.id for role in read.roles}


def test_a_membership_of_an_unknown_unit_is_named(tmp_path: Path) -> None:
    file = tmp_path / "organisation.yaml"
    file.write_text("units: []\nroles: []\npeople: [{id: a, name: A, name_en: A, memberships: [x@y]}]\n")
    with pytest.raises(organisation.OrganisationInvalid, match="x@y"):
        organisation.read(file)


def test_every_sentence_has_its_chinese() -> None:
    used = {
        message[0] if isinstance(message, tuple) else message
        for _, _, message, _, _ in extract_from_dir(ROOT / "web", METHODS, keywords=KEYWORDS)
    }
    with (CATALOGUE / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale="zh")
    known = {
        message.id[0] if isinstance(message.id, tuple) else message.id: message for message in catalogue if message.id
    }
    assert used == set(known)
    for message in known.values():
        assert all(message.string if isinstance(message.string, tuple) else [message.string])
        assert not list(message.check(catalogue))


def test_no_sentence_hides_from_the_catalogue_in_an_f_string() -> None:
    """What is read for the catalogue are the tokens of a file, and an f-string is one."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in (ROOT / "web").rglob("*.py")
        for part in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(part, ast.JoinedStr)
        for call in ast.walk(part)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
    ]
    assert hidden == []


def test_the_compiled_catalogue_is_the_one_in_the_source() -> None:
    with (CATALOGUE / "messages.po").open("rb") as file:
        source = read_po(file, locale="zh")
    compiled = BytesIO()
    write_mo(compiled, source)
    assert (CATALOGUE / "messages.mo").read_bytes() == compiled.getvalue()
