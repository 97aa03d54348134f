"""Releasing versions of a scheme."""

import re
from collections.abc import Iterable

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.core.clock import now
from app.core.errors import Finding
from app.core.identity import stable_uuid
from app.core.journal import Change, record
from app.taxonomy.errors import UnsoundScheme, VersionExists, VersionIsOlder
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
        VersionIsOlder: a higher number was released already.
        UnsoundScheme: the content breaks a rule of integrity.

    """
    state = state_of(file)
    released = _find_version(session, file.scheme.id, file.version.number)
    if released and released.sha256 == digest(state):
        return False
    if released:
        raise VersionExists(f"{file.scheme.id} {file.version.number} was released already.")
    _check_number(session, file)
    _check(session, file, state)
    _put_scheme(session, file.scheme)
    _release(session, state, file.version, actor)
    return True


def _check_number(session: Session, file: SchemeFile) -> None:
    latest = session.scalars(
        select(SchemeVersion).where(
            SchemeVersion.scheme_id == file.scheme.id, SchemeVersion.is_latest
        )
    ).one_or_none()
    if latest and (latest.major, latest.minor, latest.patch) > _parts(file.version.number):
        raise VersionIsOlder(f"{file.scheme.id} {latest.number} was released already.")


def _parts(number: str) -> tuple[int, int, int]:
    major, minor, patch = (int(part) for part in number.split("."))
    return major, minor, patch


def _check(session: Session, file: SchemeFile, state: SchemeState) -> None:
    found = faults(
        state, languages=REQUIRED_LANGUAGES, is_polyhierarchical=file.scheme.is_polyhierarchical
    )
    found.extend(_repeated_ids(file))
    found.extend(_foreign_patterns(file))
    found.extend(_reused_ids(session, state))
    found.extend(_reused_notations(session, state))
    found.extend(_lost_concepts(session, state))
    if found:
        raise UnsoundScheme(f"{len(found)} rules are broken.", findings=found)


def _repeated_ids(file: SchemeFile) -> Iterable[Finding]:
    if len({one.id for one in file.concepts}) != len(file.concepts):
        yield _finding("TAX-ID", "A concept id stands twice.", "معرّف مفهوم مكرر.")


def _foreign_patterns(file: SchemeFile) -> Iterable[Finding]:
    pattern = re.compile(file.scheme.notation_pattern)
    for concept in file.concepts:
        if not pattern.fullmatch(concept.notation):
            detail = f"The notation '{concept.notation}' does not match the scheme's pattern."
            yield _finding("TAX-PATTERN", detail, "الرمز لا يطابق نمط المخطط.")


def _reused_ids(session: Session, state: SchemeState) -> Iterable[Finding]:
    """Find concept ids that belong to another scheme."""
    rows = session.execute(
        select(Concept.id, Concept.scheme_id).where(
            Concept.id.in_(state.concepts), Concept.scheme_id != state.scheme
        )
    )
    for row in rows:
        detail = f"The concept '{row.id}' belongs to the scheme '{row.scheme_id}'."
        yield _finding("TAX-ID", detail, f"المفهوم '{row.id}' يخص مخططاً آخر.")


def _reused_notations(session: Session, state: SchemeState) -> Iterable[Finding]:
    """Find codes that another concept has, or once had: a code is never given away."""
    rows = session.execute(
        select(Notation.code, Notation.concept_id).where(Notation.scheme_id == state.scheme)
    )
    holders = {row.code: row.concept_id for row in rows}
    for concept in state.concepts.values():
        if holders.get(concept.notation, concept.id) != concept.id:
            detail = f"The notation '{concept.notation}' belongs to another concept for ever."
            yield _finding("TAX-REUSED", detail, f"الرمز '{concept.notation}' يخص مفهوماً آخر.")


def _lost_concepts(session: Session, state: SchemeState) -> Iterable[Finding]:
    """Find concepts of earlier versions that are missing: they are retired, never deleted."""
    known = session.scalars(select(Concept.id).where(Concept.scheme_id == state.scheme))
    for key in sorted(set(known) - state.concepts.keys()):
        yield _finding("TAX-LOST", f"The concept '{key}' is missing.", f"المفهوم '{key}' مفقود.")


def _finding(rule: str, english: str, arabic: str) -> Finding:
    return Finding(pointer="/concepts", rule=rule, message={"en": english, "ar": arabic})


def _find_version(session: Session, scheme: str, number: str) -> SchemeVersion | None:
    return session.scalars(
        select(SchemeVersion).where(
            SchemeVersion.scheme_id == scheme, SchemeVersion.number == number
        )
    ).one_or_none()


def _put_scheme(session: Session, entry: SchemeIn) -> None:
    scheme = session.get(Scheme, entry.id)
    if scheme is None:
        scheme = Scheme(id=entry.id, uuid=stable_uuid("scheme", entry.id))
        session.add(scheme)
    for field, value in entry.model_dump(mode="json", exclude={"id"}).items():
        setattr(scheme, field, value)
    session.flush()


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
    major, minor, patch = _parts(release.number)
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
    for place, (_, concept) in enumerate(in_tree_order(state)):
        yield {
            "version_id": version_id,
            "concept_id": concept.id,
            "place": place,
            "depth": len(lead[concept.id]),
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
        kind="version_released",
        subject_type="taxonomy-version",
        subject_id=f"{version.scheme_id}/{version.number}",
        op="upsert",
        actor=actor,
        digest=version.sha256,
    )
