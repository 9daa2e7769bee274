"""TLS: a certificate that nobody vouches for is no answer; one that the installation trusts is."""

import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.runtime.handlers import JobContext
from handlers.connectors.report import Report, Reporter
from handlers.connectors.systems import OutsideSystem
from handlers.errors import SystemUntrusted
from handlers.tables import outside_report


class Taking(BaseHTTPRequestHandler):
    """Answers every report."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    request = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    )
    files = ["-keyout", str(path), "-out", str(path.with_suffix(".crt"))]
    subprocess.run([*request.split(), *files], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + path.with_suffix(".crt").read_bytes())
    return path


@pytest.fixture
def address(certificate: Path) -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Taking)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://localhost:{server.server_port}/reports"
    server.shutdown()
    server.server_close()


def told(address: str) -> bool:
    database = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    try:
        outside_report.create(database)
        context = JobContext("i1", 7, "tell", "i1:7", 0, {}, "p", database)
        known = OutsideSystem(id="grid", address=address, token="0123456789abcdef")
        return Reporter({"grid": known}).run(Report("grid", "closed", "N1"), context).report_sent
    finally:
        database.dispose()


def test_a_certificate_that_nobody_vouches_for_is_no_answer(address: str) -> None:
    with pytest.raises(SystemUntrusted):
        told(address)


def test_a_certificate_that_the_installation_trusts_is(
    address: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_suffix(".crt")))
    assert told(address)


def test_a_certificate_for_another_name_is_no_answer(
    address: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_suffix(".crt")))
    with pytest.raises(SystemUntrusted):
        told(address.replace("localhost", "127.0.0.1"))
