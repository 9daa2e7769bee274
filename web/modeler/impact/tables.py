"""What runs found case by case: impact analyses, dry runs and migrations; too much to read whole for one page."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from engine.store.metadata import metadata

case_finding = Table(
    "case_finding",
    metadata,
    Column("run_id", String(32), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("process_id", Text, nullable=False),
    Column("instance_id", String(32), nullable=False),
    Column("case_number", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("groups", Text, nullable=False),
    Column("places", Text, nullable=False),
    Column("reasons", Text, nullable=False),
    Index("ix_case_finding_verdict", "run_id", "verdict", "number"),
)
"""One case of a run; `version` is the one it ran by. `verdict` is that of the analysis or what came of the migration,
`groups` the keys of its reasons, each between blanks; `places` (JSON) where it stands, `reasons` (JSON) why."""
