"""Scenarios: policy staff's own examples of how a procedure must run, played against the real engine.

`main` is what `tiaokuai test` does; `processes/README.md` describes the files.
"""

from web.scenarios.running import Outcome, Stage, play
from web.scenarios.script import Scenario, ScenarioInvalid, read
from web.scenarios.summary import main

__all__ = ["Outcome", "Scenario", "ScenarioInvalid", "Stage", "main", "play", "read"]
