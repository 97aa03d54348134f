"""Create where services went that carry retired concepts."""

import sqlalchemy as sa
from alembic import op

revision = "0011_add_reclassification"
down_revision = "0010_add_drafts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reclassification",
        sa.Column("service_id", sa.String(length=64), nullable=False),
        sa.Column("concept_id", sa.String(length=32), nullable=False),
        sa.Column("scheme_id", sa.String(length=64), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("target_id", sa.String(length=32), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("proposal_id", sa.String(length=32), nullable=True),
        sa.Column("task_id", sa.String(length=32), nullable=True),
        sa.Column("due_at", sa.String(length=27), nullable=True),
        sa.Column("decided_at", sa.String(length=27), nullable=True),
        sa.Column("decided_by", sa.String(length=128), nullable=True),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_reclassification_service_id")
        ),
        sa.ForeignKeyConstraint(
            ["concept_id"], ["concept.id"], name=op.f("fk_reclassification_concept_id")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_reclassification_scheme_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["scheme_version.id"], name=op.f("fk_reclassification_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["concept.id"], name=op.f("fk_reclassification_target_id")
        ),
        sa.PrimaryKeyConstraint("service_id", "concept_id", name=op.f("pk_reclassification")),
    )
    with op.batch_alter_table("reclassification", schema=None) as batch_op:
        batch_op.create_index("ix_reclassification_task", ["task_id"], unique=True)
        batch_op.create_index("ix_reclassification_due", ["due_at"], unique=False)
    op.create_table(
        "reclassification_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.String(length=64), nullable=False),
        sa.Column("concept_id", sa.String(length=32), nullable=False),
        sa.Column("before_id", sa.String(length=32), nullable=True),
        sa.Column("after_id", sa.String(length=32), nullable=True),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("actor", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["scheme_version.id"], name=op.f("fk_reclassification_step_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_reclassification_step_service_id")
        ),
        sa.ForeignKeyConstraint(
            ["concept_id"], ["concept.id"], name=op.f("fk_reclassification_step_concept_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reclassification_step")),
    )
    with op.batch_alter_table("reclassification_step", schema=None) as batch_op:
        batch_op.create_index(
            "ix_reclassification_step_version", ["version_id", "service_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("reclassification_step")
    op.drop_table("reclassification")
