"""What people see when something does not work: pages for people, problems (RFC 9457) for programs."""

import uuid
from typing import Any

import structlog
from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from engine.errors import CommandRejected, ConcurrentUpdate, ExcludedUser, NotAllowed, NotFound
from web.services import services

MEGABYTE = 1024 * 1024

log = structlog.get_logger()


class Explained(Exception):
    """A refusal whose reason the page itself knows: `title` says what is wrong, `advice` what to do, both translated."""

    def __init__(self, status: int, title: str, advice: str) -> None:
        super().__init__(title)
        self.status = status
        self.title = title
        self.advice = advice


def init(app: Flask) -> None:
    app.register_error_handler(Explained, lambda error: _page(error.status, error.title, error.advice, ""))
    app.register_error_handler(HTTPException, lambda error: _answer(error.code or 500))
    app.register_error_handler(CSRFError, lambda _: _answer(400))
    app.register_error_handler(NotFound, lambda _: _answer(404))
    app.register_error_handler(NotAllowed, lambda _: _answer(403))
    app.register_error_handler(ExcludedUser, lambda _: _answer(403))
    app.register_error_handler(CommandRejected, lambda _: _answer(409))
    app.register_error_handler(ConcurrentUpdate, lambda _: _answer(409))
    app.register_error_handler(Exception, _unexpected)


def _unexpected(error: Exception) -> Response:
    reference = uuid.uuid4().hex[:8].upper()
    log.exception("request_failed", reference=reference, path=request.path, exc_info=error)
    return _answer(500, reference)


def _answer(status: int, reference: str = "") -> Response:
    if status >= 500:
        g.visitor = None  # The frame must not ask a database that may be what failed.
    return _page(status, *_sentences(status), reference)


def _page(status: int, title: str, advice: str, reference: str) -> Response:
    wanted = request.accept_mimetypes.best_match(("text/html", "application/problem+json"))
    if wanted == "application/problem+json" or request.blueprint == "api":
        problem: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": advice}
        if reference:
            problem["instance"] = f"urn:reference:{reference}"
        response = jsonify(problem)
        response.mimetype = "application/problem+json"
    else:
        response = make_response(
            render_template("failure.html", status=status, title=title, advice=advice, reference=reference)
        )
    response.status_code = status
    return response


def _sentences(status: int) -> tuple[str, str]:
    known = {
        400: (
            gettext("This page has expired"),
            gettext("Go back, reload the page and send it again. What you typed is still in the form."),
        ),
        403: (
            gettext("You may not see or do this"),
            gettext("Your roles do not include it. If your duties need it, ask the administrator of your unit."),
        ),
        404: (gettext("There is nothing here"), gettext("The address may be mistyped, or what was here is finished.")),
        405: (
            gettext("There is nothing here"),
            gettext("This address cannot be opened like this. Go back to the inbox."),
        ),
        409: (
            gettext("Somebody was first"),
            gettext("Things changed while you were working. Look at the present state and decide again."),
        ),
        413: (
            gettext("This is too large to send at once"),
            gettext(
                "At most %(total)d MB are accepted at once, and %(one)d MB in one file. Nothing was taken in. Go back, "
                "choose fewer or smaller files and send it again.",
                total=services().settings.request_bytes // MEGABYTE,
                one=services().settings.file_bytes // MEGABYTE,
            ),
        ),
    }
    fallback = (
        gettext("Something went wrong on our side"),
        gettext("Nothing was half done. Try again; if it happens again, tell the operators the reference below."),
    )
    return known.get(status, fallback)
