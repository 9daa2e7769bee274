"""Addresses and tokens of outside systems: what can be used, and what the refusal of the rest says."""

import pytest

from handlers.connectors.systems import NAMES, token_hash
from web.settings import SettingInvalid, Settings

TOKEN = "0123456789abcdef"
GRID = "TIAOKUAI_OUTSIDE_GRID_"


@pytest.mark.parametrize(
    "address", ["https://grid.example.cn/reports?a=1", "http://127.0.0.1:8001/x", "http://[::1]/", "http://localhost/"]
)
def test_an_address_by_https_or_of_this_machine_can_be_used(address: str) -> None:
    settings = Settings.from_environment({GRID + "ADDRESS": address, GRID + "TOKEN": TOKEN})
    assert settings.outside["grid"].is_told
    assert TOKEN not in repr(settings)


@pytest.mark.parametrize(
    "address",
    [
        "http://grid.example.cn/",
        "ftp://grid.example.cn/",
        "grid.example.cn",
        "https://user:secret@grid.example.cn/",
        "https://grid.example.cn:x/",
        "https://grid.example.cn/#part",
        "https:///reports",
        "https://grid.example.cn/a\nb",
        "http://localhost.example.cn/",
        "http://10.0.0.1/",
    ],
)
def test_any_other_address_is_refused_by_the_name_of_its_setting(address: str) -> None:
    with pytest.raises(SettingInvalid, match="TIAOKUAI_OUTSIDE_GRID"):
        Settings.from_environment({GRID + "ADDRESS": address, GRID + "TOKEN": TOKEN})


@pytest.mark.parametrize("token", ["", "short", "with space 0123456789", "line\r\nbreak-0123456789", "令牌" * 10])
def test_an_address_needs_a_usable_token_which_no_message_repeats(token: str) -> None:
    with pytest.raises(SettingInvalid) as refused:
        Settings.from_environment({GRID + "ADDRESS": "https://grid.example.cn/", GRID + "TOKEN": token})
    assert not token or token not in str(refused.value)


def test_nothing_is_set_up_at_first() -> None:
    outside = Settings.from_environment({}).outside
    assert set(outside) == set(NAMES)
    assert not any(one.is_told or one.knows("") or one.knows(TOKEN) for one in outside.values())


def test_a_token_can_be_replaced_without_a_gap() -> None:
    hashes = f"{token_hash('old-token')}, {token_hash('new-token')}"
    grid = Settings.from_environment({GRID + "PUSH_TOKEN_SHA256": hashes}).outside["grid"]
    assert [grid.knows(token) for token in ("old-token", "new-token", "other", "", token_hash("old-token"))] == [
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize("hashes", ["secret-token-in-plain", "A" * 64, "0" * 63])
def test_a_hash_that_is_none_is_refused(hashes: str) -> None:
    with pytest.raises(SettingInvalid, match="SHA-256"):
        Settings.from_environment({GRID + "PUSH_TOKEN_SHA256": hashes})
