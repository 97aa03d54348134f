"""Every rule fires on its bad example and is silent on its good one."""

import re
from collections import Counter

import pytest

from app.taxonomy.integrity import RULES, Rule, rule
from tests.taxonomy.integrity.cases import judged


def by_id(one: Rule) -> str:
    return one.id


@pytest.mark.parametrize("one", RULES, ids=by_id)
def test_a_rule_fires_on_its_bad_example(one: Rule) -> None:
    found = {finding.rule: finding for finding in judged(one.bad)}

    assert found[one.id].severity == one.severity


@pytest.mark.parametrize("one", RULES, ids=by_id)
def test_a_rule_is_silent_on_its_good_example(one: Rule) -> None:
    assert one.id not in {finding.rule for finding in judged(one.good)}


@pytest.mark.parametrize("one", RULES, ids=by_id)
def test_a_good_example_breaks_no_rule_badly(one: Rule) -> None:
    assert [found.rule for found in judged(one.good) if found.severity == "error"] == []


ALONGSIDE = {
    "TAX-CYCLE": {"TAX-ORPHAN"},
    "TAX-SELF": {"TAX-SIBLINGS"},
    "TAX-TWICE": {"TAX-SIBLINGS"},
    "TAX-CONTROL": set(),
}


@pytest.mark.parametrize("one", RULES, ids=by_id)
def test_a_bad_example_breaks_no_other_rule_badly(one: Rule) -> None:
    errors = {found.rule for found in judged(one.bad) if found.severity == "error"}

    assert errors <= {one.id}


@pytest.mark.parametrize("one", RULES, ids=by_id)
def test_the_two_examples_differ(one: Rule) -> None:
    assert one.good != one.bad


def test_the_sound_scheme_breaks_no_rule() -> None:
    assert judged({"concepts": {}}) == []


def test_ids_are_unique_and_shaped_alike() -> None:
    assert max(Counter(one.id for one in RULES).values()) == 1
    assert all(re.fullmatch(r"TAX-[A-Z0-9]{2,12}", one.id) for one in RULES)


def test_ids_that_were_published_stay() -> None:
    known = {
        *("CYCLE", "DANGLING", "ID", "LABEL", "LINK", "LOST", "NOTATION", "PARENTS"),
        *("PATTERN", "REUSED", "S13", "S27", "SELF", "TOP"),
    }

    assert {f"TAX-{one}" for one in known} <= {one.id for one in RULES}


@pytest.mark.parametrize("one", RULES, ids=by_id)
def test_a_rule_says_everything_in_both_languages(one: Rule) -> None:
    for text in (one.title, one.message, one.hint, one.why):
        assert re.search("[\u0621-\u064a]", text.ar)
        assert re.search("[A-Za-z]", text.en)
        assert set(re.findall(r"{(\w+)}", text.ar)) == set(re.findall(r"{(\w+)}", text.en))
    for text in (one.title, one.why):
        assert "{" not in text.ar + text.en
    assert "{concept}" in one.message.en


@pytest.mark.parametrize("one", RULES, ids=by_id)
def test_a_finding_fills_in_everything(one: Rule) -> None:
    for finding in judged(one.bad):
        for texts in (finding.message, finding.hint or {}):
            assert set(texts) == {"ar", "en"}
            assert "{" not in texts["ar"] + texts["en"]


def test_a_finding_names_the_concept_in_each_language() -> None:
    known = rule("TAX-S27")
    assert known is not None

    found = judged(known.bad)[0]

    assert found.pointer == "/concepts/licences"
    assert found.message == {
        "en": "01.1 'Driving licences' is related to 01 'Traffic', and one of the two stands "
        "above the other.",
        "ar": "01.1 «رخص القيادة» مرتبط بـ01 «المرور» وأحدهما أعلى من الآخر.",
    }


def test_a_rule_is_found_by_its_id() -> None:
    found = rule("TAX-SAME")

    assert found is not None
    assert (found.severity, found.family) == ("error", "labels")
    assert rule("TAX-NOTHING") is None
