"""Scenarios: policy staff's own examples of how a procedure must run, played against the real engine.

`main` is what `tiaokuai test` does; `processes/README.md` describes the files.
"""

from web.scenarios.faults import Fault
from web.scenarios.played import PlayedCase
from web.scenarios.running import Outcome, play
from web.scenarios.script import Scenario, ScenarioInvalid, parse, read
from web.scenarios.stage import Stage
from web.scenarios.summary import main

__all__ = ["Fault", "Outcome", "PlayedCase", "Scenario", "ScenarioInvalid", "Stage", "main", "parse", "play", "read"]
