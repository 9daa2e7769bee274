"""Reads the file that names the districts and what is each one's own."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

import msgspec
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from web.settings import PREFIX, SettingInvalid, Settings

_OWN = ("DATABASE_URL", "REPORTS_DATABASE_URL", "PUBLIC_URL", "SECRET_KEY", "SECRET_KEY_FILE")
"""What a district never takes from the process; neither anything of OUTSIDE."""
_OF_THE_PROCESS = {"HOST", "PORT", "THREADS", "TRUSTED_PROXIES", "REQUEST_BYTES", "LOG_LEVEL", "QUEUE", "DISTRICTS"}
_KEY = re.compile("[a-z0-9][a-z0-9-]{0,62}")


class DistrictsInvalid(SettingInvalid):
    """The file of districts cannot be used; the message says where and why."""


@dataclass(frozen=True, slots=True)
class District:
    """One district: its key, the names of hosts (lower case, no port) by which it is asked for, and its settings."""

    key: str
    hosts: tuple[str, ...]
    settings: Settings


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    hosts: list[str]
    settings: dict[str, str | int]


def read(path: Path, environment: Mapping[str, str] = os.environ) -> tuple[District, ...]:
    """The districts of a file, in its order. Raises DistrictsInvalid.

    The file maps each key to `hosts` and `settings`; these are named as in docs/configuration.md, without the prefix.
    What a district does not set is as the environment has it, but never its database, address, secrets and outside
    systems: one district's token or cookie means nothing to another.
    """
    try:
        entries = msgspec.yaml.decode(path.read_bytes(), type=dict[str, _Entry])
    except (OSError, msgspec.DecodeError) as error:
        raise DistrictsInvalid(f"{PREFIX}DISTRICTS: {path} cannot be read: {error}") from error
    found = tuple(_district(path, key, entry, environment) for key, entry in entries.items())
    if not found:
        raise DistrictsInvalid(f"{PREFIX}DISTRICTS: {path} names no district.")
    _unshared(path, "the host", ((one.key, host) for one in found for host in one.hosts))
    _unshared(path, "the database", ((one.key, _database(one.settings.database_url)) for one in found))
    _unshared(path, "the secret key", ((one.key, one.settings.secret_key) for one in found if one.settings.secret_key))
    _unshared(path, "the file of the secret key", ((one.key, str(one.settings.secret_key_file)) for one in found))
    return found


def _district(path: Path, key: str, entry: _Entry, environment: Mapping[str, str]) -> District:
    place = f"{PREFIX}DISTRICTS: {path}: {key}"
    if not _KEY.fullmatch(key):
        raise DistrictsInvalid(f"{place}: a key is made of lower-case letters, digits and hyphens.")
    if not entry.hosts or any(host != host.strip().lower() or ":" in host or not host for host in entry.hosts):
        raise DistrictsInvalid(f"{place}: give hosts, the names that people type, in lower case and without a port.")
    for name in entry.settings:
        if name in _OF_THE_PROCESS or not _is_setting(name):
            raise DistrictsInvalid(f"{place}: {name} is no setting of a district.")
    given = {PREFIX + name: str(value) for name, value in entry.settings.items()}
    try:
        _database(given.get(f"{PREFIX}DATABASE_URL", ""))
    except ArgumentError as error:
        raise DistrictsInvalid(f"{place}: give its DATABASE_URL.") from error
    inherited = {name: value for name, value in environment.items() if not _is_own(name.removeprefix(PREFIX))}
    try:
        settings = Settings.from_environment({**inherited, **given})
        base = Settings.from_environment(environment)
    except SettingInvalid as error:
        raise DistrictsInvalid(f"{place}: {error}") from error
    if f"{PREFIX}SECRET_KEY_FILE" not in given:
        secret = base.secret_key_file
        settings = replace(settings, secret_key_file=secret.parent / key / secret.name)
    # The router believes the proxies, once for all districts.
    return District(key, tuple(entry.hosts), replace(settings, trusted_proxies=0))


def _is_setting(name: str) -> bool:
    return name.startswith("OUTSIDE_") or name.lower() in {field.name for field in fields(Settings)} - {"outside"}


def _is_own(name: str) -> bool:
    return name in _OWN or name.startswith("OUTSIDE_")


def _database(url: str) -> str:
    """A database as its server calls it, whoever asks for it."""
    address = make_url(url)
    return f"{address.host or ''}:{address.port or ''}/{address.database or ''}"


def _unshared(path: Path, what: str, values: Iterable[tuple[str, str]]) -> None:
    owners: dict[str, str] = {}
    for key, value in values:
        owner = owners.setdefault(value, key)
        if owner != key:
            raise DistrictsInvalid(f"{PREFIX}DISTRICTS: {path}: {owner} and {key} may not share {what}.")
