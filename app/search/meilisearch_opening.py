"""Opening a Meilisearch index; who searches the embedded one never loads its client library."""

import hashlib
from functools import partial

from app.core.claiming import claiming
from app.core.db import Database
from app.core.settings import Settings
from app.search.meilisearch_index import MeilisearchIndex
from app.search.meilisearch_server import Access, MeilisearchServer
from app.search.semantic.opening import stored_vectors
from app.search.source import CatalogueSource


def open_meilisearch(settings: Settings, database: Database) -> MeilisearchIndex:
    """Open the index on the server that the settings name; nothing is asked of it yet."""
    access = Access(
        url=settings.meilisearch_url,
        index=settings.meilisearch_index,
        key=settings.meilisearch_key.get_secret_value(),
        search_key=settings.meilisearch_search_key.get_secret_value(),
    )
    place = hashlib.sha256(f"{access.url} {access.index}".encode()).hexdigest()
    return MeilisearchIndex(
        MeilisearchServer(access),
        CatalogueSource(database),
        holding=partial(claiming, database, settings.data_dir, f"search-{place[:16]}"),
        vectors=stored_vectors(database) if settings.semantic else None,
    )
