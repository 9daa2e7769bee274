"""`tiaokuai serve` of two districts as a process, while the database of one is away."""

import http.client
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
DISTRICTS = """
east: {hosts: [east.test], settings: {DATABASE_URL: 'sqlite:///%(file)s'}}
west: {hosts: [west.test], settings: {DATABASE_URL: 'postgresql+psycopg://nobody@127.0.0.1:1/west'}}
"""


def asked(port: int, host: str, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Host": host})
    status = connection.getresponse().status
    connection.close()
    return status


def test_one_district_is_served_while_the_database_of_another_is_away(sqlite_template: Path, tmp_path: Path) -> None:
    file = tmp_path / "east.db"
    file.write_bytes(sqlite_template.read_bytes())
    (tmp_path / "districts.yaml").write_text(DISTRICTS % {"file": file})
    given = {
        "DISTRICTS": str(tmp_path / "districts.yaml"),
        "PORT": "0",
        "SECRET_KEY_FILE": str(tmp_path / "secret.key"),
    }
    environment = {**os.environ, **{f"TIAOKUAI_{name}": value for name, value in given.items()}}
    with subprocess.Popen(
        [sys.executable, "-m", "web.cli", "serve"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        said = [server.stdout.readline(), server.stdout.readline()]
        ports = [
            re.search(rf"http://{host}.test:(\d+)/", line) for host, line in zip(("east", "west"), said, strict=True)
        ]
        assert ports[0], said
        port = int(ports[0][1])
        answers = {
            (host, path): asked(port, host, path)
            for host in ("east.test", "west.test", "south.test")
            for path in ("/readyz", "/sign-in")
        }
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 0
    assert answers == {
        ("east.test", "/readyz"): 200,
        ("east.test", "/sign-in"): 200,
        ("west.test", "/readyz"): 503,
        ("west.test", "/sign-in"): 500,
        ("south.test", "/readyz"): 200,
        ("south.test", "/sign-in"): 404,
    }
