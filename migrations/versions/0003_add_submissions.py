"""Create submissions, plans and confirmations, and answers to keys; note what was public."""

import sqlalchemy as sa
from alembic import op

revision = "0003_add_submissions"
down_revision = "0002_add_access"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("service_revision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("published_at", sa.String(length=27), nullable=True))
    # Until now every revision up to the published one was shown to everybody.
    op.execute(
        "UPDATE service_revision SET published_at = at WHERE number <= (SELECT published_revision"
        " FROM service WHERE service.id = service_revision.service_id)"
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("service_id", sa.String(length=64), nullable=False),
        sa.Column("entity_id", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("submitted_at", sa.String(length=27), nullable=False),
        sa.Column("submitted_by", sa.String(length=128), nullable=False),
        sa.Column("reviewer", sa.String(length=128), nullable=True),
        sa.Column("due_at", sa.String(length=27), nullable=False),
        sa.Column("decided_at", sa.String(length=27), nullable=True),
        sa.Column("decided_by", sa.String(length=128), nullable=True),
        sa.Column("reason", sa.JSON(), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("rejection", sa.String(length=32), nullable=True),
        sa.Column("publish_at", sa.String(length=27), nullable=True),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("rules", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name=op.f("fk_submission_entity_id")),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_submission_service_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_entity_id"), ["entity_id"], unique=False)
        batch_op.create_index("ix_submission_queue", ["state", "due_at", "id"], unique=False)
        batch_op.create_index("ix_submission_service", ["service_id", "revision"], unique=False)
    op.create_table(
        "confirmation",
        sa.Column("service_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("by", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_confirmation_service_id")
        ),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_confirmation")),
    )
    op.create_table(
        "planned_archive",
        sa.Column("service_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("by", sa.String(length=128), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("replaced_by", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_planned_archive_service_id")
        ),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_planned_archive")),
    )
    with op.batch_alter_table("planned_archive", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_planned_archive_at"), ["at"], unique=False)
    op.create_table(
        "given_answer",
        sa.Column("caller", sa.String(length=128), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("caller", "key", name=op.f("pk_given_answer")),
    )
    with op.batch_alter_table("given_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_given_answer_at"), ["at"], unique=False)


def downgrade() -> None:
    op.drop_table("given_answer")
    op.drop_table("planned_archive")
    op.drop_table("confirmation")
    op.drop_table("submission")
    with op.batch_alter_table("service_revision", schema=None) as batch_op:
        batch_op.drop_column("published_at")
