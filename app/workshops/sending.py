"""Operations as they may be sent: what was read can be sent back as it is. Pure.

Reading adds words and labels for people; they say nothing, and are dropped here. New
concepts get a ``ref`` where none was given, so that they keep their ids when the operations
are sent again.
"""

from collections.abc import Sequence

from app.taxonomy.operation_schemas import AddConceptIn, OperationIn, PromoteLabelIn
from app.taxonomy.term_schemas import AddTermGroupIn

_NAMES = frozenset(("id", "notation", "ref"))
NEWCOMERS = (AddConceptIn, AddTermGroupIn, PromoteLabelIn)


def without_words(sent: object) -> object:
    """Drop from operations what only reading has added; anything else stays as it is."""
    if not isinstance(sent, list):
        return sent
    return [_operation(one) for one in sent]


def with_refs(sent: Sequence[OperationIn]) -> list[OperationIn]:
    """Give every newcomer a ``ref``: ``new-1`` and so on, where the sender gave none."""
    taken = {one.ref for one in sent if isinstance(one, NEWCOMERS) and one.ref}
    free = (f"new-{number}" for number in range(1, len(sent) + len(taken) + 1))
    names = (name for name in free if name not in taken)
    return [
        one.model_copy(update={"ref": next(names)})
        if isinstance(one, NEWCOMERS) and one.ref is None
        else one
        for one in sent
    ]


def _operation(sent: object) -> object:
    if not isinstance(sent, dict):
        return sent
    return {key: _nameless(value) for key, value in sent.items() if key != "words"}


def _nameless(value: object) -> object:
    """Drop the label of every concept that is named by something else."""
    if isinstance(value, list):
        return [_nameless(one) for one in value]
    if not isinstance(value, dict):
        return value
    names = _NAMES & value.keys()
    return {key: _nameless(one) for key, one in value.items() if not (names and key == "prefLabel")}
