"""Create the log of a scheme's operations and what versions make of concepts."""

import sqlalchemy as sa
from alembic import op

revision = "0010_add_drafts"
down_revision = "0009_add_imports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added one by one: other tables point at this one, so SQLite must not write it anew.
    zero, nothing = sa.text("0"), sa.text("'[]'")
    for column in (
        sa.Column("candidate", sa.Integer(), nullable=False, server_default=zero),
        sa.Column("level", sa.String(length=8), nullable=True),
        sa.Column("because", sa.JSON(), nullable=False, server_default=nothing),
        sa.Column("accepted_until", sa.Date(), nullable=True),
    ):
        op.add_column("scheme_version", column)
    op.create_table(
        "draft_operation",
        sa.Column("scheme_id", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("request", sa.Integer(), nullable=False),
        sa.Column("operation", sa.JSON(), nullable=False),
        sa.Column("enacted_at", sa.String(length=27), nullable=False),
        sa.Column("enacted_by", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_draft_operation_scheme_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["scheme_version.id"], name=op.f("fk_draft_operation_version_id")
        ),
        sa.PrimaryKeyConstraint("scheme_id", "place", name=op.f("pk_draft_operation")),
    )
    with op.batch_alter_table("draft_operation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_draft_operation_version_id"), ["version_id"], unique=False
        )
    op.create_table(
        "concept_succession",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("concept_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("default_id", sa.String(length=32), nullable=True),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("deadline_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["concept_id"], ["concept.id"], name=op.f("fk_concept_succession_concept_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["scheme_version.id"], name=op.f("fk_concept_succession_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "concept_id", name=op.f("pk_concept_succession")),
    )


def downgrade() -> None:
    op.drop_table("concept_succession")
    with op.batch_alter_table("draft_operation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_operation_version_id"))
    op.drop_table("draft_operation")
    for name in ("accepted_until", "because", "level", "candidate"):
        op.drop_column("scheme_version", name)
