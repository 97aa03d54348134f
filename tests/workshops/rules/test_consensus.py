"""The five rules of consensus, with values and with random voices."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workshops.lifecycle import OUTCOMES
from app.workshops.rules import (
    DISPOSITIONS,
    NAMES,
    STANCES,
    Case,
    Disposition,
    RuleName,
    Voice,
    missing,
    tally_of,
    unmet,
)

ENTITIES = ("moi", "paci", "moe", "moh", "kfas")
CASE = Case(outcome="accepted", voices=())


def voice(entity: str, stance: str, *, is_stale: bool = False) -> Voice:
    return Voice(f"po_{entity}", entity, stance, is_stale)  # type: ignore[arg-type]


def codes(rule: RuleName, case: Case) -> list[str]:
    return [reason.code for reason in unmet(rule, case)]


def test_consent_needs_half_of_the_affected_entities() -> None:
    case = replace(
        CASE, affected=frozenset(("moi", "paci", "moe")), voices=(voice("moi", "accept"),)
    )

    [reason] = unmet("consent", case)

    assert reason.code == "CONS-QUORUM"
    assert reason.en == "1 of 3 affected entities have spoken; at least half must."
    assert reason.ar == "تكلمت 1 من 3 جهة متأثرة، والمطلوب نصفها على الأقل."
    assert reason.entities == ("moe", "paci")


def test_half_is_enough_and_an_abstention_is_a_word() -> None:
    case = replace(CASE, affected=frozenset(("moi", "paci")), voices=(voice("moi", "abstain"),))

    assert codes("consent", case) == []


def test_entities_that_are_not_affected_make_no_quorum() -> None:
    case = replace(CASE, affected=frozenset(("moi",)), voices=(voice("moe", "support"),))

    assert codes("consent", case) == ["CONS-QUORUM"]


def test_an_objection_is_sustained_until_it_is_accommodated() -> None:
    case = replace(CASE, voices=(voice("moi", "object"),))
    met = replace(case, dispositions={"po_moi": Disposition("accommodated")})
    answered = replace(case, dispositions={"po_moi": Disposition("addressed")})

    assert codes("consent", case) == ["CONS-OBJECTION"]
    assert codes("consent", answered) == ["CONS-OBJECTION"]
    assert codes("consent", met) == []


def test_rough_consensus_needs_a_disposition_for_every_objection() -> None:
    case = replace(CASE, voices=(voice("moi", "object"), voice("moe", "object")))
    half = replace(case, dispositions={"po_moi": Disposition("out_of_scope")})
    whole = replace(
        case,
        dispositions={"po_moi": Disposition("out_of_scope"), "po_moe": Disposition("addressed")},
    )

    assert codes("rough", half) == ["CONS-DISPOSITION"]
    assert codes("rough", whole) == []


def test_rough_consensus_of_nobody_is_none() -> None:
    assert codes("rough", CASE) == ["CONS-SILENCE"]


def test_a_block_stands_against_everything_but_a_supermajority_and_a_decree() -> None:
    voices = (voice("moi", "block"), voice("moe", "support"), voice("moh", "accept"))
    case = replace(
        CASE, voices=voices, dispositions={"po_moi": Disposition("accommodated")}, has_waited=True
    )

    found = {rule: codes(rule, case) for rule in NAMES}

    assert found == {
        "lazy": ["CONS-BLOCK"],
        "consent": ["CONS-BLOCK"],
        "rough": ["CONS-BLOCK"],
        "supermajority": [],
        "decree": [],
    }


def test_lazy_consensus_waits_until_the_notice_is_over() -> None:
    assert codes("lazy", CASE) == ["CONS-NOTICE"]
    assert codes("lazy", replace(CASE, has_waited=True)) == []
    objected = replace(CASE, has_waited=True, voices=(voice("moi", "object"),))
    assert codes("lazy", objected) == ["CONS-OBJECTION"]


@pytest.mark.parametrize(("supporting", "expected"), [(1, ["CONS-MAJORITY"]), (2, []), (3, [])])
def test_two_thirds_overrule(supporting: int, expected: list[str]) -> None:
    voices = [voice("moi", "object")] + [voice(f"e{n}", "support") for n in range(supporting)]

    assert codes("supermajority", replace(CASE, voices=tuple(voices))) == expected


def test_a_supermajority_is_only_to_overrule() -> None:
    case = replace(CASE, voices=(voice("moe", "support"),))

    assert codes("supermajority", case) == ["CONS-OVERRULE"]


def test_whoever_overrules_lets_the_minority_speak() -> None:
    case = replace(CASE, voices=(voice("moi", "object"),))

    assert [one.code for one in missing("supermajority", case)] == ["CONS-MINORITY"]
    heard = replace(case, minority_statement={"en": "We object."})
    assert missing("supermajority", heard) == ()


def test_a_decree_and_a_lonely_rejection_say_why() -> None:
    rejected = replace(CASE, outcome="rejected")

    assert [one.code for one in missing("decree", CASE)] == ["CONS-REASON"]
    assert missing("decree", replace(CASE, reason={"en": "The law has changed."})) == ()
    assert [one.code for one in missing("consent", rejected)] == ["CONS-REASON"]
    assert missing("consent", replace(rejected, voices=(voice("moi", "object"),))) == ()


def test_conditions_are_named() -> None:
    case = replace(CASE, outcome="accepted_with_conditions")

    assert [one.code for one in missing("consent", case)] == ["CONS-CONDITIONS"]


def test_silence_is_reported_as_silence() -> None:
    case = replace(
        CASE,
        affected=frozenset(("moi", "paci", "moe")),
        voices=(voice("moi", "support"), voice("paci", "support", is_stale=True)),
    )

    tally = tally_of(case)

    assert (tally.support, tally.silent, tally.stale) == (("moi",), ("moe", "paci"), ("paci",))


VOICES = st.dictionaries(
    st.sampled_from(ENTITIES), st.tuples(st.sampled_from(STANCES), st.booleans())
).map(
    lambda said: tuple(
        voice(entity, stance, is_stale=is_stale) for entity, (stance, is_stale) in said.items()
    )
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    voices = draw(VOICES)
    positions = st.sampled_from([one.position for one in voices] or ["none"])
    kinds = st.sampled_from(DISPOSITIONS).map(Disposition)
    texts = st.sampled_from([None, {"en": "Because."}])
    return Case(
        outcome=draw(st.sampled_from(OUTCOMES)),
        voices=voices,
        affected=draw(st.frozensets(st.sampled_from(ENTITIES))),
        dispositions=draw(st.dictionaries(positions, kinds)),
        has_waited=draw(st.booleans()),
        reason=draw(texts),
        conditions=draw(texts),
        minority_statement=draw(texts),
    )


RULES = st.sampled_from(NAMES)


@given(cases(), RULES)
def test_a_stale_position_is_never_counted(case: Case, rule: RuleName) -> None:
    without = replace(case, voices=case.counted)

    assert unmet(rule, case) == unmet(rule, without)
    assert missing(rule, case) == missing(rule, without)


@given(cases(), RULES)
def test_every_affected_entity_is_spoken_or_silent(case: Case, rule: RuleName) -> None:
    tally = tally_of(case)
    sides = (tally.support, tally.accept, tally.abstain, tally.object, tally.block)

    assert case.spoken | case.silent == case.affected
    assert sum(map(len, sides)) == len(case.counted)
    assert not set(tally.silent) & {entity for side in sides for entity in side}


@given(cases(), RULES, st.sampled_from(ENTITIES))
def test_one_more_supporter_never_breaks_an_agreement(
    case: Case, rule: RuleName, entity: str
) -> None:
    others = tuple(one for one in case.voices if one.entity != entity)
    silent = replace(case, voices=others)
    supported = replace(case, voices=(*others, voice(entity, "support")))

    if not unmet(rule, silent):
        assert not unmet(rule, supported)


@given(cases(), st.sampled_from(["lazy", "consent"]), st.sampled_from(ENTITIES))
def test_nothing_is_accepted_over_a_fresh_objection(
    case: Case, rule: RuleName, entity: str
) -> None:
    others = tuple(one for one in case.voices if one.entity != entity)
    opposed = replace(
        case, outcome="accepted", voices=(*others, voice(entity, "object")), dispositions={}
    )

    assert "CONS-OBJECTION" in [one.code for one in unmet(rule, opposed)]


@given(cases(), RULES)
def test_every_refusal_speaks_both_languages(case: Case, rule: RuleName) -> None:
    for reason in (*unmet(rule, case), *missing(rule, case)):
        assert reason.code.startswith("CONS-")
        assert reason.ar.strip()
        assert reason.en.strip()
