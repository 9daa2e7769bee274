"""SIGTERM while somebody waits for an answer: they get it, and the server ends."""

import http.client
import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).parents[3]
SERVER = """
import signal
from flask import Flask
from web import serving
from web.settings import Settings

app = Flask("waiting")

@app.get("/")
def waiting():
    print("asked", flush=True)
    return input()

server = serving.web_server(Settings(port=0), app)
signal.signal(signal.SIGTERM, serving._stop)
print(server.effective_port, flush=True)
try:
    server.run()
except SystemExit:
    pass
finally:
    server.close()
"""


def test_a_request_under_way_is_answered_before_the_server_ends() -> None:
    answers: list[bytes] = []

    def ask(port: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/")
        answers.append(connection.getresponse().read())
        connection.close()

    with subprocess.Popen(
        [sys.executable, "-c", SERVER], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        asking = Thread(target=ask, args=(int(server.stdout.readline()),))
        asking.start()
        assert server.stdout.readline() == "asked\n"
        server.send_signal(signal.SIGTERM)
        server.stdin.write("the answer\n")
        server.stdin.flush()
        assert server.wait(60) == 0
        asking.join(60)
    assert answers == [b"the answer"]
