"""The operations journal, append-only by trigger."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_REFUSE_SQLITE = (
    """CREATE TRIGGER operations_journal_refuses_update BEFORE UPDATE ON operations_journal
    BEGIN SELECT RAISE(ABORT, 'the operations journal is append-only'); END""",
    """CREATE TRIGGER operations_journal_refuses_delete BEFORE DELETE ON operations_journal
    BEGIN SELECT RAISE(ABORT, 'the operations journal is append-only'); END""",
)
_REFUSE_POSTGRESQL = (
    """CREATE FUNCTION operations_journal_refuses() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the operations journal is append-only'; END $$""",
    """CREATE TRIGGER operations_journal_refuses_change BEFORE UPDATE OR DELETE ON operations_journal
    FOR EACH ROW EXECUTE FUNCTION operations_journal_refuses()""",
    """CREATE TRIGGER operations_journal_refuses_truncate BEFORE TRUNCATE ON operations_journal
    FOR EACH STATEMENT EXECUTE FUNCTION operations_journal_refuses()""",
)


def upgrade() -> None:
    """Make the table and what refuses to change it."""
    op.create_table(
        "operations_journal",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_operations_journal")),
    )
    for column in ("subject", "actor", "action"):
        op.create_index(f"ix_operations_journal_{column}", "operations_journal", [column, "seq"])
    for statement in _REFUSE_POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _REFUSE_SQLITE:
        op.execute(statement)


def downgrade() -> None:
    """Only where nothing was written down yet: a journal is not thrown away."""
    if op.get_bind().scalar(sa.text("SELECT count(*) FROM operations_journal")):
        raise NotImplementedError("the operations journal holds rows: restore the backup made before the upgrade")
    op.drop_table("operations_journal")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION operations_journal_refuses()")
