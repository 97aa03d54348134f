"""What is read of operations can be sent back, whatever the operations are."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from app.taxonomy.binding import bind
from app.taxonomy.operations import Draft, Operation, Refused, apply_all
from app.taxonomy.operations.stored import all_to_json
from app.taxonomy.operations.values import DropConcept, Reorder
from app.taxonomy.operations.voices import by_id
from app.taxonomy.showing import added_concepts
from app.workshops.schemas import SentOperations
from app.workshops.sending import with_refs, without_words
from app.workshops.shaping import show_all
from tests.taxonomy.operations.worlds import random_scheme, random_step

SENT: TypeAdapter[SentOperations] = TypeAdapter(SentOperations)


def is_idle(operation: Operation) -> bool:
    """Tell whether nobody could send it: an order of nothing."""
    return isinstance(operation, Reorder) and not operation.new


def written(seed: int) -> tuple[Draft, list[Operation]]:
    """Make a scheme, and a request of several operations that applies to it."""
    dice = random.Random(seed)
    draft = start = random_scheme(dice, size=10)
    operations: list[Operation] = []
    for _ in range(5):
        step = random_step(dice, draft)
        if step and not isinstance(step[1], DropConcept) and not is_idle(step[1]):
            draft = step[0]
            operations.append(step[1])
    return start, operations


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_what_was_read_binds_to_the_very_operations(seed: int) -> None:
    draft, operations = written(seed)
    refs = {f"n-{number}": key for number, key in enumerate(added_concepts(operations), start=1)}
    try:
        apply_all(draft, operations)
        first = bind(
            draft,
            SENT.validate_python(show_all(operations, refs, draft, entity_of=by_id)),
            refs=refs,
        )
    except Refused:
        return  # together, or by people, it cannot be done; nothing to be read then

    again = bind(
        draft,
        SENT.validate_python(show_all(first.operations, refs, draft, entity_of=by_id)),
        refs=first.refs,
    )

    assert all_to_json(again.operations) == all_to_json(first.operations)
    assert [one.op for one in first.operations] == [one.op for one in operations]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32))
def test_operations_are_read_in_both_languages(seed: int) -> None:
    draft, operations = written(seed)

    for shown in show_all(operations, {}, draft, entity_of=by_id):
        assert set(shown["words"]) == {"ar", "en"}
        assert all(text.strip() for text in shown["words"].values())


def test_only_what_reading_adds_is_dropped() -> None:
    sent = [
        {
            "op": "add_concept",
            "prefLabel": {"en": "It stays"},
            "parents": [{"id": "c_1", "notation": "01", "prefLabel": {"en": "It goes"}}],
            "words": {"en": "They go"},
        },
        "no operation",
    ]

    assert without_words(sent) == [
        {
            "op": "add_concept",
            "prefLabel": {"en": "It stays"},
            "parents": [{"id": "c_1", "notation": "01"}],
        },
        "no operation",
    ]
    assert without_words("no list") == "no list"


def test_new_concepts_get_the_first_free_ref() -> None:
    add = {"op": "add_concept", "notation": "1", "prefLabel": {"en": "One"}}
    sent = SENT.validate_python([add, {**add, "ref": "new-1"}, add])

    assert [one.ref for one in with_refs(sent)] == ["new-2", "new-1", "new-3"]  # type: ignore[union-attr]
