"""Somebody else's copy of the catalogue, for tests of the feed."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from app.catalogue.queries.changes import list_changes

Json = dict[str, Any]


@dataclass
class Replica:
    """A copy that is kept up by following the feed alone; of services, if nothing else is said."""

    documents: dict[str, Json] = field(default_factory=dict)
    versions: dict[str, list[int]] = field(default_factory=dict)
    cursor: str | None = None
    subject: str = "service"

    def follow(self, session: Session) -> set[str]:
        """Read the feed to its end; return the subjects that it named."""
        named = set()
        while True:
            page = list_changes(session, cursor=self.cursor, subject_types=[self.subject], limit=3)
            for item in page.items:
                named.add(item.subject.id)
                self.versions.setdefault(item.subject.id, []).append(item.version)
                if item.op == "delete":
                    assert item.object is None
                    self.documents.pop(item.subject.id, None)
                elif item.object is not None:
                    self.documents[item.subject.id] = item.object
            self.cursor = page.next_cursor
            if not page.has_more:
                return named
