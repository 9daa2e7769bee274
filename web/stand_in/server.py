"""The stand-in on its port: takes reports as the three systems would, and shows them on a page."""

import secrets
import socket
import threading
from dataclasses import replace
from typing import Any

import msgspec
from flask import Flask, Response, abort, jsonify, render_template, request
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from handlers.connectors.systems import NAMES, OutsideSystem, SystemId, token_hash
from web.settings import Settings
from web.stand_in.book import MOODS, Book
from web.stand_in.pushing import Caller

KINDS = {"information": "补充情况", "urge": "催办", "withdrawal": "撤回"}
FIELDS = {"street": "jiangchuan", "kind": "facility", "title": "", "description": "", "location": ""}


class StandIn:
    """Plays the systems on a loopback port until `stop`; `book` is what it knows."""

    def __init__(self, port: int = 0) -> None:
        """Listens at once, on any free port where `port` is taken."""
        self.book = Book()
        self.caller = Caller("", {id: secrets.token_urlsafe(32) for id in NAMES})
        self._tokens: dict[SystemId, str] = {id: secrets.token_urlsafe(32) for id in NAMES}
        self._socket = _listen(port)
        self._server: BaseWSGIServer = make_server(
            "127.0.0.1", 0, self._app(), threaded=True, fd=self._socket.fileno(), request_handler=_Silent
        )
        threading.Thread(target=self._server.serve_forever, name="stand-in", daemon=True).start()

    @property
    def address(self) -> str:
        """Where its page is."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/"

    def connected(self, settings: Settings) -> Settings:
        """The settings with this stand-in for every system that nothing is set for."""
        ours = {id: self.system(id) for id in NAMES}
        given = {id: one for id, one in settings.outside.items() if one.is_told or one.push_hashes}
        return replace(settings, outside={**ours, **given})

    def system(self, id: SystemId) -> OutsideSystem:
        """One of the systems as Tiaokuai is to know it."""
        hashes = (token_hash(self.caller.tokens[id]),)
        return OutsideSystem(id=id, address=f"{self.address}{id}/reports", token=self._tokens[id], push_hashes=hashes)

    def push_to(self, target: str) -> None:
        """Where Tiaokuai is."""
        self.caller = replace(self.caller, target=target)

    def stop(self) -> None:
        """Let go of whoever hangs, and of the port."""
        self.book.release.set()
        self._server.shutdown()
        self._server.server_close()
        self._socket.close()

    def _app(self) -> Flask:
        app = Flask(__name__)
        app.before_request(_own_page_only)
        app.add_url_rule("/<system>/reports", view_func=self._told, methods=["POST"])
        app.add_url_rule("/", view_func=self._page, methods=["GET", "POST"])
        return app

    def _told(self, system: str) -> Response:
        id = next((one for one in NAMES if one == system), None)
        if id is None:
            abort(404)
        if request.headers.get("Authorization") != f"Bearer {self._tokens[id]}":
            return _problem(401, "令牌不对 Wrong token")
        key = request.headers.get("Idempotency-Key", "")
        mood = self.book.next_mood(key)
        if mood == "hang":
            self.book.release.wait()
        if mood in ("hang", "fail"):
            return _problem(503, "系统维护 Under maintenance")
        if mood == "refuse":
            return _problem(422, "字段不符合要求 A field is not as required")
        try:
            body = msgspec.json.decode(request.get_data(), type=dict[str, Any])
        except msgspec.DecodeError:
            return _problem(400, "不是 JSON Not JSON")
        told = self.book.take(id, key, body) if key else None
        return jsonify(receipt=told.receipt) if told else _problem(422, "键缺失或已用 Key missing or used otherwise")

    def _page(self) -> str:
        shown = self._done() if request.method == "POST" else ""
        return render_template(
            "stand_in.html", book=self.book, names=NAMES, moods=MOODS, kinds=KINDS, fields=FIELDS, shown=shown
        )

    def _done(self) -> str:
        """What the page was asked to do; returns what came of it."""
        form = request.form
        system: SystemId = next((one for one in NAMES if one == form.get("system")), "hotline")
        if form.get("do") == "mood":
            self.book.mood = next((one for one in MOODS if one == form.get("mood")), "answer")
            return ""
        if form.get("do") == "report":
            fields = {name: form.get(name, "") for name in FIELDS}
            return self.caller.push(system, "reports", {"reference": form.get("reference", ""), "fields": fields})
        if form.get("do") == "update":
            names = ("kind", "text", "caseNumber")
            return self.caller.push(system, "updates", {name: form.get(name, "") for name in names})
        return self.caller.ask(system, form.get("receipt", ""))


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Says nothing."""


def _own_page_only() -> None:
    """Another page open in the same browser must not press this one's buttons."""
    origin = request.headers.get("Origin")
    if request.method == "POST" and origin and origin != request.host_url.rstrip("/"):
        abort(403)


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError:
        return socket.create_server(("127.0.0.1", 0))


def _problem(status: int, title: str) -> Response:
    response = jsonify(type="about:blank", title=title, status=status)
    response.mimetype = "application/problem+json"
    response.status_code = status
    return response
