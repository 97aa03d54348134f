"""Create the journal, entities, taxonomy and catalogue."""

import sqlalchemy as sa
from alembic import op

revision = "0001_create_catalogue"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "channel",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modified_at", sa.String(length=27), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
    )
    op.create_table(
        "entity",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("parent_id", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modified_at", sa.String(length=27), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["entity.id"], name=op.f("fk_entity_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity")),
        sa.UniqueConstraint("uuid", name=op.f("uq_entity_uuid")),
    )
    with op.batch_alter_table("entity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entity_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "evidence_type",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modified_at", sa.String(length=27), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_type")),
    )
    op.create_table(
        "journal_entry",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("actor", sa.String(length=128), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("subject_type", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.String(length=160), nullable=False),
        sa.Column("op", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_fields", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("replaced_by", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal_entry")),
    )
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_journal_entry_subject", ["subject_type", "subject_id", "seq"], unique=False
        )

    op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_journal_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_head")),
    )
    op.execute(
        "INSERT INTO journal_head (id, seq, at, hash) VALUES (1, 0, '1970-01-01T00:00:00.000000Z',"
        " '0000000000000000000000000000000000000000000000000000000000000000')"
    )
    op.create_table(
        "legal_resource",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modified_at", sa.String(length=27), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_resource")),
    )
    op.create_table(
        "scheme",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("description", sa.JSON(), nullable=True),
        sa.Column("is_polyhierarchical", sa.Boolean(), nullable=False),
        sa.Column("notation_pattern", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme")),
        sa.UniqueConstraint("uuid", name=op.f("uq_scheme_uuid")),
    )
    op.create_table(
        "concept",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("scheme_id", sa.String(length=64), nullable=False),
        sa.Column("created_in", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name=op.f("fk_concept_scheme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concept")),
    )
    with op.batch_alter_table("concept", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_concept_scheme_id"), ["scheme_id"], unique=False)

    op.create_table(
        "entity_revision",
        sa.Column("entity_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("actor", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("fk_entity_revision_entity_id")
        ),
        sa.PrimaryKeyConstraint("entity_id", "version", name=op.f("pk_entity_revision")),
    )
    op.create_table(
        "scheme_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("major", sa.Integer(), nullable=False),
        sa.Column("minor", sa.Integer(), nullable=False),
        sa.Column("patch", sa.Integer(), nullable=False),
        sa.Column("is_latest", sa.Boolean(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("note", sa.JSON(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("released_at", sa.String(length=27), nullable=False),
        sa.Column("concept_count", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_scheme_version_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_version")),
        sa.UniqueConstraint("scheme_id", "number", name=op.f("uq_scheme_version_scheme_id_number")),
    )
    op.create_table(
        "service",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("entity_id", sa.String(length=64), nullable=False),
        sa.Column("source_id", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("last_revision", sa.Integer(), nullable=False),
        sa.Column("published_revision", sa.Integer(), nullable=True),
        sa.Column("document_version", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name=op.f("fk_service_entity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("entity_id", "source_id", name=op.f("uq_service_entity_id_source_id")),
        sa.UniqueConstraint("uuid", name=op.f("uq_service_uuid")),
    )
    op.create_table(
        "concept_in_version",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("concept_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("notation", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("is_assignable", sa.Boolean(), nullable=False),
        sa.Column("path", sa.JSON(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["concept_id"], ["concept.id"], name=op.f("fk_concept_in_version_concept_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["scheme_version.id"], name=op.f("fk_concept_in_version_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "concept_id", name=op.f("pk_concept_in_version")),
    )
    with op.batch_alter_table("concept_in_version", schema=None) as batch_op:
        batch_op.create_index(
            "ix_concept_in_version_notation", ["version_id", "notation"], unique=False
        )

    op.create_table(
        "notation",
        sa.Column("scheme_id", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("concept_id", sa.String(length=32), nullable=False),
        sa.Column("first_version", sa.String(length=32), nullable=False),
        sa.Column("retired_in", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["concept_id"], ["concept.id"], name=op.f("fk_notation_concept_id")
        ),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name=op.f("fk_notation_scheme_id")),
        sa.PrimaryKeyConstraint("scheme_id", "code", name=op.f("pk_notation")),
    )
    with op.batch_alter_table("notation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notation_concept_id"), ["concept_id"], unique=False)

    op.create_table(
        "past_document",
        sa.Column("service_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("modified_at", sa.String(length=27), nullable=False),
        sa.Column("until_at", sa.String(length=27), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_past_document_service_id")
        ),
        sa.PrimaryKeyConstraint("service_id", "version", name=op.f("pk_past_document")),
    )
    with op.batch_alter_table("past_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_past_document_until_at"), ["until_at"], unique=False)

    op.create_table(
        "service_document",
        sa.Column("service_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("modified_at", sa.String(length=27), nullable=False),
        sa.Column("etag", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("is_free", sa.Boolean(), nullable=True),
        sa.Column("least_cost_fils", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_service_document_service_id")
        ),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_service_document")),
    )
    with op.batch_alter_table("service_document", schema=None) as batch_op:
        batch_op.create_index(
            "ix_service_document_modified", ["modified_at", "service_id"], unique=False
        )

    op.create_table(
        "service_revision",
        sa.Column("service_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("actor", sa.String(length=128), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_service_revision_service_id")
        ),
        sa.PrimaryKeyConstraint("service_id", "number", name=op.f("pk_service_revision")),
    )
    op.create_table(
        "service_term",
        sa.Column("service_id", sa.String(length=64), nullable=False),
        sa.Column("facet", sa.String(length=24), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_service_term_service_id")
        ),
        sa.PrimaryKeyConstraint("service_id", "facet", "value", name=op.f("pk_service_term")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("service_term", schema=None) as batch_op:
        batch_op.create_index(
            "ix_service_term_value", ["facet", "value", "service_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("service_term", schema=None) as batch_op:
        batch_op.drop_index("ix_service_term_value")

    op.drop_table("service_term")
    op.drop_table("service_revision")
    with op.batch_alter_table("service_document", schema=None) as batch_op:
        batch_op.drop_index("ix_service_document_modified")

    op.drop_table("service_document")
    with op.batch_alter_table("past_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_past_document_until_at"))

    op.drop_table("past_document")
    with op.batch_alter_table("notation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notation_concept_id"))

    op.drop_table("notation")
    with op.batch_alter_table("concept_in_version", schema=None) as batch_op:
        batch_op.drop_index("ix_concept_in_version_notation")

    op.drop_table("concept_in_version")
    op.drop_table("service")
    op.drop_table("scheme_version")
    op.drop_table("entity_revision")
    with op.batch_alter_table("concept", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_concept_scheme_id"))

    op.drop_table("concept")
    op.drop_table("scheme")
    op.drop_table("legal_resource")
    op.drop_table("journal_head")
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_journal_entry_subject")

    op.drop_table("journal_entry")
    op.drop_table("evidence_type")
    with op.batch_alter_table("entity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entity_parent_id"))

    op.drop_table("entity")
    op.drop_table("channel")
