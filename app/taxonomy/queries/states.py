"""What concepts are in one version, as rows in tree order."""

from typing import Any

from sqlalchemy import Select, select

from app.core.schemas import LocalText
from app.taxonomy.models import ConceptInVersion


def states_of(version_id: int) -> Select[Any]:  # Any: the columns of the row
    """Choose what the concepts are in one version, in tree order."""
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


def text_or_none(content: dict[str, str]) -> LocalText | None:
    """Read a text that may be missing."""
    return LocalText.model_validate(content) if content else None
