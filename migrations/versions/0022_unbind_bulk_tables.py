"""Write what a release writes for every service without asking after each row's parents.

On PostgreSQL, documents stay in the row as they are instead of being compressed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022_unbind_bulk_tables"
down_revision = "0021_count_retired_concepts"
branch_labels = None
depends_on = None

PARENTS = {
    "past_document": {"service_id": "service"},
    "service_term": {"service_id": "service"},
    "reclassification": {
        "service_id": "service",
        "concept_id": "concept",
        "scheme_id": "scheme",
        "version_id": "scheme_version",
        "target_id": "concept",
    },
    "reclassification_step": {
        "version_id": "scheme_version",
        "service_id": "service",
        "concept_id": "concept",
    },
}
WITHOUT_ROWID = {"service_term"}
DOCUMENTS = ("service_document", "past_document")
"""They compress badly in time: a release would spend a sixth of its time on it."""
LONGEST_ROW = 8160
"""The longest row, in bytes, that PostgreSQL keeps in one piece (``TOAST_TUPLE_TARGET_MAIN``)."""


def upgrade() -> None:
    for table, parents in PARENTS.items():
        with altered(table) as batch:
            for column in parents:
                batch.drop_constraint(f"fk_{table}_{column}", type_="foreignkey")
    if op.get_bind().dialect.name == "postgresql":
        for table in DOCUMENTS:
            op.execute(sa.text(f"ALTER TABLE {table} ALTER body SET STORAGE EXTERNAL"))
            op.execute(sa.text(f"ALTER TABLE {table} SET (toast_tuple_target = {LONGEST_ROW})"))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in DOCUMENTS:
            op.execute(sa.text(f"ALTER TABLE {table} RESET (toast_tuple_target)"))
            op.execute(sa.text(f"ALTER TABLE {table} ALTER body SET STORAGE EXTENDED"))
    for table, parents in PARENTS.items():
        with altered(table) as batch:
            for column, parent in parents.items():
                batch.create_foreign_key(f"fk_{table}_{column}", parent, [column], ["id"])


def altered(table: str):
    options = {"sqlite_with_rowid": False} if table in WITHOUT_ROWID else {}
    return op.batch_alter_table(table, table_kwargs=options)
