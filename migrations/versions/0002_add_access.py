"""Create keys, their last uses, and the windows of quotas."""

import sqlalchemy as sa
from alembic import op

revision = "0002_add_access"
down_revision = "0001_create_catalogue"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_key",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("entity_id", sa.String(length=64), nullable=True),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("expires_at", sa.String(length=27), nullable=True),
        sa.Column("revoked_at", sa.String(length=27), nullable=True),
        sa.Column("replaced_by", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
    )
    with op.batch_alter_table("api_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_key_entity_id"), ["entity_id"], unique=False)

    op.create_table(
        "api_key_use",
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("used_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["key_id"], ["api_key.id"], name=op.f("fk_api_key_use_key_id")),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_api_key_use")),
    )
    # What it holds is worth a minute at most, so it need not survive a crash.
    is_postgres = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "quota_window",
        sa.Column("who", sa.String(length=100), nullable=False),
        sa.Column("ends_at", sa.Float(precision=53), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("granted", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("who", name=op.f("pk_quota_window")),
        prefixes=["UNLOGGED"] if is_postgres else [],
    )


def downgrade() -> None:
    op.drop_table("quota_window")
    op.drop_table("api_key_use")
    with op.batch_alter_table("api_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_key_entity_id"))

    op.drop_table("api_key")
