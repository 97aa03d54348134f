"""Writing every published document anew after a release: what it can have changed of them.

A document is rendered whole whenever something that it shows changes. So it reads as if it
had been rendered after the release when the fragment that the release can change is put in
the place of the one before. Services that share what a fragment follows from share it.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.commands.documents import Row, Written, keep_past
from app.catalogue.commands.terms import TermRow, read_terms, term_changes, terms_in
from app.catalogue.models import ServiceDocument, ServiceRevision, ServiceTerm
from app.catalogue.queries.lookups import load_lookups
from app.catalogue.rules.fragments import CODE_SCHEMES, Fragment, Own, reach_of
from app.catalogue.rules.lookups import Lookups
from app.catalogue.rules.references import Content, References
from app.catalogue.rules.rendering import Document
from app.catalogue.rules.terms import CONCEPT, TAG, term_text
from app.core.bulk import as_bytes, delete_rows, insert_rows, read_rows, update_rows
from app.core.canonical import etag_of, sha256_of
from app.core.clock import now, to_text
from app.core.db import read_json
from app.core.overlapping import Hands
from app.taxonomy.models import Concept

AT_ONCE = 1000
"""Services that are moved and written anew together."""
_MOST_FRAGMENTS = 20_000
_NOWHERE: Own = {}


@dataclass(frozen=True)
class Carried:
    """A published service as it was before a release; ``content`` is its entry as JSON.

    ``terms`` are those within the reach of the release.
    """

    id: str
    version: int
    body: bytes
    content: bytes
    terms: AbstractSet[str]


@dataclass(frozen=True)
class Batch:
    """Published services as the database has them; ``terms`` by service, to be taken apart."""

    rows: Sequence[Any]  # Any: the columns of ``Carried`` but terms
    terms: Mapping[str, str]

    @property
    def ids(self) -> list[str]:
        """List the services."""
        return [row[0] for row in self.rows]


@dataclass(frozen=True)
class Anew:
    """Documents as they are to be served from ``at`` on, and the terms of a batch."""

    at: datetime
    rows: list[Row]
    written: list[Written]
    gone: list[TermRow]
    new: list[TermRow]


class Rewriter:
    """Carries one release of a scheme to the documents, a batch at a time."""

    def __init__(self, session: Session, scheme: str) -> None:
        self._session = session
        self._reach = reach_of(scheme)
        self._beside = frozenset[str]() if self._reach.has_codes else _terms_beside(session)
        self._fragments: dict[bytes, Fragment] = {}
        self._known_terms: dict[str, frozenset[str]] = {}

    def batches(self) -> Iterator[Batch]:
        """Read all published services, in the order of their ids."""
        last = ""
        while rows := self._after(last):
            last = rows[-1][0]
            ids = [row[0] for row in rows]
            yield Batch(rows, read_terms(self._session, ids, self._reach.facets))

    def carried(self, batch: Batch) -> list[Carried]:
        """Take apart what was read of services."""
        return [
            Carried(key, version, body, content, self._within_reach(batch.terms.get(key)))
            for key, version, body, content in batch.rows
        ]

    def write_anew(self, batch: Sequence[Carried], moved: Mapping[str, Own], hands: Hands) -> Anew:
        """Put what the release makes of services in the place of what was before.

        ``moved`` says where each stands now. What reads the same stays untouched.
        """
        fragments = self._fragments_of(batch, moved, hands)
        at = now()
        rows, written = list[Row](), list[Written]()
        for one, fragment in zip(batch, fragments, strict=True):
            document = orjson.loads(one.body)
            if changed := _changed(document, fragment):
                document.update(fragment.shown, modified=to_text(at))
                rows.append(_row(one, document, at))
                written.append(Written(one.id, one.version + 1, rows[-1]["digest"], changed))
        before = {one.id: one.terms for one in batch}
        after = {one.id: made.terms for one, made in zip(batch, fragments, strict=True)}
        return Anew(at, rows, written, *term_changes(before, after))

    def store(self, anew: Anew) -> None:
        """Write documents and terms in place of those before."""
        ids = [row["service_id"] for row in anew.rows]
        keep_past(self._session, ids, anew.at)
        update_rows(self._session, ServiceDocument, "service_id", anew.rows)
        delete_rows(self._session, ServiceTerm, anew.gone)
        insert_rows(self._session, ServiceTerm, anew.new)

    def _within_reach(self, terms: str | None) -> AbstractSet[str]:
        if terms is None:
            return frozenset()
        if len(self._known_terms) > _MOST_FRAGMENTS:
            self._known_terms.clear()
        if (found := self._known_terms.get(terms)) is None:
            found = self._known_terms[terms] = frozenset(terms_in(terms) - self._beside)
        return found

    def _after(self, last: str) -> Sequence[Any]:  # Any: the columns of ``Carried`` but terms
        # Cut before it is joined: else every batch would walk over the revisions of all before.
        batch = (
            select(ServiceDocument)
            .where(ServiceDocument.service_id > last)
            .order_by(ServiceDocument.service_id)
            .limit(AT_ONCE)
            .subquery()
        )
        chosen = (
            select(
                batch.c.service_id,
                batch.c.version,
                batch.c.body,
                as_bytes(self._session, ServiceRevision.content),
            )
            .join(
                ServiceRevision,
                (ServiceRevision.service_id == batch.c.service_id)
                & (ServiceRevision.number == batch.c.revision),
            )
            .order_by(batch.c.service_id)
        )
        return read_rows(self._session, chosen)

    def _fragments_of(
        self, batch: Sequence[Carried], moved: Mapping[str, Own], hands: Hands
    ) -> list[Fragment]:
        if len(self._fragments) > _MOST_FRAGMENTS:
            self._fragments.clear()
        keys, new = [], dict[bytes, tuple[Content, Own]]()
        for one in batch:
            content, own = read_json(one.content), moved.get(one.id, _NOWHERE)
            keys.append(self._reach.key(content, own))
            if keys[-1] not in self._fragments:
                new[keys[-1]] = self._reach.part_of(content), own
        if new:
            named = References.joined(self._reach.named(*one) for one in new.values())
            known = hands.ask(lambda: load_lookups(self._session, named))
            self._make(new, known)
        return [self._fragments[key] for key in keys]

    def _make(self, new: Mapping[bytes, tuple[Content, Own]], known: Lookups) -> None:
        for key, (content, own) in new.items():
            made = self._reach.fragment(content, replace(known, own=own))
            self._fragments[key] = replace(made, terms=made.terms - self._beside)


def _terms_beside(session: Session) -> frozenset[str]:
    """List the terms of concepts that a release of another scheme cannot have moved."""
    ids = session.scalars(select(Concept.id).where(Concept.scheme_id.in_(CODE_SCHEMES)))
    return frozenset(term_text(facet, one) for facet, one in product((TAG, CONCEPT), ids.all()))


def _changed(document: Document, fragment: Fragment) -> tuple[str, ...]:
    shown = fragment.shown
    return tuple(sorted(field for field in shown if document.get(field) != shown[field]))


def _row(one: Carried, document: Document, at: datetime) -> Row:
    body = orjson.dumps(document)
    return {
        "service_id": one.id,
        "version": one.version + 1,
        "modified_at": at,
        "etag": etag_of(body),
        "digest": sha256_of(document),
        "body": body,
    }
