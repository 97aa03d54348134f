"""A read-only facade that speaks as Meilisearch does, for the search clients of portals."""
