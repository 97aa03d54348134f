"""Keeping a version: its snapshot, its concepts and its notations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.core.clock import now
from app.core.journal import Change, record
from app.taxonomy.models import Concept, ConceptInVersion, Notation, SchemeVersion
from app.taxonomy.numbers import parts_of
from app.taxonomy.state import SchemeState, canonical, digest, in_tree_order, paths, snapshot

Text = dict[str, Any]  # Any: LocalText as JSON


@dataclass(frozen=True)
class Imprint:
    """What a version says of itself.

    ``candidate`` counts release candidates; 0 is the release. ``accepted_until`` is the
    last day on which codes of earlier versions are taken without question.
    """

    number: str
    title: Text
    note: Text | None
    issued_on: date
    level: str | None = None
    because: tuple[dict[str, Any], ...] = ()  # Any: reasons as JSON
    candidate: int = 0
    accepted_until: date | None = None


def store_version(
    session: Session, state: SchemeState, imprint: Imprint, *, actor: str
) -> SchemeVersion:
    """Keep a state as a version, for ever; a candidate claims no notations."""
    if not imprint.candidate:
        session.execute(
            update(SchemeVersion)
            .where(SchemeVersion.scheme_id == state.scheme)
            .values(is_latest=False)
        )
    version = _version(state, imprint)
    session.add(version)
    session.flush()
    _keep_concepts(session, state, version)
    if not imprint.candidate:
        _keep_notations(session, state, version)
    record(session, _change(version, actor))
    return version


def _version(state: SchemeState, imprint: Imprint) -> SchemeVersion:
    major, minor, patch = parts_of(imprint.number)
    active = sum(one.status == "active" for one in state.concepts.values())
    return SchemeVersion(
        scheme_id=state.scheme,
        number=imprint.number,
        major=major,
        minor=minor,
        patch=patch,
        candidate=imprint.candidate,
        is_latest=not imprint.candidate,
        title=imprint.title,
        note=imprint.note,
        issued_on=imprint.issued_on,
        released_at=now(),
        level=imprint.level,
        because=list(imprint.because),
        accepted_until=imprint.accepted_until,
        concept_count=active,
        retired_count=len(state.concepts) - active,
        sha256=digest(state),
        snapshot=snapshot(state),
    )


def _keep_concepts(session: Session, state: SchemeState, version: SchemeVersion) -> None:
    known = set(session.scalars(select(Concept.id).where(Concept.scheme_id == state.scheme)))
    new = sorted(set(state.concepts) - known)
    fresh = {"scheme_id": state.scheme, "created_in": version.number}
    if new:
        session.execute(insert(Concept), [{"id": key, **fresh} for key in new])
    if not version.candidate:
        _confirm_newcomers(session, state.scheme, version.number)
    session.execute(insert(ConceptInVersion), list(_concept_rows(state, version.id)))


def _confirm_newcomers(session: Session, scheme: str, number: str) -> None:
    """Concepts that a candidate has shown are born in the release."""
    session.execute(
        update(Concept)
        .where(Concept.scheme_id == scheme, Concept.created_in.like(f"{number}-rc.%"))
        .values(created_in=number)
    )


def _concept_rows(state: SchemeState, version_id: int) -> Iterable[dict[str, object]]:
    contents = {one["id"]: one for one in canonical(state)["concepts"]}
    lead = paths(state)
    standing = list(in_tree_order(state))
    gone = [one for one in state.concepts.values() if one.status == "deprecated"]
    retired = [(0, one) for one in sorted(gone, key=lambda one: (one.notation, one.id))]
    for place, (depth, concept) in enumerate([*standing, *retired]):
        yield {
            "version_id": version_id,
            "concept_id": concept.id,
            "place": place,
            "depth": len(lead[concept.id]) if depth else 0,
            "notation": concept.notation,
            "status": concept.status,
            "is_assignable": concept.is_assignable,
            "path": list(lead[concept.id]),
            "content": contents[concept.id],
        }


def _keep_notations(session: Session, state: SchemeState, version: SchemeVersion) -> None:
    known = {
        row.code: row
        for row in session.scalars(select(Notation).where(Notation.scheme_id == state.scheme))
    }
    current = {concept.notation: concept.id for concept in state.concepts.values()}
    for code, row in known.items():
        if code not in current and row.retired_in is None:
            row.retired_in = version.number
        elif code in current:
            row.retired_in = None
    for code in current.keys() - known.keys():
        session.add(
            Notation(
                scheme_id=state.scheme,
                code=code,
                concept_id=current[code],
                first_version=version.number,
            )
        )


def _change(version: SchemeVersion, actor: str) -> Change:
    return Change(
        kind="candidate_released" if version.candidate else "version_released",
        subject_type="taxonomy-version",
        subject_id=f"{version.scheme_id}/{version.number}",
        op="upsert",
        actor=actor,
        digest=version.sha256,
    )
