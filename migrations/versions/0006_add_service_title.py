"""Create the keys by which published services are put in the order of their titles."""

import sqlalchemy as sa
from alembic import op

revision = "0006_add_service_title"
down_revision = "0005_index_journal_actors"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "service_title",
        sa.Column("service_id", sa.String(length=64), nullable=False),
        sa.Column("ar", sa.String(length=120), nullable=False),
        sa.Column("en", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_service_title_service_id")
        ),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_service_title")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("service_title")
