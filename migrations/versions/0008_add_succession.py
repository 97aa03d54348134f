"""Create what stands in the place of entities that are no more."""

import sqlalchemy as sa
from alembic import op

revision = "0008_add_succession"
down_revision = "0007_fill_service_title"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entity_succession",
        sa.Column("entity_id", sa.String(length=64), nullable=False),
        sa.Column("replaced_by", sa.JSON(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("actor", sa.String(length=128), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("fk_entity_succession_entity_id")
        ),
        sa.PrimaryKeyConstraint("entity_id", name=op.f("pk_entity_succession")),
    )


def downgrade() -> None:
    op.drop_table("entity_succession")
