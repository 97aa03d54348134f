"""Create what checking links has found."""

import sqlalchemy as sa
from alembic import op

revision = "0012_add_link_checks"
down_revision = "0011_add_reclassification"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "link_check",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("strikes", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.String(length=27), nullable=True),
        sa.Column("due_at", sa.String(length=27), nullable=False),
        sa.Column("broken_at", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_link_check")),
    )
    with op.batch_alter_table("link_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_check_broken_at"), ["broken_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_link_check_due_at"), ["due_at"], unique=False)


def downgrade() -> None:
    op.drop_table("link_check")
