"""Create the versions of the lexicon."""

import sqlalchemy as sa
from alembic import op

revision = "0015_add_lexicon"
down_revision = "0014_add_workshops"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lexicon_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("major", sa.Integer(), nullable=False),
        sa.Column("minor", sa.Integer(), nullable=False),
        sa.Column("patch", sa.Integer(), nullable=False),
        sa.Column("is_latest", sa.Boolean(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("note", sa.JSON(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("released_at", sa.String(length=27), nullable=False),
        sa.Column("group_count", sa.Integer(), nullable=False),
        sa.Column("term_count", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lexicon_version")),
        sa.UniqueConstraint("number", name=op.f("uq_lexicon_version_number")),
    )


def downgrade() -> None:
    op.drop_table("lexicon_version")
