"""Changing taxonomies: loading files, changing the draft, releasing versions."""

from app.taxonomy.commands.drafting import enact_operations
from app.taxonomy.commands.files import release_file
from app.taxonomy.commands.releasing import Release, Released, release_draft

__all__ = ["Release", "Released", "enact_operations", "release_draft", "release_file"]
