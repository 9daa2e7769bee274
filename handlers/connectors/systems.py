"""The outside systems: which there are, where they are and how each side knows the other."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

SystemId = Literal["grid", "governance", "hotline"]

NAMES: Mapping[SystemId, tuple[str, str]] = {
    "grid": ("网格化信息系统", "grid information system"),
    "governance": ("综治信息系统", "governance information system"),
    "hotline": ("城市热线", "city hotline"),
}
"""Every system by id, in Chinese and English."""

_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{16,500}")
_HASH = re.compile(r"[0-9a-f]{64}")


class ConnectionInvalid(ValueError):
    """A system's address or token cannot be used; the message says what is expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideSystem:
    """One system. Without an `address` nothing is sent to it, without `push_hashes` nothing is taken from it.

    `token` is what we show it (RFC 6750); `push_hashes` are SHA-256 hashes of the tokens it may show us, several while
    one is replaced. `seconds` bounds each of connecting and answering. Raises ConnectionInvalid.
    """

    id: SystemId
    address: str = ""
    token: str = field(default="", repr=False)
    push_hashes: tuple[str, ...] = field(default=(), repr=False)
    seconds: float = 15.0

    def __post_init__(self) -> None:
        if self.address:
            _check_address(self.address)
            if not _TOKEN.fullmatch(self.token):
                raise ConnectionInvalid("a token of 16 to 500 letters, digits and . _ ~ + / = - is needed")
        if not all(_HASH.fullmatch(one) for one in self.push_hashes):
            raise ConnectionInvalid("give SHA-256 hashes of 64 lower-case hexadecimal digits, with commas between them")

    @property
    def name(self) -> str:
        """Its Chinese name."""
        return NAMES[self.id][0]

    @property
    def is_told(self) -> bool:
        """Whether reports are sent to it."""
        return bool(self.address)

    def knows(self, token: str) -> bool:
        """Whether the token is one of those it may show us; every wrong one takes the same time."""
        given = token_hash(token)
        return any(hmac.compare_digest(given, one) for one in self.push_hashes)


def token_hash(token: str) -> str:
    """What is kept of a token. It is long and random, so a plain hash gives nothing away."""
    return sha256(token.encode()).hexdigest()


def _check_address(address: str) -> None:
    parts = urlsplit(address)
    try:
        usable = parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = None
    if not usable or parts.username is not None or parts.fragment or not address.isascii() or not address.isprintable():
        raise ConnectionInvalid("give an address such as https://grid.example.gov.cn/reports, without a user in it")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_here(parts.hostname or "")):
        raise ConnectionInvalid("the address must begin with https://; http:// is for this machine alone")


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
