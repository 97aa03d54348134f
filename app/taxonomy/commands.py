"""Releasing versions of a scheme."""

import re
from collections.abc import Iterable

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.core.clock import now
from app.core.errors import Finding
from app.core.identity import stable_uuid
from app.core.journal import Change, record
from app.taxonomy.errors import UnsoundScheme, VersionExists
from app.taxonomy.integrity import faults
from app.taxonomy.models import Concept, ConceptInVersion, Notation, Scheme, SchemeVersion
from app.taxonomy.reading_files import state_of
from app.taxonomy.schemas import SchemeFile, SchemeIn, VersionIn
from app.taxonomy.state import SchemeState, canonical, digest, in_tree_order, paths, snapshot

REQUIRED_LANGUAGES = ("ar", "en")


def release_file(session: Session, file: SchemeFile, *, actor: str) -> bool:
    """Release the version that a scheme file holds; False when it is there already.

    Raises:
        VersionExists: this number was released with another content.
        UnsoundScheme: the content breaks a rule of integrity.

    """
    state = state_of(file)
    released = _find_version(session, file.scheme.id, file.version.number)
    if released and released.sha256 == digest(state):
        return False
    if released:
        raise VersionExists(f"{file.scheme.id} {file.version.number} was released already.")
    _check(file, state)
    _put_scheme(session, file.scheme)
    _release(session, state, file.version, actor)
    return True


def _check(file: SchemeFile, state: SchemeState) -> None:
    found = faults(state, languages=REQUIRED_LANGUAGES)
    if len(state.concepts) != len(file.concepts):
        found.append(_finding("TAX-ID", "A concept id stands twice.", "معرّف مفهوم مكرر."))
    pattern = re.compile(file.scheme.notation_pattern)
    for concept in state.concepts.values():
        if not pattern.fullmatch(concept.notation):
            detail = f"The notation '{concept.notation}' does not match the scheme's pattern."
            found.append(_finding("TAX-PATTERN", detail, "الرمز لا يطابق نمط المخطط."))
    if found:
        raise UnsoundScheme(f"{len(found)} rules are broken.", findings=found)


def _finding(rule: str, english: str, arabic: str) -> Finding:
    return Finding(pointer="/concepts", rule=rule, message={"en": english, "ar": arabic})


def _find_version(session: Session, scheme: str, number: str) -> SchemeVersion | None:
    return session.scalars(
        select(SchemeVersion).where(
            SchemeVersion.scheme_id == scheme, SchemeVersion.number == number
        )
    ).one_or_none()


def _put_scheme(session: Session, entry: SchemeIn) -> None:
    if session.get(Scheme, entry.id) is None:
        content = entry.model_dump(mode="json", exclude_none=False)
        session.add(Scheme(uuid=stable_uuid("scheme", entry.id), **content))


def _release(session: Session, state: SchemeState, release: VersionIn, actor: str) -> None:
    session.execute(
        update(SchemeVersion).where(SchemeVersion.scheme_id == state.scheme).values(is_latest=False)
    )
    version = _version(state, release)
    session.add(version)
    session.flush()
    _keep_concepts(session, state, version)
    _keep_notations(session, state, version)
    record(session, _change(version, actor))


def _version(state: SchemeState, release: VersionIn) -> SchemeVersion:
    major, minor, patch = (int(part) for part in release.number.split("."))
    return SchemeVersion(
        scheme_id=state.scheme,
        number=release.number,
        major=major,
        minor=minor,
        patch=patch,
        is_latest=True,
        title=release.title.model_dump(),
        note=release.note.model_dump() if release.note else None,
        issued_on=release.issued,
        released_at=now(),
        concept_count=len(state.concepts),
        sha256=digest(state),
        snapshot=snapshot(state),
    )


def _keep_concepts(session: Session, state: SchemeState, version: SchemeVersion) -> None:
    known = set(session.scalars(select(Concept.id).where(Concept.scheme_id == state.scheme)))
    for key in state.concepts.keys() - known:
        session.add(Concept(id=key, scheme_id=state.scheme, created_in=version.number))
    session.flush()
    session.execute(insert(ConceptInVersion), list(_concept_rows(state, version.id)))


def _concept_rows(state: SchemeState, version_id: int) -> Iterable[dict[str, object]]:
    contents = {one["id"]: one for one in canonical(state)["concepts"]}
    lead = paths(state)
    for place, (depth, concept) in enumerate(in_tree_order(state)):
        yield {
            "version_id": version_id,
            "concept_id": concept.id,
            "place": place,
            "depth": depth,
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
        kind="version_released",
        subject_type="taxonomy-version",
        subject_id=f"{version.scheme_id}/{version.number}",
        op="upsert",
        actor=actor,
        digest=version.sha256,
    )
