"""The same commands give the same bytes, whatever the hash seed of the interpreter."""

import os
import subprocess
import sys
from pathlib import Path

import engine.execution
from engine.execution import codec
from engine.execution import commands as c
from engine.execution.events import AnyEvent, InstanceStarted

HERE = Path(__file__).parent
ROOT = Path(engine.execution.__file__).parents[2]
RUN = """
import hashlib
import random
from random_models import random_model
from instance_driver import Case
digest = hashlib.sha256()
for seed in range(30):
    source = random.Random(seed)
    _, definition = random_model(source)
    case = Case(definition)
    for number in range(15):
        tasks = case.instance.open_user_tasks()
        if not tasks:
            break
        task = source.choice(tasks)
        case.complete(task.element, **{f"x_{task.element}": source.randint(1, 7), f"a{number}": 1})
    from engine.execution.codec import encode_events
    digest.update(encode_events(case.events) + case.instance.snapshot())
print(digest.hexdigest())
"""


def _digest(hash_seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join([str(ROOT), str(HERE)])}
    done = subprocess.run([sys.executable, "-c", RUN], env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def test_hash_seeds_do_not_matter() -> None:
    first = _digest("1")
    assert len(first) == 65
    assert first == _digest("4242")


def test_commands_and_events_survive_their_json() -> None:
    command = c.CompleteTask(id="1", at=5, actor="li", token=3, variables={"名": [1, None, {"b": 2.5}]})
    assert codec.decode_command(codec.encode_command(command)) == command
    assert codec.encode_command(command).startswith(b'{"command":"CompleteTask"')
    events: list[AnyEvent] = [InstanceStarted(process="p", start_event="s")]
    assert codec.decode_events(codec.encode_events(events)) == events
