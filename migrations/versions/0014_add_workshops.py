"""Create workshops, their agenda, invitations, attendance and minutes, and notices."""

import sqlalchemy as sa
from alembic import op

revision = "0014_add_workshops"
down_revision = "0013_add_change_requests"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_workshop()
    _create_agenda()
    _create_records()
    _create_notices()


def downgrade() -> None:
    for table in (
        "notice",
        "notice_progress",
        "minutes_revision",
        "attendance",
        "invitation",
        "agenda_item",
        "workshop",
    ):
        op.drop_table(table)


def _create_workshop() -> None:
    op.create_table(
        "workshop",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("starts_at", sa.String(length=27), nullable=False),
        sa.Column("ends_at", sa.String(length=27), nullable=True),
        sa.Column("place", sa.JSON(), nullable=True),
        sa.Column("online_url", sa.Text(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("created_by", sa.String(length=128), nullable=False),
        sa.Column("opened_at", sa.String(length=27), nullable=True),
        sa.Column("closed_at", sa.String(length=27), nullable=True),
        sa.Column("cancelled_at", sa.String(length=27), nullable=True),
        sa.Column("reason", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop")),
    )
    op.create_index("ix_workshop_time", "workshop", ["starts_at", "id"])
    op.create_index("ix_workshop_state", "workshop", ["state", "starts_at"])


def _create_agenda() -> None:
    op.create_table(
        "agenda_item",
        sa.Column("workshop_id", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("change_request_id", sa.String(length=32), nullable=True),
        sa.Column("topic", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_agenda_item_workshop_id")
        ),
        sa.PrimaryKeyConstraint("workshop_id", "place", name=op.f("pk_agenda_item")),
    )
    op.create_index(op.f("ix_agenda_item_change_request_id"), "agenda_item", ["change_request_id"])


def _create_records() -> None:
    op.create_table(
        "invitation",
        sa.Column("workshop_id", sa.String(length=16), nullable=False),
        sa.Column("entity_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("contacts", sa.JSON(), nullable=False),
        sa.Column("invited_at", sa.String(length=27), nullable=False),
        sa.Column("reminded_at", sa.String(length=27), nullable=True),
        sa.Column("answered_at", sa.String(length=27), nullable=True),
        sa.Column("answered_by", sa.String(length=128), nullable=True),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_invitation_workshop_id")
        ),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name=op.f("fk_invitation_entity_id")),
        sa.PrimaryKeyConstraint("workshop_id", "entity_id", name=op.f("pk_invitation")),
    )
    op.create_index(op.f("ix_invitation_entity_id"), "invitation", ["entity_id"])
    op.create_table(
        "attendance",
        sa.Column("workshop_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entity_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=True),
        sa.Column("role", sa.String(length=300), nullable=True),
        sa.Column("joined_at", sa.String(length=27), nullable=False),
        sa.Column("recorded_by", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_attendance_workshop_id")
        ),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name=op.f("fk_attendance_entity_id")),
        sa.PrimaryKeyConstraint("workshop_id", "number", name=op.f("pk_attendance")),
    )
    op.create_index(op.f("ix_attendance_entity_id"), "attendance", ["entity_id"])
    op.create_table(
        "minutes_revision",
        sa.Column("workshop_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        sa.Column("written_at", sa.String(length=27), nullable=False),
        sa.Column("written_by", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_minutes_revision_workshop_id")
        ),
        sa.PrimaryKeyConstraint("workshop_id", "number", name=op.f("pk_minutes_revision")),
    )


def _create_notices() -> None:
    progress = op.create_table(
        "notice_progress",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_notice_progress_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_progress")),
    )
    op.bulk_insert(progress, [{"id": 1, "seq": 0}])
    op.create_table(
        "notice",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("subject_id", sa.String(length=64), nullable=False),
        sa.Column("entity_id", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.String(length=27), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("sent_at", sa.String(length=27), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "edition",
            "kind",
            "entity_id",
            "address",
            name=op.f("uq_notice_edition_kind_entity_id_address"),
        ),
    )
    op.create_index("ix_notice_state", "notice", ["state", "next_at"])
    op.create_index("ix_notice_subject", "notice", ["subject_id", "id"])
