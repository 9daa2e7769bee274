"""The file of districts: what each takes from the process, and what it may not share."""

from pathlib import Path

import pytest

from web.districts import DistrictsInvalid, read

EAST = "east: {hosts: [east.test], settings: {DATABASE_URL: 'sqlite:///var/east.db'}}"
PROCESS = {
    "TIAOKUAI_DATABASE_URL": "sqlite:///var/tiaokuai.db",
    "TIAOKUAI_PUBLIC_URL": "https://all.test/",
    "TIAOKUAI_SECRET_KEY": "k" * 64,
    "TIAOKUAI_SECRET_KEY_FILE": "/var/lib/tiaokuai/secret.key",
    "TIAOKUAI_OUTSIDE_GRID_TOKEN": "a-token-of-sixteen",
    "TIAOKUAI_OUTSIDE_GRID_ADDRESS": "https://grid.test/reports",
    "TIAOKUAI_SESSION_MINUTES": "60",
    "TIAOKUAI_TRUSTED_PROXIES": "1",
}


def written(folder: Path, *entries: str) -> Path:
    path = folder / "districts.yaml"
    path.write_text("\n".join(entries), encoding="utf-8")
    return path


def test_a_district_takes_from_the_process_what_is_nobodys_own(tmp_path: Path) -> None:
    (east,) = read(written(tmp_path, EAST), PROCESS)
    assert (east.key, east.hosts) == ("east", ("east.test",))
    settings = east.settings
    assert settings.session_minutes == 60
    assert settings.database_url == "sqlite:///var/east.db"
    assert settings.public_url == settings.secret_key == ""
    assert settings.outside["grid"].address == ""
    assert settings.secret_key_file == Path("/var/lib/tiaokuai/east/secret.key")
    assert settings.trusted_proxies == 0


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        (("",), "cannot be read"),
        (("{}",), "names no district"),
        (("east: {hosts: [east.test]}",), "settings"),
        (("east: {hosts: [], settings: {DATABASE_URL: 'sqlite:///e.db'}}",), "give hosts"),
        (("east: {hosts: ['East.test:80'], settings: {DATABASE_URL: 'sqlite:///e.db'}}",), "give hosts"),
        (("east: {hosts: [east.test], settings: {}}",), "give its DATABASE_URL"),
        (("East: {hosts: [east.test], settings: {DATABASE_URL: 'sqlite:///e.db'}}",), "a key is made of"),
        (("../e: {hosts: [east.test], settings: {DATABASE_URL: 'sqlite:///e.db'}}",), "a key is made of"),
        (("east: {hosts: [e.test], settings: {DATABASE_URL: 'sqlite:///e.db', PORT: 81}}",), "PORT is no setting"),
        (
            ("east: {hosts: [e.test], settings: {DATABASE_URL: 'sqlite:///e.db', DATABASE: x}}",),
            "DATABASE is no setting",
        ),
        (("east: {hosts: [e.test], settings: {DATABASE_URL: 'sqlite:///e.db', THREADS: 4}}",), "THREADS is no setting"),
        (
            ("east: {hosts: [e.test], settings: {DATABASE_URL: 'sqlite:///e.db', SESSION_MINUTES: x}}",),
            "TIAOKUAI_SESSION_MINUTES",
        ),
        ((EAST, "west: {hosts: [east.test], settings: {DATABASE_URL: 'sqlite:///w.db'}}"), "share the host"),
        ((EAST, "west: {hosts: [west.test], settings: {DATABASE_URL: 'sqlite:///var/east.db'}}"), "share the database"),
        (
            (
                "east: {hosts: [e.test], settings: {DATABASE_URL: 'postgresql://a@db/one'}}",
                "west: {hosts: [w.test], settings: {DATABASE_URL: 'postgresql+psycopg://b:c@db/one'}}",
            ),
            "east and west may not share the database",
        ),
        (
            (
                "east: {hosts: [e.test], settings: {DATABASE_URL: 'sqlite:///e.db', SECRET_KEY: abc}}",
                "west: {hosts: [w.test], settings: {DATABASE_URL: 'sqlite:///w.db', SECRET_KEY: abc}}",
            ),
            "share the secret key",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_explained(tmp_path: Path, entries: tuple[str, ...], said: str) -> None:
    with pytest.raises(DistrictsInvalid, match=said):
        read(written(tmp_path, *entries), PROCESS)
