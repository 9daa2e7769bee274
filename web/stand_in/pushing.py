"""What the played systems push to Tiaokuai, by the contract of docs/connectors.md."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from handlers.connectors.http import Answer, NoAnswer, send
from handlers.connectors.systems import SystemId


@dataclass(frozen=True, slots=True)
class Caller:
    """Calls Tiaokuai at `target` as the systems whose tokens it has."""

    target: str
    tokens: Mapping[SystemId, str]

    def push(self, system: SystemId, path: str, body: Mapping[str, Any]) -> str:
        """Push to `/api/{path}`; what came back, as text to show."""
        key = secrets.token_hex(12)
        return _shown(lambda: self._call("POST", system, path, msgspec.json.encode(body), key))

    def ask(self, system: SystemId, receipt: str) -> str:
        """How a push stands, as text to show."""
        return _shown(lambda: self._call("GET", system, f"receipts/{receipt}", None, ""))

    def _call(self, method: str, system: SystemId, path: str, body: bytes | None, key: str) -> Answer:
        headers = {
            "Authorization": f"Bearer {self.tokens[system]}",
            "Content-Type": "application/json",
            "Accept-Language": "zh",
            **({"Idempotency-Key": key} if key else {}),
        }
        return send(method, f"{self.target.rstrip('/')}/api/{path}", body, headers, 10)


def _shown(call: Any) -> str:
    try:
        answer = call()
    except NoAnswer:
        return "条块没有答复 No answer from Tiaokuai"
    return f"HTTP {answer.status}\n{answer.body.decode(errors='replace')}"
