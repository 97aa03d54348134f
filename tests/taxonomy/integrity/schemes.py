"""Schemes by chance: sound ones, ways of spoiling them, and some that make no sense at all."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from app.taxonomy.state import ConceptState, SchemeState

ARABIC = ("باب", "بحر", "جبل", "دار", "زهر", "شمس", "صيف", "طير", "عين", "فجر", "قمر", "كتب")
ENGLISH = ("gate", "sea", "hill", "home", "rose", "sun", "heat", "bird", "eye", "dawn", "moon")


def labels(place: int) -> dict[str, str]:
    """Name a concept as no other is named."""
    arabic = " ".join(ARABIC[int(digit)] for digit in str(place))
    english = " ".join(ENGLISH[int(digit)] for digit in str(place))
    return {"ar": arabic, "en": english}


def key_of(place: int) -> str:
    return f"c_{place:012}"


def tree(number: int, fan: int, *, parents: int = 1, related: float = 0.0) -> SchemeState:
    """Build a large sound tree, or with more parents a scheme of several."""
    chance = Random(7)
    above = [_parents(place, fan, parents, chance) for place in range(number)]
    below: list[list[int]] = [[] for _ in range(number)]
    for place, keys in enumerate(above):
        for parent in keys:
            below[parent].append(place)
    concepts = {}
    for place in range(number):
        beside = (key_of(chance.randrange(number)),) if chance.random() < related else ()
        names = labels(place)
        concepts[key_of(place)] = ConceptState(
            id=key_of(place),
            notation=str(place),
            pref_label=names,
            alt_label={code: (f"{text} ا ب", f"{text} a b") for code, text in names.items()},
            definition=names,
            broader=tuple(map(key_of, above[place])),
            narrower=tuple(map(key_of, below[place])),
            related=beside,
        )
    return SchemeState("s", concepts, (key_of(0),))


def _parents(place: int, fan: int, most: int, chance: Random) -> list[int]:
    first = [(place - 1) // fan] if place else []
    others = [chance.randrange(place) for _ in range(most - 1)] if place else []
    return list(dict.fromkeys(first + others))


def built(above: Sequence[Sequence[int]], retired: set[int]) -> SchemeState:
    """Build a scheme from the parents of each concept; retired ones are leaves."""
    top = next(place for place in range(len(above)) if place not in retired)
    concepts = {}
    for place, parents in enumerate(above):
        is_retired = place in retired
        concepts[key_of(place)] = ConceptState(
            id=key_of(place),
            notation=f"n{place}",
            pref_label=labels(place),
            status="deprecated" if is_retired else "active",
            broader=tuple(map(key_of, parents)),
            narrower=tuple(key_of(one) for one, keys in enumerate(above) if place in keys),
            replaced_by=(key_of(top),) if is_retired else (),
        )
    return SchemeState(
        "s", concepts, tuple(key for key, one in concepts.items() if not one.broader)
    )


@st.composite
def sound(draw: st.DrawFn) -> SchemeState:
    """Sound schemes of 3 to 12 concepts, some with several parents or retired leaves."""
    number = draw(st.integers(3, 12))
    above = [
        draw(st.lists(st.integers(0, place - 1), max_size=2, unique=True)) if place else []
        for place in range(number)
    ]
    leaves = set(range(1, number)) - {parent for keys in above for parent in keys}
    retired = draw(st.sets(st.sampled_from(sorted(leaves)))) if leaves else set()
    return with_relation(draw, built(above, retired))


def with_relation(draw: st.DrawFn, state: SchemeState) -> SchemeState:
    """Relate two concepts of which neither stands above the other, where there are any."""
    keys = sorted(state.concepts)
    one, other = draw(st.sampled_from(keys)), draw(st.sampled_from(keys))
    is_above = other in ancestors(state, one) or one in ancestors(state, other)
    if one == other or is_above:
        return state
    return changed(changed(state, one, related=(other,)), other, related=(one,))


def ancestors(state: SchemeState, key: str) -> set[str]:
    """Everything above a concept, in the plainest way."""
    found: set[str] = set()
    waiting = [key]
    while waiting:
        for parent in state.concepts[waiting.pop()].broader:
            if parent in state.concepts and parent not in found:
                found.add(parent)
                waiting.append(parent)
    return found


def changed(state: SchemeState, key: str, **fields: object) -> SchemeState:
    concepts = {**state.concepts, key: replace(state.concepts[key], **fields)}
    return replace(state, concepts=concepts)


Spoil = Callable[[SchemeState, str, str], SchemeState]
"""Spoils a scheme in one concept, or in one and another; the second is not its ancestor."""


def _label(text: str) -> Spoil:
    return lambda state, key, _: changed(
        state, key, pref_label={**state.concepts[key].pref_label, "ar": text}
    )


def _twin(state: SchemeState, key: str, other: str) -> SchemeState:
    below = replace(
        state.concepts[key],
        id="c_twin",
        notation="twin",
        status="active",
        broader=(key,),
        narrower=(),
        related=(),
        replaced_by=(),
    )
    parent = changed(state, key, status="active", replaced_by=(), narrower=())
    parent = changed(parent, key, narrower=(*state.concepts[key].narrower, "c_twin"))
    return replace(parent, concepts={**parent.concepts, "c_twin": below})


def _circle(state: SchemeState, key: str, _: str) -> SchemeState:
    one = state.concepts[key]
    return changed(state, key, broader=(*one.broader, key), narrower=(*one.narrower, key))


def _orphan(state: SchemeState, key: str, _: str) -> SchemeState:
    alone = replace(state.concepts[key], id="c_alone", notation="x", broader=(), narrower=())
    alone = replace(alone, pref_label={"ar": "وحيد", "en": "Alone"}, related=())
    alone = replace(alone, status="active", replaced_by=())  # retired ones stand in no tree
    return replace(state, concepts={**state.concepts, "c_alone": alone})


SPOILS: dict[str, Spoil] = {
    "TAX-DANGLING": lambda state, key, _: changed(state, key, related=("c_nothing",)),
    "TAX-LINK": lambda state, key, other: changed(
        state, key, broader=(*state.concepts[key].broader, other)
    ),
    "TAX-CYCLE": _circle,
    "TAX-ORPHAN": _orphan,
    "TAX-TWICE": lambda state, key, _: replace(state, top=(*state.top, state.top[0])),
    "TAX-SELF": lambda state, key, _: changed(state, key, related=(key,)),
    "TAX-STANDING": lambda state, key, other: changed(
        state, key, status="active", replaced_by=(other,)
    ),
    "TAX-REPLACED": lambda state, key, _: changed(
        state, key, status="deprecated", replaced_by=(key,)
    ),
    "TAX-MAPPING": lambda state, key, other: changed(state, key, mappings=(("closeMatch", other),)),
    "TAX-S46": lambda state, key, _: changed(
        state,
        key,
        mappings=(("exactMatch", "https://x.example/1"), ("broadMatch", "https://x.example/1")),
    ),
    "TAX-LABEL": _label("*"),
    "TAX-SPACE": _label("باب  بحر"),
    "TAX-CONTROL": _label("باب\u0007"),
    "TAX-BIDI": _label("باب\u200f"),
    "TAX-SCRIPT": _label("Gate"),
    "TAX-S13": lambda state, key, _: changed(state, key, alt_label={"ar": ("جسر", "جسر")}),
    "TAX-S14": lambda state, key, _: changed(
        state, key, pref_label={**state.concepts[key].pref_label, "EN": "Bridge"}
    ),
    "TAX-SAME": _twin,
    "TAX-NOTATION": lambda state, key, other: changed(
        state, key, notation=state.concepts[other].notation
    ),
    "TAX-ID": lambda state, key, _: changed(state, key, id="c_other"),
}

words = st.text("ابأة ab.*\u200f\u0007 ", max_size=5)
keys = st.sampled_from(["a", "b", "c", "d", "x", ""])
many_keys = st.lists(keys, max_size=4).map(tuple)
languages = st.sampled_from(["ar", "en", "EN", "fi", "", "und"])
texts = st.dictionaries(languages, words, max_size=3)
lists = st.dictionaries(languages, st.lists(words, max_size=3).map(tuple), max_size=2)
kinds = st.sampled_from(["exactMatch", "broadMatch", "relatedMatch", "odd"])
concepts = st.builds(
    ConceptState,
    id=keys,
    notation=words,
    pref_label=texts,
    alt_label=lists,
    hidden_label=lists,
    definition=texts,
    scope_note=texts,
    status=st.sampled_from(["active", "deprecated"]),
    is_assignable=st.booleans(),
    broader=many_keys,
    narrower=many_keys,
    related=many_keys,
    mappings=st.lists(st.tuples(kinds, keys), max_size=3).map(tuple),
    replaced_by=many_keys,
    consider=many_keys,
)
senseless = st.builds(
    SchemeState, st.just("s"), st.dictionaries(keys, concepts, max_size=5), many_keys
)
