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

from app.catalogue.commands.documents import Row, Written, count_on, keep_past
from app.catalogue.commands.placing import AT_ONCE
from app.catalogue.commands.terms import find_terms, replace_terms
from app.catalogue.models import ServiceDocument, ServiceRevision
from app.catalogue.queries.lookups import load_lookups
from app.catalogue.rules.fragments import CODE_SCHEMES, Fragment, Own, reach_of
from app.catalogue.rules.references import Content, References
from app.catalogue.rules.terms import CONCEPT, TAG, term_text
from app.core.bulk import update_rows
from app.core.canonical import etag_of, sha256_of
from app.core.clock import now, to_text
from app.taxonomy.models import Concept

_MOST_FRAGMENTS = 20_000
_NOWHERE: Own = {}


@dataclass(frozen=True)
class Carried:
    """A published service as it was before a release; ``terms`` are those within its reach."""

    id: str
    version: int
    body: bytes
    content: Content
    terms: AbstractSet[str]


class Rewriter:
    """Carries one release of a scheme to the documents, a batch at a time."""

    def __init__(self, session: Session, scheme: str) -> None:
        self._session = session
        self._reach = reach_of(scheme)
        self._beside = frozenset[str]() if self._reach.has_codes else _terms_beside(session)
        self._fragments: dict[bytes, Fragment] = {}

    def batches(self) -> Iterator[list[Carried]]:
        """Read all published services, in the order of their ids."""
        last = ""
        while rows := self._after(last):
            terms = find_terms(self._session, [row[0] for row in rows], self._reach.facets)
            yield [
                Carried(key, version, body, content, terms.get(key, set()) - self._beside)
                for key, version, body, content in rows
            ]
            last = rows[-1][0]

    def rewrite(self, batch: Sequence[Carried], moved: Mapping[str, Own]) -> list[Written]:
        """Write documents and terms anew; ``moved`` says where services stand now, by service.

        What reads the same stays untouched.
        """
        fragments = self._fragments_of(batch, moved)
        at = now()
        written = [
            _rewritten(one, fragment, at) for one, fragment in zip(batch, fragments, strict=True)
        ]
        changed = [one for one in written if one is not None]
        _replace(self._session, [row for row, _ in changed], at)
        replace_terms(
            self._session,
            {one.id: one.terms for one in batch},
            {
                one.id: fragment.terms - self._beside
                for one, fragment in zip(batch, fragments, strict=True)
            },
        )
        return [Written(r["service_id"], r["version"], r["digest"], c) for r, c in changed]

    def _after(self, last: str) -> Sequence[Any]:  # Any: the columns of ``Carried`` but terms
        chosen = (
            select(
                ServiceDocument.service_id,
                ServiceDocument.version,
                ServiceDocument.body,
                ServiceRevision.content,
            )
            .join(
                ServiceRevision,
                (ServiceRevision.service_id == ServiceDocument.service_id)
                & (ServiceRevision.number == ServiceDocument.revision),
            )
            .where(ServiceDocument.service_id > last)
            .order_by(ServiceDocument.service_id)
            .limit(AT_ONCE)
        )
        return self._session.execute(chosen).all()

    def _fragments_of(self, batch: Sequence[Carried], moved: Mapping[str, Own]) -> list[Fragment]:
        if len(self._fragments) > _MOST_FRAGMENTS:
            self._fragments.clear()
        keys, new = [], dict[bytes, tuple[Content, Own]]()
        for one in batch:
            own = moved.get(one.id, _NOWHERE)
            keys.append(self._reach.key(one.content, own))
            if keys[-1] not in self._fragments:
                new[keys[-1]] = one.content, own
        self._make(new)
        return [self._fragments[key] for key in keys]

    def _make(self, new: Mapping[bytes, tuple[Content, Own]]) -> None:
        if not new:
            return
        named = References.joined(self._reach.named(*one) for one in new.values())
        known = load_lookups(self._session, named)
        for key, (content, own) in new.items():
            self._fragments[key] = self._reach.fragment(content, replace(known, own=own))


def _terms_beside(session: Session) -> frozenset[str]:
    """List the terms of concepts that a release of another scheme cannot have moved."""
    ids = session.scalars(select(Concept.id).where(Concept.scheme_id.in_(CODE_SCHEMES)))
    return frozenset(term_text(facet, one) for facet, one in product((TAG, CONCEPT), ids.all()))


def _rewritten(
    one: Carried, fragment: Fragment, at: datetime
) -> tuple[Row, tuple[str, ...]] | None:
    document = orjson.loads(one.body)
    shown = fragment.shown
    changed = tuple(sorted(field for field in shown if document.get(field) != shown[field]))
    if not changed:
        return None
    document.update(shown, modified=to_text(at))
    body = orjson.dumps(document)
    row = {
        "service_id": one.id,
        "version": one.version + 1,
        "modified_at": at,
        "etag": etag_of(body),
        "digest": sha256_of(document),
        "body": body,
    }
    return row, changed


def _replace(session: Session, rows: Sequence[Row], at: datetime) -> None:
    ids = [row["service_id"] for row in rows]
    keep_past(session, ids, at)
    update_rows(session, ServiceDocument, "service_id", rows)
    count_on(session, ids)
