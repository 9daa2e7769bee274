"""A process that plays scenarios and does nothing else: `python -m web.scenarios.player FOLDER`, orders on its standard
input, what came of them on its standard output (`wire`). FOLDER is all that it may write in."""

import os
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO

import structlog

from web.scenarios.apart import set_apart
from web.scenarios.faults import Fault
from web.scenarios.running import play
from web.scenarios.script import ScenarioInvalid, parse
from web.scenarios.stage import Stage
from web.scenarios.wire import Order, Played, Ready, Setting, receive, send


def main() -> None:
    """Play until the orders end."""
    orders, answers = _channels()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    tempfile.tempdir = sys.argv[1]
    set_apart(Path(sys.argv[1]))
    setting = receive(orders, Setting)
    if setting is None:
        return
    stage = Stage(setting.template, setting.organisation)
    send(answers, Ready())
    while (order := receive(orders, Order)) is not None:
        send(answers, played(order, stage))


def played(order: Order, stage: Stage) -> Played:
    """Play one scenario; whatever goes wrong is its fault, not the end of the others."""
    try:
        outcome = play(parse(order.data, order.name), stage, verified=order.verified)
    except ScenarioInvalid as error:
        return Played(order.name, code="invalid", details={"message": str(error)})
    except Exception as error:  # noqa: BLE001  the diagram's or a handler's, said to whoever drew it
        return Played(order.name, code="broken", details={"message": f"{type(error).__name__}: {error}"})
    fault = outcome.fault or Fault(0, "", {})
    trace = {process: sorted(passed) for process, passed in outcome.trace.items()}
    return Played(order.name, fault.step, fault.code, dict(fault.details), trace, list(outcome.cases))


def _channels() -> tuple[BinaryIO, BinaryIO]:
    """Where orders come from and answers go; what anybody prints goes to the error output from now on."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, answers


if __name__ == "__main__":
    main()
