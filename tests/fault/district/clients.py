"""Who uses the house, over HTTP: clerks at pages, and the hotline at the call interface.

Each does what people and programs do when no answer comes: the same again. `acknowledged` collects the ids of the
commands that were answered.
"""

import http.client
import json
import re
import threading
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

from tests.fault.district.files import PASSWORD, TOKEN
from tests.fault.district.house import Ticker

_LINK = re.compile(r'href="(/tasks/([0-9a-f]+)/(\d+))"')
_HIDDEN = re.compile(r'name="(csrf_token|command_id)" value="([^"]+)"')
_SECONDS = 30


class NoAnswer(Exception):
    """The connection broke, or the server said that it cannot answer (5xx)."""


@dataclass(frozen=True)
class Answer:
    status: int
    text: str


class Line:
    """A connection to wherever the house answers now, with cookies."""

    def __init__(self, address: Callable[[], str]) -> None:
        self._address = address
        self._connection: http.client.HTTPConnection | None = None
        self._at = ""
        self._cookies: SimpleCookie = SimpleCookie()

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urllib.parse.urlencode(fields).encode(), kind)

    def call(self, method: str, path: str, body: object = None, key: str = "") -> Answer:
        """A call of a program."""
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        return self._ask(method, path, None if body is None else json.dumps(body).encode(), headers)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        address = self._address()
        if not address:
            raise NoAnswer("nobody serves")
        if address != self._at or self._connection is None:
            self.close()
            self._at, self._connection = address, http.client.HTTPConnection(address, timeout=_SECONDS)
        cookies = "; ".join(f"{name}={one.value}" for name, one in self._cookies.items())
        try:
            self._connection.request(method, path, body, {**headers, **({"Cookie": cookies} if cookies else {})})
            response = self._connection.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise NoAnswer(str(error)) from error
        for one in response.headers.get_all("Set-Cookie", ()):
            self._cookies.load(one)
        if response.status >= 500:
            raise NoAnswer(f"{response.status} {path}")
        return Answer(response.status, text)


class Client(threading.Thread):
    """Works step by step until `leave` is set; a step that changed nothing waits until something happens."""

    def __init__(self, name: str, address: Callable[[], str], ticker: Ticker, acknowledged: list[str]) -> None:
        super().__init__(name=name, daemon=True)
        self.line = Line(address)
        self.leave = threading.Event()
        self.acknowledged = acknowledged
        self.failure: BaseException | None = None
        self.unanswered = 0
        self._ticker = ticker

    def run(self) -> None:
        try:
            while not self.leave.is_set():
                seen = self._ticker.count
                try:
                    moved = self.step()
                except NoAnswer:
                    moved = False
                    self.unanswered += 1
                if not moved:
                    self._ticker.wait(seen)
        except BaseException as error:  # noqa: BLE001  told where it is joined
            self.failure = error
        finally:
            self.line.close()

    def step(self) -> bool:
        """Do one thing; whether anything changed."""
        raise NotImplementedError


class Clerk(Client):
    """Signs in, looks into the group's inbox, and completes what lies there."""

    _signed_in = False
    _unanswered: tuple[str, dict[str, str]] | None = None

    def step(self) -> bool:
        if not self._signed_in:
            self._sign_in()
        if self._unanswered is not None:
            return self._send(*self._unanswered)
        links = _LINK.findall(self.line.get("/tasks?tab=group").text)
        if not links:
            return False
        # Two clerks begin at different ends, and still meet now and then.
        path = links[0 if self.name == "mei" else -1][0]
        page = self.line.get(path)
        hidden = dict(_HIDDEN.findall(page.text))
        if page.status != 200 or "command_id" not in hidden:
            return True
        fields = {**hidden, "action": "complete", "found": "坑洞"}
        return self._send(f"{path}/complete", fields)

    def _send(self, path: str, fields: dict[str, str]) -> bool:
        self._unanswered = path, fields
        answer = self.line.post(path, fields)
        self._unanswered = None
        if answer.status == 302:
            self.acknowledged.append(f"web:{self.name}:{fields['command_id']}")
        else:
            # A colleague was first, or this very form got through when no answer came.
            assert answer.status == 409, answer
        return True

    def _sign_in(self) -> None:
        hidden = dict(_HIDDEN.findall(self.line.get("/sign-in").text))
        answer = self.line.post("/sign-in", {**hidden, "account": self.name, "password": PASSWORD})
        assert answer.status == 302, answer
        self._signed_in = True


@dataclass
class Report:
    """One problem that the hotline reported, as far as it got."""

    key: str
    receipt: str = ""
    number: str = ""
    told: list[int] = field(default_factory=list)


class Hotline(Client):
    """Reports problems, asks for their numbers, and adds to each once; `at_most` bounds how many are on the way."""

    at_most = 0

    def __init__(self, name: str, address: Callable[[], str], ticker: Ticker, acknowledged: list[str]) -> None:
        super().__init__(name, address, ticker, acknowledged)
        self.reports: list[Report] = []
        self._on_the_way: list[Report] = []

    def let_in(self, more: int) -> None:
        """Report so many problems beside those that are on the way, which may have to wait for a lease to run out."""
        self.at_most = len(self._on_the_way) + more

    def step(self) -> bool:
        moved = False
        for report in list(self._on_the_way):
            moved |= self._advance(report)
        if len(self._on_the_way) < self.at_most:
            report = Report(f"report-{len(self.reports):06}")
            self.reports.append(report)
            self._on_the_way.append(report)
            moved |= self._advance(report)
        return moved

    def _advance(self, report: Report) -> bool:
        if not report.receipt:
            body = {"fields": {"place": report.key}, "reference": report.key}
            answer = self.line.call("POST", "/api/reports", body, report.key)
            assert answer.status == 202, answer
            report.receipt = json.loads(answer.text)["receipt"]
            self.acknowledged.append(f"message:{report.receipt}")
            return True
        if not report.number:
            answer = self.line.call("GET", f"/api/receipts/{report.receipt}")
            assert answer.status == 200, answer
            report.number = json.loads(answer.text).get("caseNumber", "")
            return bool(report.number)
        body = {"kind": "urge", "text": report.key, "caseNumber": report.number}
        answer = self.line.call("POST", "/api/updates", body, f"{report.key}-update")
        if answer.status == 409:
            return False
        assert answer.status == 202, answer
        self.acknowledged.append(f"message:{json.loads(answer.text)['receipt']}")
        self._on_the_way.remove(report)
        return True
