"""Shapes of what entities decide about services after a release of a scheme."""

from datetime import datetime

from app.core.schemas import Schema
from app.taxonomy.concept_names import ConceptName
from app.taxonomy.operations.effects import TaskKind
from app.taxonomy.schemas import ConceptRef


class ChoiceOut(Schema):
    """A service that a release has moved, and the concepts that its entity may choose from.

    ``default`` is where the service stands now, and stays when nobody decides in time;
    ``proposal`` is what the rules of a split say.
    """

    id: str
    kind: TaskKind
    service: str
    scheme: str
    version: str
    concept: ConceptRef
    options: list[ConceptRef]
    proposal: ConceptRef | None
    default: ConceptRef
    due_at: datetime | None
    decided_at: datetime | None
    decided_by: str | None


class TaskDecisionIn(Schema):
    """Which of the options the service goes to."""

    target: ConceptName
