"""Index the journal by who has changed something."""

from alembic import op

revision = "0005_index_journal_actors"
down_revision = "0004_add_webhooks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_journal_entry_actor", "journal_entry", ["actor", "seq"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_journal_entry_actor", table_name="journal_entry")
