"""Every rule fires on its bad example and is silent on its good one."""

import re
from collections import Counter

import pytest
from pydantic import ValidationError

from app.catalogue.schemas.content import ServiceContent
from app.submissions.rules import (
    RULES,
    Context,
    Rule,
    all_rules,
    find,
    has_errors,
    rule,
    shape_rules,
)
from app.submissions.rules.examples import completed
from app.submissions.rules.shapes import shape_findings
from tests.submissions.rules.catalogue import TODAY, as_kept, entry, judged, known

REFUSED_BY_SHAPE = {"TEXT-02"}
MENDED_WHEN_KEPT = {"TEXT-04"}


def by_id(one: Rule) -> str:
    return one.id


def found(one: Rule, kind: str) -> list[str]:
    subject, context = judged(one.good if kind == "good" else one.bad)
    return [finding.rule for finding in find(subject, context)]


def test_there_are_well_over_forty_rules() -> None:
    assert len(RULES) == 126
    assert len(all_rules()) == 138


@pytest.mark.parametrize("one", RULES, ids=by_id)
def test_a_rule_fires_on_its_bad_example(one: Rule) -> None:
    assert one.id in found(one, "bad")


@pytest.mark.parametrize("one", RULES, ids=by_id)
def test_a_rule_is_silent_on_its_good_example(one: Rule) -> None:
    assert one.id not in found(one, "good")


@pytest.mark.parametrize("one", RULES, ids=by_id)
def test_a_good_example_breaks_no_other_rule_badly(one: Rule) -> None:
    subject, context = judged(one.good)

    assert not has_errors(find(subject, context))


@pytest.mark.parametrize("one", RULES, ids=by_id)
def test_the_examples_are_content_that_the_catalogue_accepts(one: Rule) -> None:
    as_kept(completed(one.good.content))
    if one.id not in REFUSED_BY_SHAPE:
        as_kept(completed(one.bad.content))


@pytest.mark.parametrize(
    "one", [one for one in RULES if one.id not in REFUSED_BY_SHAPE | MENDED_WHEN_KEPT], ids=by_id
)
def test_kept_content_is_judged_like_what_was_sent(one: Rule) -> None:
    _, context = judged(one.bad)
    kept = entry(as_kept(completed(one.bad.content)))

    assert one.id in [finding.rule for finding in find(kept, context)]


@pytest.mark.parametrize("one", shape_rules.RULES, ids=by_id)
def test_a_shape_is_refused_by_its_rule(one: Rule) -> None:
    as_kept(completed(one.good.content))

    with pytest.raises(ValidationError) as refused:
        ServiceContent.model_validate(completed(one.bad.content))

    assert [finding.rule for finding in shape_findings(refused.value)] == [one.id]


@pytest.mark.parametrize("one", shape_rules.RULES, ids=by_id)
def test_a_shape_is_not_looked_for_in_content_that_was_accepted(one: Rule) -> None:
    assert list(one.check(*judged(one.good))) == []


@pytest.mark.parametrize("one", all_rules(), ids=by_id)
def test_a_rule_says_everything_in_both_languages(one: Rule) -> None:
    for text in (one.message, one.hint, one.why):
        assert re.search("[\u0621-\u064a]", text.ar)
        assert re.search("[A-Za-z]", text.en)
        assert text.ar != text.en
        assert set(re.findall(r"{(\w+)}", text.ar)) == set(re.findall(r"{(\w+)}", text.en))


def test_the_sound_entry_breaks_no_rule() -> None:
    assert find(entry(completed({})), Context(known(), TODAY)) == []


def test_ids_are_unique_and_shaped_alike() -> None:
    assert max(Counter(one.id for one in all_rules()).values()) == 1
    assert all(re.fullmatch(r"[A-Z]+-\d\d", one.id) for one in all_rules())


def test_a_rule_is_found_by_its_id() -> None:
    found = rule("COST-03")

    assert found is not None
    assert (found.severity, found.family) == ("error", "COST")
    assert rule("NONE-99") is None
