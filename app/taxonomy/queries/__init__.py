"""Reading schemes, versions and concepts."""

from app.taxonomy.queries.concepts import (
    KnownConcept,
    find_concepts,
    find_scheme_of,
    get_concept,
    list_concepts,
)
from app.taxonomy.queries.notations import find_coded_concepts, find_concept_ids, get_notation
from app.taxonomy.queries.standing import find_standing_codes
from app.taxonomy.queries.trees import Counts, get_version, list_children
from app.taxonomy.queries.versions import (
    find_version_number,
    get_scheme,
    get_snapshot,
    get_version_summary,
    latest_numbers,
    list_schemes,
    list_versions,
)

__all__ = [
    "Counts",
    "KnownConcept",
    "find_coded_concepts",
    "find_concept_ids",
    "find_concepts",
    "find_scheme_of",
    "find_standing_codes",
    "find_version_number",
    "get_concept",
    "get_notation",
    "get_scheme",
    "get_snapshot",
    "get_version",
    "get_version_summary",
    "latest_numbers",
    "list_children",
    "list_concepts",
    "list_schemes",
    "list_versions",
]
