"""Runs the migrations: for a connection that is handed over, or for the configured database."""

from alembic import context
from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles

import app.catalogue.models
import app.core.access.models
import app.core.idempotency.models
import app.core.journal.models
import app.core.quota.models
import app.entities.models
import app.search.bets.models
import app.search.insights.models
import app.search.semantic.models
import app.submissions.imports.models
import app.submissions.models
import app.taxonomy.lexicon.models
import app.taxonomy.models
import app.webhooks.models
import app.workshops.meetings_models
import app.workshops.models
import app.workshops.notices_models  # noqa: F401
from app.core.db import Base, Database
from app.core.settings import Settings


@compiles(String, "postgresql")
def sorted_by_code_point(element, compiler, **options) -> str:
    """Make texts sort alike on both databases; cursors depend on it."""
    return f'{compiler.visit_VARCHAR(element, **options)} COLLATE "C"'


def run(connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
    )
    context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    database = Database(Settings().resolved_database_url)
    with database.engine.begin() as connection:
        run(connection)
    database.close()
