"""Reading schemes, versions and concepts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from app.core.identity import stable_uuid
from app.core.schemas import LocalText
from app.taxonomy.errors import ConceptNotFound, SchemeNotFound, VersionNotFound
from app.taxonomy.models import Concept, ConceptInVersion, Notation, Scheme, SchemeVersion
from app.taxonomy.schemas import (
    ConceptNode,
    ConceptOut,
    ConceptRef,
    LabelLists,
    NotationOut,
    SchemeOut,
    VersionOut,
    VersionSummary,
)

Counts = Mapping[str, int]


@dataclass(frozen=True)
class KnownConcept:
    """A concept as one version has it; ``path`` leads down to it."""

    id: str
    scheme: str
    version: str
    notation: str
    pref_label: Mapping[str, str]
    alt_label: Mapping[str, list[str]]
    hidden_label: Mapping[str, list[str]]
    path: tuple[str, ...]
    is_assignable: bool
    is_active: bool


def list_schemes(session: Session) -> list[SchemeOut]:
    """Read all schemes, ordered by id."""
    schemes = session.scalars(select(Scheme).order_by(Scheme.id))
    return [_scheme_out(session, scheme) for scheme in schemes]


def get_scheme(session: Session, scheme_id: str) -> SchemeOut:
    """Read one scheme.

    Raises:
        SchemeNotFound: there is none of this id.

    """
    scheme = session.get(Scheme, scheme_id)
    if scheme is None:
        raise SchemeNotFound(f"There is no scheme '{scheme_id}'.")
    return _scheme_out(session, scheme)


def list_versions(session: Session, scheme_id: str) -> list[VersionSummary]:
    """Read what was released of a scheme, newest first."""
    get_scheme(session, scheme_id)
    rows = session.scalars(_newest_first(scheme_id))
    return [
        VersionSummary(version=row.number, is_latest=row.is_latest, **_version_fields(row))
        for row in rows
    ]


def find_version_number(session: Session, scheme_id: str, wanted: str) -> str | None:
    """Resolve ``latest``, ``2``, ``2.1`` or a full number to the number released."""
    wanted_parts = [] if wanted == "latest" else wanted.split(".")
    for row in session.scalars(_newest_first(scheme_id)):
        if row.number.split(".")[: len(wanted_parts)] == wanted_parts:
            return row.number
    return None


def get_version(
    session: Session, scheme_id: str, version: str = "latest", *, counts: Counts | None = None
) -> VersionOut:
    """Read a version with its tree; ``counts`` are services by concept id, children included.

    Raises:
        SchemeNotFound: there is no such scheme.
        VersionNotFound: the scheme has no such version.

    """
    row = _version(session, scheme_id, version)
    states = session.execute(_states(row.id)).all()
    return VersionOut(
        version=row.number,
        note=LocalText.model_validate(row.note) if row.note else None,
        top_concepts=_tree(states, counts or {}),
        **_version_fields(row),
    )


def get_snapshot(session: Session, scheme_id: str, version: str) -> tuple[str, str]:
    """Read the canonical JSON of a version and its SHA-256."""
    row = _version(session, scheme_id, version)
    return row.snapshot, row.sha256


def get_concept(
    session: Session, scheme_id: str, concept_id: str, *, version: str = "latest"
) -> ConceptOut:
    """Read a concept as one version has it.

    Raises:
        ConceptNotFound: that version has no such concept.

    """
    row = _version(session, scheme_id, version)
    found = session.execute(
        _states(row.id).where(ConceptInVersion.concept_id == concept_id)
    ).one_or_none()
    if found is None:
        raise ConceptNotFound(f"There is no concept '{concept_id}' in {scheme_id} {row.number}.")
    return _concept_out(session, row, found)


def list_children(
    session: Session,
    scheme_id: str,
    concept_id: str,
    *,
    version: str = "latest",
    counts: Counts | None = None,
) -> list[ConceptNode]:
    """Read the concepts directly below one, with everything below them.

    Raises:
        ConceptNotFound: that version has no such concept.

    """
    waiting = list(get_version(session, scheme_id, version, counts=counts).top_concepts)
    while waiting:
        node = waiting.pop()
        if node.id == concept_id:
            return node.children
        waiting.extend(node.children)
    raise ConceptNotFound(f"There is no concept '{concept_id}' in {scheme_id}.")


def find_scheme_of(session: Session, concept_id: str) -> str | None:
    """Name the scheme that a concept belongs to."""
    return session.scalars(select(Concept.scheme_id).where(Concept.id == concept_id)).one_or_none()


def get_notation(session: Session, scheme_id: str, code: str) -> NotationOut:
    """Resolve a code, also one that was retired.

    Raises:
        ConceptNotFound: the code was never used in this scheme.

    """
    get_scheme(session, scheme_id)
    row = session.get(Notation, (scheme_id, code))
    if row is None:
        raise ConceptNotFound(f"The notation '{code}' was never used in '{scheme_id}'.")
    known = find_concepts(session, [row.concept_id])[row.concept_id]
    return NotationOut(
        scheme=scheme_id,
        notation=code,
        is_retired=row.retired_in is not None,
        first_version=row.first_version,
        retired_in=row.retired_in,
        concept=_ref(known),
    )


def find_concept_ids(session: Session, scheme_id: str, codes: Collection[str]) -> dict[str, str]:
    """Map the notations among ``codes`` that exist, retired ones too, to concept ids."""
    rows = session.execute(
        select(Notation.code, Notation.concept_id).where(
            Notation.scheme_id == scheme_id, Notation.code.in_(codes)
        )
    )
    return {row.code: row.concept_id for row in rows}


def find_concepts(session: Session, ids: Collection[str]) -> dict[str, KnownConcept]:
    """Read the concepts among ``ids`` as the latest versions of their schemes have them."""
    rows = session.execute(
        _concepts().where(SchemeVersion.is_latest, ConceptInVersion.concept_id.in_(ids))
    )
    return {row.concept_id: _known(row) for row in rows}


def list_concepts(
    session: Session, scheme_id: str, *, version: str = "latest"
) -> list[KnownConcept]:
    """Read all concepts of a version in tree order.

    Raises:
        SchemeNotFound: there is no such scheme.
        VersionNotFound: the scheme has no such version.

    """
    row = _version(session, scheme_id, version)
    rows = session.execute(
        _concepts().where(SchemeVersion.id == row.id).order_by(ConceptInVersion.place)
    )
    return [_known(one) for one in rows]


def _scheme_out(session: Session, scheme: Scheme) -> SchemeOut:
    numbers = [row.number for row in session.scalars(_newest_first(scheme.id))]
    return SchemeOut(
        id=scheme.id,
        uuid=scheme.uuid,
        title=LocalText.model_validate(scheme.title),
        description=LocalText.model_validate(scheme.description) if scheme.description else None,
        is_polyhierarchical=scheme.is_polyhierarchical,
        notation_pattern=scheme.notation_pattern,
        latest=numbers[0],
        versions=numbers,
    )


def _newest_first(scheme_id: str) -> Select[SchemeVersion]:
    return (
        select(SchemeVersion)
        .where(SchemeVersion.scheme_id == scheme_id)
        .order_by(
            SchemeVersion.major.desc(), SchemeVersion.minor.desc(), SchemeVersion.patch.desc()
        )
    )


def _version(session: Session, scheme_id: str, wanted: str) -> SchemeVersion:
    get_scheme(session, scheme_id)
    number = find_version_number(session, scheme_id, wanted)
    if number is None:
        raise VersionNotFound(f"'{scheme_id}' has no version '{wanted}'.")
    return session.scalars(_newest_first(scheme_id).where(SchemeVersion.number == number)).one()


def _version_fields(row: SchemeVersion) -> dict[str, Any]:  # Any: fields of a schema
    return {
        "scheme": row.scheme_id,
        "title": LocalText.model_validate(row.title),
        "issued": row.issued_on,
        "released_at": row.released_at,
        "concept_count": row.concept_count,
        "sha256": row.sha256,
    }


def _states(version_id: int) -> Select[Any]:  # Any: the columns of the row
    return (
        select(
            ConceptInVersion.concept_id,
            ConceptInVersion.depth,
            ConceptInVersion.notation,
            ConceptInVersion.status,
            ConceptInVersion.path,
            ConceptInVersion.content,
        )
        .where(ConceptInVersion.version_id == version_id)
        .order_by(ConceptInVersion.place)
    )


def _concepts() -> Select[Any]:  # Any: the columns of the row
    return select(
        ConceptInVersion.concept_id,
        ConceptInVersion.notation,
        ConceptInVersion.status,
        ConceptInVersion.is_assignable,
        ConceptInVersion.path,
        ConceptInVersion.content,
        SchemeVersion.scheme_id,
        SchemeVersion.number,
    ).join(SchemeVersion, SchemeVersion.id == ConceptInVersion.version_id)


def _known(row: Row[Any]) -> KnownConcept:  # Any: the columns of the row
    return KnownConcept(
        id=row.concept_id,
        scheme=row.scheme_id,
        version=row.number,
        notation=row.notation,
        pref_label=row.content["prefLabel"],
        alt_label=row.content["altLabel"],
        hidden_label=row.content["hiddenLabel"],
        path=tuple(row.path),
        is_assignable=row.is_assignable,
        is_active=row.status == "active",
    )


def _tree(rows: Collection[Row[Any]], counts: Counts) -> list[ConceptNode]:  # Any: see _states
    by_id = {row.concept_id: row for row in rows}

    def node(row: Row[Any]) -> ConceptNode:  # Any: see _states
        content = row.content
        return ConceptNode(
            id=row.concept_id,
            notation=row.notation,
            pref_label=LocalText.model_validate(content["prefLabel"]),
            alt_label=LabelLists.model_validate(content["altLabel"]),
            scope_note=_text(content["scopeNote"]),
            status=content["status"],
            is_assignable=content["isAssignable"],
            service_count=counts.get(row.concept_id, 0),
            children=[node(by_id[key]) for key in content["narrower"]],
        )

    return [node(row) for row in rows if row.depth == 1]


def _concept_out(
    session: Session,
    version: SchemeVersion,
    row: Row[Any],  # Any: see _states
) -> ConceptOut:
    content = row.content
    links = ("broader", "narrower", "related", "replacedBy", "consider")
    named = {key for link in links for key in content[link]} | set(row.path)
    states = session.execute(_states(version.id).where(ConceptInVersion.concept_id.in_(named)))
    refs = {one.concept_id: _ref_of(one) for one in states}
    return ConceptOut(
        id=row.concept_id,
        uuid=stable_uuid("concept", row.concept_id),
        scheme=version.scheme_id,
        version=version.number,
        notation=row.notation,
        status=content["status"],
        is_assignable=content["isAssignable"],
        pref_label=LocalText.model_validate(content["prefLabel"]),
        alt_label=LabelLists.model_validate(content["altLabel"]),
        hidden_label=LabelLists.model_validate(content["hiddenLabel"]),
        definition=_text(content["definition"]),
        scope_note=_text(content["scopeNote"]),
        path=[refs[key] for key in row.path],
        broader=[refs[key] for key in content["broader"]],
        narrower=[refs[key] for key in content["narrower"]],
        related=[refs[key] for key in content["related"]],
        replaced_by=[refs[key] for key in content["replacedBy"]],
        consider=[refs[key] for key in content["consider"]],
    )


def _ref_of(row: Row[Any]) -> ConceptRef:  # Any: see _states
    label = LocalText.model_validate(row.content["prefLabel"])
    return ConceptRef(id=row.concept_id, notation=row.notation, pref_label=label)


def _ref(known: KnownConcept) -> ConceptRef:
    label = LocalText.model_validate(known.pref_label)
    return ConceptRef(id=known.id, notation=known.notation, pref_label=label)


def _text(content: dict[str, str]) -> LocalText | None:
    return LocalText.model_validate(content) if content else None
