"""The same commands give the same bytes, whatever the hash seed of the interpreter."""

import os
import subprocess
import sys
from pathlib import Path

from instance_driver import Case
from process_models import Build, end, parallel, start, sub, user, xor

import engine.execution
from engine.execution import Instance, apply, codec
from engine.execution import commands as c
from engine.execution.events import AnyEvent, IncidentRaised, InstanceStarted

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


def _half_joined(join: str, task: str) -> Build:
    """A join that one branch reaches, past a task, and the other never does."""
    branches = Build().add(
        start("s"), xor("which", default="which-" + task), user(task), user("never"), parallel(join), end("e")
    )
    branches.flow("s", "which", task, join, "e")
    return branches.flow("which", "never", when="false").flow("never", join)


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


def test_a_restored_case_stands_still_in_the_same_order() -> None:
    model = _half_joined("outer", "early")
    model.add(parallel("fork"), sub("around", _half_joined("inner", "late")), user("last"), end("e2"), end("e3"))
    model.flows.pop("s-which")
    model.flow("s", "fork", "around", "e2").flow("fork", "which").flow("fork", "last", "e3")
    restored_each_time = Case(model.definition())
    for task in ("early", "late", "last"):
        restored_each_time.complete(task)
    live, said = Instance.create(restored_each_time.program), list[AnyEvent]()
    for command in restored_each_time.commands:
        said += apply(live, command, {}.__getitem__)
    assert [one.element for one in said if isinstance(one, IncidentRaised)] == ["outer", "inner"]
    assert codec.encode_events(restored_each_time.events) == codec.encode_events(said)
