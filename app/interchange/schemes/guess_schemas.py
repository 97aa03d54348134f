"""What is guessed from an edited file of a scheme, as it is answered."""

from typing import Any

from pydantic import Field

from app.core.schemas import LocalText, Schema


class ReasonOut(Schema):
    """Why something was guessed; 100 percent where nothing had to be."""

    code: str
    confidence_percent: int = Field(ge=0, le=100)
    text: LocalText


class GuessedOperation(Schema):
    """An operation in the form in which it can be sent, in words, and why it was guessed."""

    operation: dict[str, Any]  # Any: as in a change request
    words: LocalText
    reason: ReasonOut


class NoticeOut(Schema):
    """Something in the file that was left out or looks wrong."""

    severity: str
    rule: str
    pointer: str
    message: LocalText


class GuessCounts(Schema):
    """What became of rows and of concepts."""

    rows: int
    known: int
    added: int
    gone: int


class LevelOut(Schema):
    """The level that a release of these operations would have at most, and why."""

    level: str
    because: list[LocalText]


class GuessOut(Schema):
    """The operations that make the draft what the file says; nothing is saved.

    ``operations`` of a change request are the ``operation`` of each, in this order.
    """

    scheme: str
    version: str
    level: LevelOut
    counts: GuessCounts
    operations: list[GuessedOperation]
    findings: list[NoticeOut]
