"""Resolving codes, also those that were retired."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.schemas import LocalText
from app.taxonomy.errors import ConceptNotFound
from app.taxonomy.models import Notation
from app.taxonomy.queries.concepts import KnownConcept, find_concepts
from app.taxonomy.queries.fates import get_fates
from app.taxonomy.queries.versions import get_scheme
from app.taxonomy.schemas import ConceptRef, NotationOut
from app.taxonomy.succeeding import Fate


def get_notation(session: Session, scheme_id: str, code: str) -> NotationOut:
    """Resolve a code, also one that was retired.

    Raises:
        ConceptNotFound: the code was never used in this scheme.

    """
    get_scheme(session, scheme_id)
    row = session.get(Notation, (scheme_id, code))
    if row is None:
        raise ConceptNotFound(f"The notation '{code}' was never used in '{scheme_id}'.")
    fate = get_fates(session, scheme_id).get(row.concept_id, Fate((), None))
    named = {row.concept_id, *fate.targets, *((fate.default,) if fate.default else ())}
    known = find_concepts(session, named)
    return NotationOut(
        scheme=scheme_id,
        notation=code,
        is_retired=row.retired_in is not None,
        first_version=row.first_version,
        retired_in=row.retired_in,
        concept=_ref(known[row.concept_id]),
        status="active" if known[row.concept_id].is_active else "deprecated",
        successors=[_ref(known[one]) for one in fate.targets],
        default=_ref(known[fate.default]) if fate.default else None,
    )


def find_concept_ids(session: Session, scheme_id: str, codes: Collection[str]) -> dict[str, str]:
    """Map the notations among ``codes`` that exist, retired ones too, to concept ids."""
    rows = session.execute(
        select(Notation.code, Notation.concept_id).where(
            Notation.scheme_id == scheme_id, Notation.code.in_(codes)
        )
    )
    return {row.code: row.concept_id for row in rows}


def find_coded_concepts(
    session: Session, codes: Collection[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """Map pairs of a scheme and a notation of it, retired ones too, to concept ids."""
    if not codes:
        return {}
    # One question for all schemes: it also finds pairs that nobody asked for.
    rows = session.execute(
        select(Notation.scheme_id, Notation.code, Notation.concept_id).where(
            Notation.scheme_id.in_({scheme for scheme, _ in codes}),
            Notation.code.in_({code for _, code in codes}),
        )
    )
    found = {(row.scheme_id, row.code): row.concept_id for row in rows}
    return {pair: found[pair] for pair in codes if pair in found}


def _ref(known: KnownConcept) -> ConceptRef:
    label = LocalText.model_validate(known.pref_label)
    return ConceptRef(id=known.id, notation=known.notation, pref_label=label)
