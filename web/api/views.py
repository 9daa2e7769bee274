"""The addresses."""

from typing import NoReturn

import msgspec
from flask import Blueprint, Response, jsonify, url_for

from web.api import access, contract, reports, updates
from web.api.bodies import Report, Update, body
from web.api.problems import Problem, answer
from web.api.pushes import earlier, fingerprint, sender_key, take
from web.api.receipts import standing, unknown
from web.services import services

calls = Blueprint("api", __name__, url_prefix="/api")
calls.before_request(access.admit)
calls.after_request(access.write_down)
calls.register_error_handler(Problem, answer)


@calls.post("/reports")
def report() -> Response:
    """Open a case."""
    system, key, sent = access.caller(), sender_key(), body(Report)
    mark = fingerprint("report", sent)
    receipt = earlier(system, key, mark) or take(system, key, mark, reports.push(system, sent))
    return _taken(receipt)


@calls.post("/updates")
def update() -> Response:
    """Add to a case."""
    system, key, sent = access.caller(), sender_key(), body(Update)
    mark = fingerprint("update", sent)
    receipt = earlier(system, key, mark) or take(system, key, mark, updates.push(system, sent))
    return _taken(receipt)


@calls.get("/receipts/<receipt>")
def receipt(receipt: str) -> Response:
    """How a push stands."""
    return jsonify(msgspec.to_builtins(standing(access.caller(), receipt)))


@calls.get("/openapi.json")
def openapi() -> Response:
    """The contract, with the fields of the report form in force."""
    form, given = reports.report_form(), services()
    choices = form.choices(given.engine.form_variables(form, {}), given.now())
    return jsonify(contract.document(form, choices))


@calls.route("/<path:anything>", methods=["GET", "POST"])
def nothing(anything: str) -> NoReturn:
    """Everything else, so that a program gets a problem and not the sign-in page."""
    raise unknown()


def _taken(receipt: str) -> Response:
    address = url_for("api.receipt", receipt=receipt)
    response = jsonify({"receipt": receipt, "status": address})
    response.status_code = 202
    response.headers["Location"] = address
    return response
