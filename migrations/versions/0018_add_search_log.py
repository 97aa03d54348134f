"""Create the search log, the popularity of services and the pinned answers."""

import sqlalchemy as sa
from alembic import op

revision = "0018_add_search_log"
down_revision = "0017_add_lexicon_log"
branch_labels = None
depends_on = None


def _day() -> sa.Column:
    return sa.Column("day", sa.String(length=10), nullable=False)


def _query(name: str = "query_id") -> sa.Column:
    return sa.Column(name, sa.String(length=20), nullable=False)


def _session() -> sa.Column:
    return sa.Column("session", sa.String(length=24), nullable=False)


def upgrade() -> None:
    op.create_table(
        "asked_query",
        _day(),
        _query("id"),
        sa.Column("text", sa.String(length=100), nullable=False),
        sa.Column("tongue", sa.String(length=8), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=True),
        sa.Column("is_repaired", sa.Boolean(), nullable=False),
        sa.Column("is_expanded", sa.Boolean(), nullable=False),
        sa.Column("is_corrected", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day", "id", name=op.f("pk_asked_query")),
    )
    op.create_table(
        "asked_word",
        _day(),
        _query(),
        sa.Column("word", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("day", "query_id", "word", name=op.f("pk_asked_word")),
    )
    op.create_index("ix_asked_word_word", "asked_word", ["word", "day"])
    op.create_table(
        "asked_by",
        _day(),
        _query(),
        _session(),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "query_id", "session", name=op.f("pk_asked_by")),
    )
    op.create_table(
        "search_click",
        _day(),
        _query(),
        _session(),
        sa.Column("service_id", sa.String(length=160), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day", "query_id", "session", "service_id", name=op.f("pk_search_click")
        ),
    )
    op.create_table(
        "search_day_salt",
        _day(),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_search_day_salt")),
    )
    op.create_table(
        "service_popularity",
        sa.Column("service_id", sa.String(length=160), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_service_popularity")),
    )
    op.create_table(
        "best_bet",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("phrases", sa.JSON(), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.String(length=27), nullable=True),
        sa.Column("valid_until", sa.String(length=27), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("modified_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_best_bet")),
    )


def downgrade() -> None:
    for table in (
        "best_bet",
        "service_popularity",
        "search_day_salt",
        "search_click",
        "asked_by",
        "asked_word",
        "asked_query",
    ):
        op.drop_table(table)
