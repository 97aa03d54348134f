"""A scheme as values: its canonical form, its snapshot and its tree."""

import hashlib
import random
from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.settings import ROOT
from app.taxonomy.reading_files import state_of
from app.taxonomy.schemas import SchemeFile
from app.taxonomy.state import (
    ConceptState,
    SchemeState,
    canonical,
    digest,
    in_tree_order,
    paths,
    read_snapshot,
    snapshot,
)

words = st.text("ابتab ", min_size=1, max_size=4)
texts = st.dictionaries(st.sampled_from(["ar", "en"]), words)
lists = st.dictionaries(st.sampled_from(["ar", "en"]), st.lists(words, max_size=3).map(tuple))


@st.composite
def states(draw: st.DrawFn) -> SchemeState:
    """Sound trees of up to eight concepts."""
    number = draw(st.integers(1, 8))
    keys = [f"c_{place:012}" for place in range(number)]
    above = {
        key: draw(st.none() | st.sampled_from(keys[:place])) if place else None
        for place, key in enumerate(keys)
    }
    below = {key: tuple(one for one in keys if above[one] == key) for key in keys}
    concepts = {
        key: ConceptState(
            id=key,
            notation=f"n{place}",
            pref_label=draw(texts),
            alt_label=draw(lists),
            hidden_label=draw(lists),
            definition=draw(texts),
            scope_note=draw(texts),
            status=draw(st.sampled_from(["active", "deprecated"])),
            is_assignable=draw(st.booleans()),
            broader=(above[key],) if above[key] else (),
            narrower=below[key],
            related=tuple(draw(st.lists(st.sampled_from(keys), max_size=2))),
            mappings=tuple(draw(st.lists(st.tuples(words, words), max_size=2))),
            replaced_by=tuple(draw(st.lists(st.sampled_from(keys), max_size=2))),
            consider=tuple(draw(st.lists(st.sampled_from(keys), max_size=2))),
        )
        for place, key in enumerate(keys)
    }
    return SchemeState("s", concepts, tuple(key for key in keys if above[key] is None))


def _shuffled(mapping: dict, by: random.Random) -> dict:
    return dict(by.sample(list(mapping.items()), len(mapping)))


@given(states(), st.integers())
def test_the_order_of_input_does_not_change_the_digest(state: SchemeState, seed: int) -> None:
    by = random.Random(seed)

    concepts = {
        key: replace(
            one,
            pref_label=_shuffled(dict(one.pref_label), by),
            alt_label={
                code: tuple(by.sample(found, len(found)))
                for code, found in _shuffled(dict(one.alt_label), by).items()
            },
            related=tuple(by.sample(one.related, len(one.related))),
            mappings=tuple(by.sample(one.mappings, len(one.mappings))),
            replaced_by=tuple(reversed(one.replaced_by)),
            consider=tuple(reversed(one.consider)),
        )
        for key, one in _shuffled(dict(state.concepts), by).items()
    }

    assert snapshot(replace(state, concepts=concepts)) == snapshot(state)
    assert digest(replace(state, concepts=concepts)) == digest(state)


@given(states())
def test_a_snapshot_comes_back_as_it_was_taken(state: SchemeState) -> None:
    text = snapshot(state)

    again = read_snapshot(text)

    assert snapshot(again) == text
    assert canonical(again) == canonical(state)
    assert digest(again) == hashlib.sha256(text.encode()).hexdigest()


@given(states())
def test_the_order_of_siblings_is_part_of_the_content(state: SchemeState) -> None:
    turned = replace(state, top=tuple(reversed(state.top)))

    assert (digest(turned) == digest(state)) == (len(state.top) < 2)


@given(states())
def test_the_tree_is_walked_from_the_top_each_concept_once(state: SchemeState) -> None:
    walked = list(in_tree_order(state))
    lead = paths(state)

    assert sorted(one.id for _, one in walked) == sorted(state.concepts)
    for depth, one in walked:
        assert len(lead[one.id]) == depth
        assert lead[one.id][-1] == one.id
        assert lead[one.id][0] in state.top
    places = {one.id: place for place, (_, one) in enumerate(walked)}
    for one in state.concepts.values():
        below = [places[key] for key in one.narrower]
        assert below == sorted(below)
        assert all(place > places[one.id] for place in below)


def test_a_concept_with_several_parents_follows_its_first() -> None:
    file = {
        "scheme": {"id": "s", "title": {"en": "S"}, "isPolyhierarchical": True},
        "version": {"number": "1.0.0", "title": {"en": "One"}, "issued": "2026-01-01"},
        "concepts": [
            {"id": "c_a00000000000", "notation": "a", "prefLabel": {"en": "A"}},
            {"id": "c_b00000000000", "notation": "b", "prefLabel": {"en": "B"}},
            {
                "id": "c_c00000000000",
                "notation": "c",
                "prefLabel": {"en": "C"},
                "broader": ["c_b00000000000", "c_a00000000000"],
            },
        ],
    }

    state = state_of(SchemeFile.model_validate(file))

    assert paths(state)["c_c00000000000"] == ("c_b00000000000", "c_c00000000000")
    assert [one.notation for _, one in in_tree_order(state)] == ["a", "c", "b"]


@pytest.mark.parametrize(
    ("scheme", "number", "sha256"),
    [
        ("services", 149, "911bc55a28463b62a0c8093e20fb9c0009eceec54c0a1c4a7e00fc7cd9cc8c3a"),
        ("audience", 6, "2d3cb2424654265bf44e852d6f1c3c19209834e9abdeac78392e4015bcd686cf"),
        ("life-event", 32, "44ad0541c999c08fdeabeaa5a6ea485cd6cff612849b2a6b5e206555f62895df"),
        ("business-event", 12, "c425e373db11340026e3fc8b130e0528cb2e176f14db55fc0336d76be27dee89"),
        ("channel", 10, "da47d633fbc0cd323aa21f10eb214e12ab217613de42dbc01dcb3ecfa9e785ad"),
        ("output-type", 17, "bb3c3d8d8297d1db9a9d5299b188f625adc9d80239bcd5c07eb21bc41bd64a26"),
        ("digital-stage", 5, "5fa3736ead8c942027c09be09eb51bd257340852f74b03d592b700f88bc8feb1"),
    ],
)
def test_the_released_files_of_the_demonstration_stay_as_they_are(
    scheme: str, number: int, sha256: str
) -> None:
    content = (ROOT / "taxonomy" / f"{scheme}-1.0.0.json").read_bytes()

    state = state_of(SchemeFile.model_validate(orjson.loads(content)))

    assert (len(state.concepts), digest(state)) == (number, sha256)
