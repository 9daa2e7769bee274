"""From when to when units, roles, people and memberships hold, who stands in for whom, and which passwords are temporary."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

DATED = ("unit", "role", "person")


def upgrade() -> None:
    """Add the dates; what is there holds always."""
    for table in DATED:
        for name in ("valid_from", "valid_to"):
            op.add_column(table, sa.Column(name, sa.String(length=10), server_default="", nullable=False))
    _membership(dated=True)
    op.add_column("credential", sa.Column("temporary", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "absence",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=100), nullable=False),
        sa.Column("substitute", sa.String(length=100), nullable=False),
        sa.Column("first_day", sa.String(length=10), nullable=False),
        sa.Column("last_day", sa.String(length=10), nullable=False),
        sa.Column("noted_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_absence_person")),
        sa.ForeignKeyConstraint(["substitute"], ["person.id"], name=op.f("fk_absence_substitute")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("absence_person", "absence", ["person"], unique=False)
    op.create_index("absence_substitute", "absence", ["substitute", "last_day"], unique=False)


def downgrade() -> None:
    """Drop the dates; of memberships that were held more than once, one stays."""
    op.drop_table("absence")
    op.drop_column("credential", "temporary")
    _membership(dated=False)
    for table in DATED:
        op.drop_column(table, "valid_to")
        op.drop_column(table, "valid_from")


def _membership(*, dated: bool) -> None:
    """Make the table anew: its primary key changes, which SQLite cannot do in place."""
    connection = op.get_bind()
    kept = connection.execute(sa.text("SELECT DISTINCT person, role, unit FROM membership")).mappings().all()
    op.drop_table("membership")
    dates = [
        sa.Column(name, sa.String(length=10), server_default="", nullable=False) for name in ("valid_from", "valid_to")
    ]
    key = ("person", "role", "unit", "valid_from") if dated else ("person", "role", "unit")
    made = op.create_table(
        "membership",
        sa.Column("person", sa.String(length=100), nullable=False),
        sa.Column("role", sa.String(length=100), nullable=False),
        sa.Column("unit", sa.String(length=100), nullable=False),
        *(dates if dated else ()),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_membership_person")),
        sa.ForeignKeyConstraint(["role"], ["role.id"], name=op.f("fk_membership_role")),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name=op.f("fk_membership_unit")),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_membership")),
    )
    op.bulk_insert(made, [dict(row) for row in kept])
