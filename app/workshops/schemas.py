"""Shapes of change requests: what comes in."""

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from app.core.schemas import Code, LocalText, Moment, Schema
from app.taxonomy.operation_schemas import MOST_OPERATIONS, OperationIn
from app.workshops.lifecycle import Outcome
from app.workshops.rules.values import DispositionKind, RuleName, Stance
from app.workshops.sending import without_words

MOST_MENTIONS = 50
MOST_DISPOSITIONS = 1_000
_ARABIC = re.compile(r"[\u0600-\u06ff]")
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def _by_language(text: object) -> object:
    if isinstance(text, str):
        return {"ar" if _ARABIC.search(text) else "en": text}
    return text


Said = Annotated[LocalText, BeforeValidator(_by_language)]
"""What somebody says: a text keyed by language, or a plain one in Arabic or English."""
SentOperations = Annotated[
    list[OperationIn],
    Field(min_length=1, max_length=MOST_OPERATIONS),
    BeforeValidator(without_words),
]
"""Operations as they are sent; what reading adds to them is dropped."""


class ChangeRequestIn(Schema):
    """A change of a scheme that somebody proposes, at first as a draft."""

    scheme: Code
    workshop: Code | None = None
    title: LocalText
    rationale: LocalText | None = None
    operations: SentOperations


class ChangeRequestPatch(Schema):
    """Other words for a change request; languages that are left out stay as they are."""

    title: LocalText | None = None
    rationale: LocalText | None = None
    workshop: Code | None = None


class OperationsIn(Schema):
    """The operations of a change request, whole."""

    operations: SentOperations


class PositionIn(Schema):
    """Where an entity stands; ``operationsDigest`` names the operations that it has read."""

    entity: Code
    stance: Stance
    reason: Said | None = None
    proposed_change: Said | None = None
    operations_digest: Digest | None = None


class CommentIn(Schema):
    """Something said about a change request, or in reply to what was said."""

    text: Said
    in_reply_to: Code | None = None
    mentions: list[Code] = Field(default_factory=list, max_length=MOST_MENTIONS)


class ReasonIn(Schema):
    """Why something is done; some actions need it."""

    reason: Said | None = None


class CallIn(Schema):
    """A consensus call; notice is given until a time, by default for a week."""

    until: Moment | None = None


class SupersedeIn(Schema):
    """Which change request takes the place of another."""

    by: Code
    reason: Said | None = None


class DispositionIn(Schema):
    """What became of an objection: it was met by a change, answered, or is about something else."""

    position: Code
    disposition: DispositionKind
    reason: Said


class DecisionIn(Schema):
    """A decision; ``operationsDigest`` names the operations that are decided on."""

    outcome: Outcome
    rule: RuleName = "consent"
    dispositions: list[DispositionIn] = Field(default_factory=list, max_length=MOST_DISPOSITIONS)
    reason: Said | None = None
    conditions: Said | None = None
    minority_statement: Said | None = None
    operations_digest: Digest | None = None


class ChoiceIn(Schema):
    """How one operation goes on whose place in the draft has changed.

    ``ours`` keeps it, over what the draft holds now; ``theirs`` leaves it out.
    """

    index: int = Field(ge=0, lt=MOST_OPERATIONS)
    choice: Literal["ours", "theirs"]


class RebaseIn(Schema):
    """How the operations go on: by choices, or written anew."""

    choices: list[ChoiceIn] = Field(default_factory=list, max_length=MOST_OPERATIONS)
    operations: SentOperations | None = None
