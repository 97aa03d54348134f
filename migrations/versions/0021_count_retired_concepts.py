"""Count in each version what is active and what is retired, each for itself."""

import sqlalchemy as sa
from alembic import op

revision = "0021_count_retired_concepts"
down_revision = "0020_add_unique_labels"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "scheme_version",
        sa.Column("retired_count", sa.Integer(), nullable=False, server_default="0"),
    )
    op.execute(
        sa.text(
            "UPDATE scheme_version SET retired_count = (SELECT count(*) FROM concept_in_version"
            " WHERE version_id = scheme_version.id AND status = 'deprecated')"
        )
    )
    op.execute(sa.text("UPDATE scheme_version SET concept_count = concept_count - retired_count"))


def downgrade() -> None:
    op.execute(sa.text("UPDATE scheme_version SET concept_count = concept_count + retired_count"))
    op.drop_column("scheme_version", "retired_count")
