"""What trials leave behind beside the results of their runs: what was played, and the journals, for as long as they are
looked at."""

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table, Text

from engine.store.metadata import metadata

trial = Table(
    "trial",
    metadata,
    Column("run", String(32), ForeignKey("workshop_run.id"), primary_key=True),
    Column("definitions", LargeBinary, nullable=False),
)
"""The definitions that a trial played and that are deployed nowhere: `kept.Definitions`, packed."""

trial_play = Table(
    "trial_play",
    metadata,
    Column("run", String(32), ForeignKey("trial.run"), primary_key=True),
    Column("scenario", Text, primary_key=True),
    Column("cases", LargeBinary, nullable=False),
)
"""The cases of one scenario with their journals, packed; `scenario` is `procedure/scenarios/name.yaml`."""
