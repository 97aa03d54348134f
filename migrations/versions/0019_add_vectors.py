"""Create the vectors of texts and the texts of services."""

import sqlalchemy as sa
from alembic import op

revision = "0019_add_vectors"
down_revision = "0018_add_search_log"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "text_vector",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_text_vector")),
    )
    op.create_table(
        "service_text",
        sa.Column("service_id", sa.String(length=160), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("built_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("service_id", "digest", name=op.f("pk_service_text")),
    )
    op.create_index("ix_service_text_digest", "service_text", ["digest"])


def downgrade() -> None:
    op.drop_table("service_text")
    op.drop_table("text_vector")
