"""Every word is kept in the first of its texts, and still earns what it earns in all of them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.documents import Field
from app.search.plan import Stream
from app.search.scoring import FIELD_WEIGHTS, SUPPORT_FIELDS
from app.search.tantivy_layers import LAYERS, TEXT_TOO, in_layers, looked_up, term_field

WORDS = st.frozensets(st.sampled_from("abcdefg"))
TITLES = (Field.TITLE_SHORT, Field.TITLE_MEDIUM, Field.TITLE_LONG)


@st.composite
def documents(draw: st.DrawFn) -> dict[Field, frozenset[str]]:
    terms = {field: draw(WORDS) for field in (*TITLES, *LAYERS)}
    names = (terms[field] for field in (*TITLES, Field.KEYWORD))
    return {**terms, Field.NAME: frozenset().union(*names)}


def best(
    terms: dict[Field, frozenset[str]], weights: dict[Field, float], word: str, *, is_kept: bool
) -> float:
    """Return the most a word earns: as the texts have it, or as it is kept and looked up."""
    kept = in_layers(terms)

    def holds(field: Field) -> bool:
        if is_kept:
            return any(word in kept.get(one, ()) for one in looked_up(field))
        return word in terms[field]

    return max((weight for field, weight in weights.items() if holds(field)), default=0)


@pytest.mark.parametrize("weights", [FIELD_WEIGHTS[Stream.STEM], SUPPORT_FIELDS])
def test_words_are_worth_less_from_layer_to_layer(weights: dict[Field, float]) -> None:
    found = [weights[field] for field in LAYERS]
    assert all(one >= other for one, other in pairwise(found))


@given(documents())
def test_a_word_lies_in_one_layer(terms: dict[Field, frozenset[str]]) -> None:
    kept = in_layers(terms)
    layers = [kept[term_field(field)] for field in LAYERS]
    assert frozenset().union(*layers) == frozenset().union(*(terms[one] for one in LAYERS))
    assert sum(map(len, layers)) == len(frozenset().union(*layers))


@given(documents(), st.sampled_from("abcdefg"), st.sampled_from([Stream.STEM, Stream.SAID]))
def test_a_word_earns_what_it_earns_in_all_texts(
    terms: dict[Field, frozenset[str]], word: str, stream: Stream
) -> None:
    weights = dict(FIELD_WEIGHTS[stream])
    assert best(terms, weights, word, is_kept=True) == best(terms, weights, word, is_kept=False)


@given(documents(), st.sampled_from("abcdefg"))
def test_what_supports_a_word_adds_up_to_the_most_it_may_be(
    terms: dict[Field, frozenset[str]], word: str
) -> None:
    kept = in_layers(terms)
    sums = sum(
        weight for field, weight in SUPPORT_FIELDS.items() if word in kept[term_field(field)]
    )
    assert sums == best(terms, dict(SUPPORT_FIELDS), word, is_kept=False)


@given(documents())
def test_words_of_a_description_are_kept_once_more_where_only_a_label_has_them(
    terms: dict[Field, frozenset[str]],
) -> None:
    beside = terms[Field.LABEL] | terms[Field.ENTITY]
    assert in_layers(terms)[TEXT_TOO] == (terms[Field.TEXT] & beside) - terms[Field.NAME]
