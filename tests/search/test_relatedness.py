"""How near services are by what they share, and how that is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.rules.terms import Term
from app.search.relatedness import (
    SHARED_FACETS,
    Relation,
    Shared,
    likeness_of,
    name_terms,
    nearness_of,
    rarity_of,
    reason_of,
)

TOPIC: Term = ("category", "02.1")
EVENT: Term = ("lifeEvent", "moving")
PAPER: Term = ("evidenceType", "pp")
EVEN = {TOPIC: 1.0, EVENT: 1.0, PAPER: 1.0}


@pytest.mark.parametrize(
    ("shared", "total", "strongest"),
    [
        (Shared(frozenset({TOPIC})), 30.0, Relation.SAME_CONCEPT),
        (Shared(frozenset({TOPIC, EVENT})), 50.0, Relation.SAME_CONCEPT),
        (Shared(frozenset({EVENT, PAPER})), 26.0, Relation.SAME_EVENT),
        (Shared(frozenset({PAPER}), 0.5), 18.0, Relation.SAME_WORDS),
        (Shared(frozenset({PAPER}), 0.25), 12.0, Relation.SAME_EVIDENCE),
    ],
)
def test_what_is_shared_is_weighed(shared: Shared, total: float, strongest: Relation) -> None:
    found = nearness_of(shared, EVEN)

    assert (found.total, found.strongest) == (total, strongest)


def test_what_few_share_tells_more() -> None:
    shares = [rarity_of(EVENT, services, 101) for services in (1, 2, 12, 101)]

    assert [round(one, 2) for one in shares] == [1.0, 0.85, 0.46, 0.1]
    assert rarity_of(TOPIC, 101, 101) == 1.0


@given(
    st.frozensets(st.tuples(st.sampled_from(SHARED_FACETS), st.sampled_from("abc")), max_size=8),
    st.tuples(st.sampled_from(SHARED_FACETS), st.sampled_from("xyz")),
    st.floats(0, 1),
    st.integers(0, 101),
)
def test_sharing_more_is_never_further(
    terms: frozenset[Term], more: Term, words: float, services: int
) -> None:
    rarity = {one: rarity_of(one, services, 101) for one in {*terms, more}}

    less = nearness_of(Shared(terms, words), rarity).total
    assert nearness_of(Shared(terms | {more}, words), rarity).total > less


def test_names_are_alike_by_their_words_however_they_are_written() -> None:
    renewal, other = name_terms("تجديد رخصة القيادة"), name_terms("تجديد رخصه قياده")
    lost = name_terms("بدل فاقد لرخصة القيادة")

    def evenly(_term: str) -> float:
        return 0.5

    assert likeness_of(renewal, other, evenly) == 1.0
    assert 0.3 < likeness_of(renewal, lost, evenly) < 0.6
    assert likeness_of(renewal, name_terms("شهادة ميلاد"), evenly) == 0.0
    assert likeness_of(frozenset(), frozenset(), evenly) == 0.0


def test_rare_words_make_names_more_alike() -> None:
    one, other = frozenset({"renew", "boat"}), frozenset({"issue", "boat"})

    rare = likeness_of(one, other, lambda term: 1.0 if term == "boat" else 0.1)
    common = likeness_of(one, other, lambda term: 0.1 if term == "boat" else 1.0)
    assert rare > 0.6
    assert common < 0.2


def test_a_reason_names_three_of_what_is_shared() -> None:
    labels = [{"ar": f"مستند {n}", "en": f"Paper {n}"} for n in "ABCD"]

    assert reason_of(Relation.SAME_EVIDENCE, labels) == {
        "ar": "تطلب المستندات نفسها: مستند A، مستند B، مستند C",
        "en": "Asks for the same documents: Paper A, Paper B, Paper C",
    }
    assert reason_of(Relation.SAME_EVENT, [{"ar": "الزواج"}])["en"] == "For the same event: الزواج"
    assert {reason_of(one)["en"] for one in Relation if "same" not in one} == {
        "To be completed before this service",
        "Comes after this service, which it requires",
        "Named by the entity as related",
        "Names this service as related",
    }
