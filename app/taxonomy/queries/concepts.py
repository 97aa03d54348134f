"""Reading concepts, as one version or the latest one has them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from app.core.identity import stable_uuid
from app.core.last_used import LastUsed
from app.core.schemas import LocalText
from app.taxonomy.errors import ConceptNotFound
from app.taxonomy.models import Concept, ConceptInVersion, SchemeVersion
from app.taxonomy.queries.states import states_of, text_or_none
from app.taxonomy.queries.versions import version_row
from app.taxonomy.schemas import ConceptOut, ConceptRef, LabelLists


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


_VERSIONS: LastUsed[tuple[KnownConcept, ...]] = LastUsed(16)
"""The concepts of versions, which never change once they are released; candidates neither."""


def get_concept(
    session: Session, scheme_id: str, concept_id: str, *, version: str = "latest"
) -> ConceptOut:
    """Read a concept as one version has it.

    Raises:
        ConceptNotFound: that version has no such concept.

    """
    row = version_row(session, scheme_id, version)
    found = session.execute(
        states_of(row.id).where(ConceptInVersion.concept_id == concept_id)
    ).one_or_none()
    if found is None:
        raise ConceptNotFound(f"There is no concept '{concept_id}' in {scheme_id} {row.number}.")
    return _concept_out(session, row, found)


def find_scheme_of(session: Session, concept_id: str) -> str | None:
    """Name the scheme that a concept belongs to."""
    return session.scalars(select(Concept.scheme_id).where(Concept.id == concept_id)).one_or_none()


def find_concepts(session: Session, ids: Collection[str]) -> dict[str, KnownConcept]:
    """Read the concepts among ``ids`` as the latest versions of their schemes have them."""
    rows = session.execute(
        _concepts().where(SchemeVersion.is_latest, ConceptInVersion.concept_id.in_(ids))
    )
    return {row.concept_id: _known(row) for row in rows}


def find_concepts_in(
    session: Session, version_id: int, ids: Collection[str]
) -> dict[str, KnownConcept]:
    """Read the concepts among ``ids`` as one version has them."""
    if not ids:
        return {}
    rows = session.execute(
        _concepts().where(SchemeVersion.id == version_id, ConceptInVersion.concept_id.in_(ids))
    )
    return {row.concept_id: _known(row) for row in rows}


def find_refs(session: Session, ids: Collection[str]) -> dict[str, ConceptRef]:
    """Name the concepts among ``ids``, retired ones too, as their latest version has them."""
    return {
        key: ConceptRef(
            id=key,
            notation=known.notation,
            pref_label=LocalText.model_validate(known.pref_label),
        )
        for key, known in find_concepts(session, ids).items()
    }


def list_concepts(
    session: Session, scheme_id: str, *, version: str = "latest"
) -> tuple[KnownConcept, ...]:
    """Read all concepts of a version in tree order.

    Raises:
        SchemeNotFound: there is no such scheme.
        VersionNotFound: the scheme has no such version.

    """
    row = version_row(session, scheme_id, version)
    return _VERSIONS.get(
        (row.scheme_id, row.number, row.sha256), lambda: _concepts_of(session, row.id)
    )


def _concepts_of(session: Session, version_id: int) -> tuple[KnownConcept, ...]:
    rows = session.execute(
        _concepts().where(SchemeVersion.id == version_id).order_by(ConceptInVersion.place)
    )
    return tuple(_known(one) for one in rows)


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


def _concept_out(
    session: Session,
    version: SchemeVersion,
    row: Row[Any],  # Any: see states_of
) -> ConceptOut:
    content = row.content
    links = ("broader", "narrower", "related", "replacedBy", "consider")
    named = {key for link in links for key in content[link]} | set(row.path)
    states = session.execute(states_of(version.id).where(ConceptInVersion.concept_id.in_(named)))
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
        definition=text_or_none(content["definition"]),
        scope_note=text_or_none(content["scopeNote"]),
        path=[refs[key] for key in row.path],
        broader=[refs[key] for key in content["broader"]],
        narrower=[refs[key] for key in content["narrower"]],
        related=[refs[key] for key in content["related"]],
        replaced_by=[refs[key] for key in content["replacedBy"]],
        consider=[refs[key] for key in content["consider"]],
    )


def _ref_of(row: Row[Any]) -> ConceptRef:  # Any: see states_of
    label = LocalText.model_validate(row.content["prefLabel"])
    return ConceptRef(id=row.concept_id, notation=row.notation, pref_label=label)
