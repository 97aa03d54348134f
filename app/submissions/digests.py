"""What the journal vouches for of a submission: one digest of everything that was said and done."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.core.canonical import sha256_of
from app.core.clock import to_text
from app.submissions.models import Submission

INSTANTS = ("submitted_at", "due_at", "decided_at", "publish_at")
STRUCTURES = ("reason", "fields", "findings")
PLAIN = (
    "id",
    "service_id",
    "entity_id",
    "revision",
    "version",
    "state",
    "submitted_by",
    "reviewer",
    "decided_by",
    "rejection",
)
"""Every column but ``rules``: by which rules it was judged is looked at again and again."""


def digest_of(submission: Submission) -> str:
    """Compute the digest of a submission as it stands."""
    values = {name: getattr(submission, name) for name in (*PLAIN, *STRUCTURES)}
    for name in INSTANTS:
        instant: datetime | None = getattr(submission, name)
        values[name] = None if instant is None else to_text(instant)
    return digest_of_values(values)


def digest_of_values(values: Mapping[str, Any]) -> str:  # Any: JSON
    """Compute the digest of the columns above; instants are texts, structures JSON."""
    return sha256_of(dict(values))
