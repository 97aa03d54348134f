"""Operations on the lexicon: undone exactly, alike in any order, kept as JSON."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.taxonomy.lexicon.state import LexiconState, Term, TermGroup, digest
from app.taxonomy.operations import Applied, Draft, Refused, apply, apply_all, values
from app.taxonomy.operations.comparing import inverse
from app.taxonomy.operations.conflicts import verdict
from app.taxonomy.operations.draft import open_lexicon
from app.taxonomy.operations.levels import level_of
from app.taxonomy.operations.rebasing import rebase
from app.taxonomy.operations.stored import all_from_json, all_to_json
from app.taxonomy.operations.values import Operation
from app.taxonomy.operations.wording import in_words
from tests.taxonomy.operations.small import small

WORDS = ("رخصة", "ليسن", "إجازة سوق", "licence", "permit", "لیسن", "leisan", "رخصه")
TITLE = {"ar": "رخصة القيادة", "en": "Driving licence"}
seeds = st.integers(min_value=0, max_value=2**32)


def term(text: str, **fields: object) -> Term:
    language = "en" if text.isascii() else "ar"
    return Term(text, language, "gulf", **fields)  # type: ignore[arg-type]


def lexicon(*terms: Term, key: str = "g_licence") -> Draft:
    group = TermGroup(key, TITLE, "traffic", terms)
    return open_lexicon("lexicon", LexiconState({key: group}))


def licences() -> Draft:
    return lexicon(term("رخصة"), term("ليسن"), term("licence"))


def random_lexicon(dice: random.Random) -> Draft:
    groups = {}
    for number in range(3):
        chosen = dice.sample(WORDS[:6], k=3)
        terms = [term(chosen[0]), term(chosen[1])]
        terms.append(term(chosen[2], status=dice.choice(["active", "retired"])))
        groups[f"g_{number}"] = TermGroup(f"g_{number}", TITLE, "traffic", tuple(terms))
    return open_lexicon("lexicon", LexiconState(groups))


def random_request(dice: random.Random, draft: Draft, steps: int) -> list[Operation]:
    """Some operations that the draft accepts together."""
    found: list[Operation] = []
    for _ in range(steps):
        tried = [*found, dice.choice(KINDS)(dice, draft)]
        try:
            apply_all(draft, tried)
        except Refused:
            continue
        found = tried
    return found


def _group(dice: random.Random, draft: Draft) -> str:
    return dice.choice(sorted(draft.lexicon.groups))


def _add(dice: random.Random, draft: Draft) -> Operation:
    word, way = dice.choice(WORDS), dice.choice(["both", "one_way"])
    said = term(word)
    return values.AddTerm(_group(dice, draft), word, said.lang, "msa", way)  # type: ignore[arg-type]


def _remove(dice: random.Random, draft: Draft) -> Operation:
    group = draft.lexicon.groups[_group(dice, draft)]
    return values.RemoveTerm(group.id, dice.choice(group.terms))


def _turn(dice: random.Random, draft: Draft) -> Operation:
    old = dice.choice(["both", "one_way"])
    new = "one_way" if old == "both" else "both"
    return values.SetTermDirection(_group(dice, draft), dice.choice(WORDS), old, new)  # type: ignore[arg-type]


def _group_of_two(dice: random.Random, _: Draft) -> Operation:
    terms = (term(dice.choice(WORDS[:3])), term(dice.choice(WORDS[3:6])))
    return values.AddTermGroup(f"g_{dice.randrange(3, 6)}", TITLE, "traffic", terms)


KINDS: list[Callable[[random.Random, Draft], Operation]] = [_add, _remove, _turn, _group_of_two]


@settings(max_examples=300, deadline=None)
@given(seeds)
def test_what_was_done_is_undone_exactly(seed: int) -> None:
    dice = random.Random(seed)
    start = random_lexicon(dice)
    middle = apply_all(start, random_request(dice, start, 4)).draft
    applied = apply_all(middle, random_request(dice, middle, 5))

    undone = apply_all(applied.draft, inverse(middle, applied))

    assert digest(undone.draft.lexicon) == digest(middle.lexicon)


@settings(max_examples=400, deadline=None)
@given(seeds)
def test_both_orders_give_the_same_or_one_is_refused(seed: int) -> None:
    dice = random.Random(seed)
    draft = random_lexicon(dice)
    one, other = random_request(dice, draft, 3), random_request(dice, draft, 3)

    found = verdict(draft, one, other)

    assert "OP-DIFFER" not in [reason.code for reason in found.reasons]


@given(seeds)
def test_operations_survive_as_json_and_can_be_said(seed: int) -> None:
    dice = random.Random(seed)
    operations = random_request(dice, random_lexicon(dice), 6)

    assert all_from_json(all_to_json(operations)) == operations
    for one in operations:
        assert all(in_words(one, lambda _: TITLE)[language] for language in ("ar", "en"))


def terms_of(applied: Applied) -> list[tuple[str, str]]:
    return [(one.text, one.status) for one in applied.draft.lexicon.groups["g_licence"].terms]


def test_what_was_released_is_retired_and_what_is_new_is_taken_back() -> None:
    added = apply(licences(), values.AddTerm("g_licence", "leisan", "en", "translit"))
    assert terms_of(added)[-1] == ("leisan", "active")

    removed = apply_all(
        added.draft,
        [
            values.RemoveTerm("g_licence", Term("leisan", "en", "translit")),
            values.RemoveTerm("g_licence", term("ليسن")),
        ],
    )
    assert terms_of(removed) == [("رخصة", "active"), ("ليسن", "retired"), ("licence", "active")]

    back = apply(removed.draft, values.AddTerm("g_licence", "ليسن", "ar", "gulf", "one_way"))
    assert terms_of(back)[1] == ("ليسن", "active")


def test_new_terms_commute_and_stand_in_the_order_of_their_spelling() -> None:
    one = [values.AddTerm("g_licence", "permit", "en", "en")]
    other = [values.AddTerm("g_licence", "leisan", "en", "translit")]

    assert verdict(licences(), one, other).kind == "commute"
    both = apply_all(licences(), [*one, *other])
    assert [text for text, _ in terms_of(both)][-2:] == ["leisan", "permit"]


REFUSED = [
    ("no such group", values.AddTerm("g_none", "x", "en", "en"), "OP-UNKNOWN"),
    ("it is there", values.AddTerm("g_licence", "رخصه", "ar", "msa"), "OP-THERE"),
    ("no such term", values.RemoveTerm("g_licence", term("permit")), "OP-UNKNOWN"),
    ("another term", values.RemoveTerm("g_licence", term("ليسن", weight=0.5)), "OP-OLD"),
    (
        "another direction",
        values.SetTermDirection("g_licence", "ليسن", "one_way", "both"),
        "OP-OLD",
    ),
    ("nothing changes", values.SetTermDirection("g_licence", "ليسن", "both", "both"), "OP-NOTHING"),
    ("a released group", values.DropTermGroup("g_licence"), "OP-RELEASED"),
    ("the letters of another language", values.AddTerm("g_licence", "x", "ar", "en"), "LEX-LANG"),
    ("nothing but signs", values.AddTerm("g_licence", "!!", "en", "en"), "LEX-WORDS"),
    ("the id is in use", values.AddTermGroup("g_licence", TITLE, "traffic", ()), "OP-ID"),
    ("one term", values.AddTermGroup("g_x", TITLE, "traffic", (term("x"),)), "LEX-TERMS"),
    ("concepts", values.AddConcept("c_x", (), "1", TITLE), "OP-SCHEME"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "operation", "code"), REFUSED, ids=[one[0] for one in REFUSED])
def test_it_is_refused(why: str, operation: Operation, code: str) -> None:
    with pytest.raises(Refused) as refused:
        apply(licences(), operation)

    assert [one.code for one in refused.value.refusals] == [code]


def test_a_scheme_has_no_terms() -> None:
    with pytest.raises(Refused) as refused:
        apply(small(), values.AddTerm("health", "x", "en", "en"))

    assert refused.value.refusals[0].code == "OP-SCHEME"


def test_a_direction_that_somebody_else_has_turned_is_rebased() -> None:
    moved = lexicon(term("رخصة"), term("ليسن", direction="one_way"))
    asked = values.SetTermDirection("g_licence", "ليسن", "both", "one_way")

    [item] = rebase(moved, [asked]).items

    assert (item.field, item.base, item.theirs, item.ours) == (
        "direction",
        "both",
        "one_way",
        "one_way",
    )


@pytest.mark.parametrize(
    ("operation", "level"),
    [
        (values.SetTermDirection("g_licence", "ليسن", "both", "one_way"), "patch"),
        (values.AddTerm("g_licence", "permit", "en", "en"), "minor"),
        (values.RemoveTerm("g_licence", term("ليسن")), "minor"),
    ],
)
def test_the_level_of_a_release(operation: Operation, level: str) -> None:
    found, because = level_of(apply(licences(), operation), [operation])

    assert found == level
    assert TITLE["ar"] in because[0].ar
