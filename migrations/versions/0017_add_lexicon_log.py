"""Let change requests be about the lexicon: its draft has a log like a scheme's."""

import sqlalchemy as sa
from alembic import op

revision = "0017_add_lexicon_log"
down_revision = "0016_fill_service_tags"
branch_labels = None
depends_on = None

_SCHEME = sa.table(
    "scheme",
    sa.column("id", sa.String),
    sa.column("uuid", sa.String),
    sa.column("title", sa.JSON),
    sa.column("description", sa.JSON),
    sa.column("is_polyhierarchical", sa.Boolean),
    sa.column("notation_pattern", sa.String),
)
_LEXICON = {
    "id": "lexicon",
    "uuid": "c595dec5-00ef-5432-8738-fdcb6e5ed2d5",
    "title": {"ar": "معجم الألفاظ", "en": "Lexicon"},
    "description": None,
    "is_polyhierarchical": False,
    "notation_pattern": ".+",
}


def upgrade() -> None:
    op.add_column("draft_operation", sa.Column("lexicon_version_id", sa.Integer(), nullable=True))
    op.bulk_insert(_SCHEME, [_LEXICON])


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM draft_operation WHERE scheme_id = 'lexicon'"))
    op.execute(_SCHEME.delete().where(_SCHEME.c.id == "lexicon"))
    op.drop_column("draft_operation", "lexicon_version_id")
