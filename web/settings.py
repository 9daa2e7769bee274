"""Settings of the server, read once from environment variables (docs/configuration.md)."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.runtime.settings import RuntimeSettings
from handlers.connectors.systems import NAMES, ConnectionInvalid, OutsideSystem, SystemId

PREFIX = "TIAOKUAI_"


class SettingInvalid(ValueError):
    """An environment variable holds something that cannot be used; the message says which and what is expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the server can be told from outside; times in minutes, sizes in bytes."""

    database_url: str = "sqlite:///var/tiaokuai.db"
    reports_database_url: str = ""
    districts: Path | None = None
    queue: str = "embedded"
    stop_seconds: int = 25
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    secret_key: str = field(default="", repr=False)
    secret_key_file: Path = Path("var/secret.key")
    processes: Path = Path("processes")
    threads: int = 8
    trusted_proxies: int = 0
    session_minutes: int = 480
    sign_in_failures: int = 5
    sign_in_window_minutes: int = 15
    request_bytes: int = 32 * 1024 * 1024
    file_bytes: int = 8 * 1024 * 1024
    upload_bytes: int = 10 * 1024 * 1024
    pushes_per_minute: int = 120
    cache_bytes: int = RuntimeSettings().cached_bytes
    outside: Mapping[SystemId, OutsideSystem] = field(default_factory=dict)
    log_level: str = "INFO"

    @property
    def distributed(self) -> bool:
        """Whether workers of their own do the background work."""
        return self.queue == "distributed"

    @property
    def secure(self) -> bool:
        """Whether people reach the server by https, so that cookies must never travel without it."""
        return self.public_url.startswith("https://")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read every `TIAOKUAI_…` variable; raises SettingInvalid."""
        read = _Reader(environment)
        default = cls()
        settings = cls(
            database_url=read.text("DATABASE_URL", default.database_url),
            reports_database_url=read.postgresql("REPORTS_DATABASE_URL"),
            districts=Path(named) if (named := read.text("DISTRICTS", "")) else None,
            queue=read.choice("QUEUE", default.queue, ("embedded", "distributed")),
            stop_seconds=read.number("STOP_SECONDS", default.stop_seconds, 0, 3600),
            host=read.text("HOST", default.host),
            port=read.number("PORT", default.port, 0, 65535),
            public_url=read.text("PUBLIC_URL", default.public_url),
            secret_key=read.text("SECRET_KEY", default.secret_key),
            secret_key_file=Path(read.text("SECRET_KEY_FILE", str(default.secret_key_file))),
            processes=Path(read.text("PROCESSES", str(default.processes))),
            threads=read.number("THREADS", default.threads, 1, 256),
            trusted_proxies=read.number("TRUSTED_PROXIES", default.trusted_proxies, 0, 10),
            session_minutes=read.number("SESSION_MINUTES", default.session_minutes, 5, 7 * 24 * 60),
            sign_in_failures=read.number("SIGN_IN_FAILURES", default.sign_in_failures, 1, 1000),
            sign_in_window_minutes=read.number("SIGN_IN_WINDOW_MINUTES", default.sign_in_window_minutes, 1, 24 * 60),
            request_bytes=read.number("REQUEST_BYTES", default.request_bytes, 1024 * 1024, 1024 * 1024 * 1024),
            file_bytes=read.number("FILE_BYTES", default.file_bytes, 1024, 200 * 1024 * 1024),
            upload_bytes=read.number("UPLOAD_BYTES", default.upload_bytes, 1024, 200 * 1024 * 1024),
            pushes_per_minute=read.number("PUSHES_PER_MINUTE", default.pushes_per_minute, 1, 100_000),
            cache_bytes=read.number("CACHE_BYTES", default.cache_bytes, 1024 * 1024, 1024**4),
            outside={id: read.system(id) for id in NAMES},
            log_level=read.choice("LOG_LEVEL", default.log_level, ("DEBUG", "INFO", "WARNING", "ERROR")),
        )
        if settings.distributed and settings.districts is None and not settings.database_url.startswith("postgres"):
            raise SettingInvalid(
                f"{PREFIX}QUEUE is 'distributed', which needs PostgreSQL: give its address in {PREFIX}DATABASE_URL."
            )
        return settings

    def secret(self) -> str:
        """The key that signs cookies: the one given, or one made once and kept in `secret_key_file` (mode 0600)."""
        if self.secret_key:
            return self.secret_key
        path = self.secret_key_file
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        return path.read_text(encoding="ascii").strip()


class _Reader:
    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def text(self, name: str, default: str) -> str:
        return self._environment.get(PREFIX + name, "").strip() or default

    def postgresql(self, name: str) -> str:
        text = self.text(name, "")
        if text and not text.startswith("postgresql"):
            raise SettingInvalid(f"{PREFIX}{name} is {text!r}: give the address of a PostgreSQL.")
        return text

    def number(self, name: str, default: int, low: int, high: int) -> int:
        text = self.text(name, str(default))
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise SettingInvalid(f"{PREFIX}{name} is {text!r}: give a whole number from {low} to {high}.")
        return int(text)

    def system(self, id: SystemId) -> OutsideSystem:
        prefix = f"OUTSIDE_{id.upper()}"
        hashes = self.text(f"{prefix}_PUSH_TOKEN_SHA256", "").split(",")
        address = self.text(f"{prefix}_ADDRESS", "")
        token = self.text(f"{prefix}_TOKEN", "")
        push_hashes = tuple(one.strip() for one in hashes if one.strip())
        try:
            return OutsideSystem(id=id, address=address, token=token, push_hashes=push_hashes)
        except ConnectionInvalid as error:
            raise SettingInvalid(f"{PREFIX}{prefix}_… cannot be used: {error}.") from error

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        text = self.text(name, default)
        if text not in allowed:
            raise SettingInvalid(f"{PREFIX}{name} is {text!r}: give one of {', '.join(allowed)}.")
        return text
