"""Create imports, their progress and their rows."""

import sqlalchemy as sa
from alembic import op

revision = "0009_add_imports"
down_revision = "0008_add_succession"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entry_import",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("entity_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("is_dry_run", sa.Boolean(), nullable=False),
        sa.Column("publishes", sa.Boolean(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("encoding", sa.String(length=20), nullable=True),
        sa.Column("mapping", sa.JSON(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("created_by", sa.String(length=128), nullable=False),
        sa.Column("finished_at", sa.String(length=27), nullable=True),
        sa.Column("problem", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("fk_entry_import_entity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_import")),
    )
    with op.batch_alter_table("entry_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_import_entity_id"), ["entity_id"], unique=False)
        batch_op.create_index("ix_entry_import_state", ["state", "id"], unique=False)
    op.create_table(
        "import_progress",
        sa.Column("import_id", sa.String(length=32), nullable=False),
        sa.Column("worked_at", sa.String(length=27), nullable=False),
        sa.Column("total_rows", sa.Integer(), nullable=True),
        sa.Column("done_rows", sa.Integer(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("notices", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["entry_import.id"], name=op.f("fk_import_progress_import_id")
        ),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_import_progress")),
    )
    op.create_table(
        "import_row",
        sa.Column("import_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.String(length=64), nullable=True),
        sa.Column("service_id", sa.String(length=64), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("findings", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["entry_import.id"], name=op.f("fk_import_row_import_id")
        ),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_import_row")),
    )
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.create_index(
            "ix_import_row_outcome", ["import_id", "outcome", "number"], unique=False
        )
        batch_op.create_index("ix_import_row_source", ["import_id", "source_id"], unique=False)


def downgrade() -> None:
    op.drop_table("import_row")
    op.drop_table("import_progress")
    op.drop_table("entry_import")
