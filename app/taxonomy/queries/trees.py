"""Reading a version as a tree."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from app.core.schemas import LocalText
from app.taxonomy.errors import ConceptNotFound
from app.taxonomy.models import ConceptInVersion
from app.taxonomy.queries.states import states_of, text_or_none
from app.taxonomy.queries.versions import version_fields, version_row
from app.taxonomy.schemas import ConceptNode, LabelLists, VersionOut

Counts = Mapping[str, int]


def get_version(
    session: Session, scheme_id: str, version: str = "latest", *, counts: Counts | None = None
) -> VersionOut:
    """Read a version with its tree; ``counts`` are services by concept id, children included.

    Raises:
        SchemeNotFound: there is no such scheme.
        VersionNotFound: the scheme has no such version.

    """
    row = version_row(session, scheme_id, version)
    states = session.execute(states_of(row.id)).all()
    return VersionOut(
        version=row.number,
        note=LocalText.model_validate(row.note) if row.note else None,
        top_concepts=_tree(states, counts or {}),
        **version_fields(row),
    )


def list_children(
    session: Session,
    scheme_id: str,
    concept_id: str,
    *,
    version: str = "latest",
    counts: Counts | None = None,
) -> list[ConceptNode]:
    """Read the concepts directly below one, with everything below them; none below a retired one.

    Raises:
        ConceptNotFound: that version has no such concept.

    """
    row = version_row(session, scheme_id, version)
    if not session.get(ConceptInVersion, (row.id, concept_id)):
        raise ConceptNotFound(f"There is no concept '{concept_id}' in {scheme_id}.")
    waiting = list(get_version(session, scheme_id, version, counts=counts).top_concepts)
    while waiting:
        node = waiting.pop()
        if node.id == concept_id:
            return node.children
        waiting.extend(node.children)
    return []


def _tree(rows: Collection[Row[Any]], counts: Counts) -> list[ConceptNode]:  # Any: see states_of
    by_id = {row.concept_id: row for row in rows}

    def node(row: Row[Any]) -> ConceptNode:  # Any: see states_of
        content = row.content
        return ConceptNode(
            id=row.concept_id,
            notation=row.notation,
            pref_label=LocalText.model_validate(content["prefLabel"]),
            alt_label=LabelLists.model_validate(content["altLabel"]),
            scope_note=text_or_none(content["scopeNote"]),
            status=content["status"],
            is_assignable=content["isAssignable"],
            service_count=counts.get(row.concept_id, 0),
            children=[node(by_id[key]) for key in content["narrower"]],
        )

    return [node(row) for row in rows if row.depth == 1]
