"""A lexicon is a value: what it holds, how it is written down, and what must hold in it."""

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.taxonomy.lexicon.integrity import doubts, faults
from app.taxonomy.lexicon.reading_files import state_of
from app.taxonomy.lexicon.schemas import LexiconFile
from app.taxonomy.lexicon.state import (
    LexiconState,
    Term,
    TermGroup,
    digest,
    read_snapshot,
    snapshot,
    term_key,
)
from tests.taxonomy.lexicon.files import LICENCE, group, lexicon_file, term

ROOF = Term("سقف", "ar", "msa")
ROOFS = TermGroup("g_dddddddddddd", {"ar": "سقف", "en": "Roof"}, "housing", (ROOF, ROOF))


def state(*groups: TermGroup) -> LexiconState:
    return LexiconState({one.id: one for one in groups})


def read(file: dict[str, object]) -> LexiconState:
    return state_of(LexiconFile.model_validate(file))


def rules(*terms: Term, **changes: object) -> list[str]:
    return [found.rule for found in faults(state(replace(ROOFS, terms=terms, **changes)))]


def test_a_state_is_read_back_from_its_snapshot() -> None:
    found = read(lexicon_file())

    assert read_snapshot(snapshot(found)) == found
    assert digest(found) == hashlib.sha256(snapshot(found).encode()).hexdigest()
    assert found.term_count == 9


def test_the_order_of_groups_does_not_change_the_digest() -> None:
    found = read(lexicon_file())

    turned = LexiconState(dict(reversed(found.groups.items())))

    assert digest(turned) == digest(found)


def test_spellings_that_search_does_not_tell_apart_are_one_term() -> None:
    assert term_key("  رخصة   القيادة ") == term_key("رُخصه القياده") == "رخصه القياده"
    assert term_key("E-Services") == "e services"


def test_replacing_a_group_leaves_the_others_and_the_old_state_alone() -> None:
    before = read(lexicon_file())

    after = before.with_group(ROOFS)

    assert ROOFS.id in after.groups
    assert ROOFS.id not in before.groups
    assert after.groups[LICENCE] is before.groups[LICENCE]


def test_a_term_takes_the_place_of_the_one_of_its_spelling() -> None:
    found = read(lexicon_file()).groups[LICENCE]

    changed = found.with_term(Term("لِيسن", "ar", "gulf", direction="one_way"))
    longer = found.with_term(Term("إجازة سوق", "ar", "gulf"))

    assert [one.direction for one in changed.terms] == ["both", "one_way", "both", "one_way"]
    assert [one.text for one in longer.terms][-1] == "إجازة سوق"
    assert longer.find("اجازه سوق") == longer.terms[-1]
    assert found.find("nothing") is None


def test_a_sound_lexicon_has_no_faults() -> None:
    assert faults(read(lexicon_file())) == []


@pytest.mark.parametrize(
    ("terms", "rule"),
    [
        ([ROOF], "LEX-TERMS"),
        ([ROOF, Term("سقف ", "ar", "gulf")], "LEX-TWICE"),
        ([ROOF, Term("؟!", "ar", "msa")], "LEX-WORDS"),
        ([ROOF, Term("a b c d e f g", "en", "en")], "LEX-WORDS"),
        ([ROOF, Term("roof", "ar", "en")], "LEX-LANG"),
        ([ROOF, Term("roof", "en", "en", weight=0)], "LEX-WEIGHT"),
        ([replace(ROOF, direction="one_way"), replace(ROOF, text="roof", lang="en",
          direction="one_way")], "LEX-ONEWAY"),
    ],
)  # fmt: skip
def test_a_fault_names_its_rule(terms: list[Term], rule: str) -> None:
    assert rule in rules(*terms)


def test_a_group_is_titled_in_both_languages() -> None:
    assert rules(ROOF, Term("roof", "en", "en"), title={"ar": "سقف"}) == ["LEX-TITLE"]


def test_a_group_that_was_released_is_never_lost() -> None:
    found = faults(LexiconState(), before=state(ROOFS))

    assert [(one.rule, one.pointer) for one in found] == [("LEX-LOST", "/groups/g_dddddddddddd")]


def test_a_retired_group_may_lead_nowhere() -> None:
    retired = [replace(ROOF, status="retired"), Term("roof", "en", "en", status="retired")]

    assert rules(*retired) == []


def test_a_term_in_two_groups_is_only_doubtful() -> None:
    other = group("g_eeeeeeeeeeee", term("ليسن"), term("permit"), title="Permit")
    found = read(lexicon_file("1.0.0", *lexicon_file()["groups"], other))

    [doubt] = doubts(found)

    assert faults(found) == []
    assert (doubt.rule, doubt.severity) == ("LEX-SHARED", "warning")
    assert "'Licence', 'Permit'" in doubt.message["en"]


@given(st.text(max_size=50))
def test_a_key_of_a_key_is_the_key(text: str) -> None:
    assert term_key(term_key(text)) == term_key(text)
