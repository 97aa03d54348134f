"""Say of each scheme where a preferred label stands once: in all of it, or below one parent."""

import sqlalchemy as sa
from alembic import op

revision = "0020_add_unique_labels"
down_revision = "0019_add_vectors"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "scheme",
        sa.Column("unique_labels", sa.String(length=16), nullable=False, server_default="scheme"),
    )


def downgrade() -> None:
    op.drop_column("scheme", "unique_labels")
