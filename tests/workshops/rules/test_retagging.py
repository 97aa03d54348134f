"""Which target the rules of a split propose for one service, before anything is released."""

from typing import Any

import pytest

from app.taxonomy.operations.effects import Effect
from app.taxonomy.operations.values import Rule
from app.workshops.rules.retagging import Subject, proposed_place
from tests.catalogue import world

CONTENT: Any = world.entry("s-1", world.FULL).content.model_dump(mode="json", by_alias=True)
SUBJECT = Subject("moi", CONTENT)
STANDING = frozenset({"a", "b", "c"})


def split(*rules: Rule, concept: str = "x") -> Effect:
    return Effect("choose", concept, ("a", "b", "c"), "c", rules)


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        (Rule("a", entity="moi"), "a"),
        (Rule("a", entity="paci"), None),
        (Rule("b", keyword="FULL service"), "b"),
        (Rule("b", keyword="an empty one"), None),
        (Rule("a", facet=("audience", "citizen")), "a"),
        (Rule("a", facet=("audience", "visitor")), None),
    ],
)
def test_a_rule_looks_at_entity_words_and_facets(rule: Rule, wanted: str | None) -> None:
    assert proposed_place(SUBJECT, [split(rule)], standing=STANDING) == wanted


def test_the_first_rule_that_fits_speaks() -> None:
    rules = Rule("b", entity="paci"), Rule("a", keyword="service"), Rule("b", entity="moi")

    assert proposed_place(SUBJECT, [split(*rules)], standing=STANDING) == "a"


def test_a_target_that_is_retired_in_the_end_is_not_proposed() -> None:
    rules = Rule("a", entity="moi"), Rule("b", entity="moi")

    assert proposed_place(SUBJECT, [split(*rules)], standing=frozenset({"b"})) == "b"


def test_without_rules_nothing_is_proposed() -> None:
    assert proposed_place(SUBJECT, [split(), split(concept="y")], standing=STANDING) is None
