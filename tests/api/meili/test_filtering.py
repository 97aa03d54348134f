"""Filters turned into conditions: numbers, names of values, and what cannot be filtered by."""

import pytest

from app.api.meili.filtering import MOST_CONDITIONS, MOST_NUMBERS, Filtering
from app.api.meili.grammar import FilterFault, parse
from app.search.conditions import Among, Between, Condition, Either, Every, Filled, Not

pytestmark = pytest.mark.any_database

LABELS = {
    "entity": {
        "moi": {"ar": "وزارة الداخلية", "en": "Ministry of Interior"},
        "moe": {"ar": "وزارة التربية", "en": "Ministry"},
        "moh": {"ar": "وزارة الصحة", "en": "Ministry"},
    }
}


def condition(text: str) -> Condition:
    expression = parse(text)
    assert expression is not None
    return Filtering(LABELS).condition_of(expression)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("entity = moi", Among("entity", ("moi",))),
        ("entity != moi", Not(Among("entity", ("moi",)))),
        ("entity IN [moi, moe]", Among("entity", ("moi", "moe"))),
        ('entityLabel.ar = "وزارة الداخلية"', Among("entity", ("moi",))),
        ("entityLabel.en = Ministry", Among("entity", ("moe", "moh"))),
        ("entityLabel.ar = Ministry", Among("entity", ())),
        ("isFree = true", Among("isFree", ("true",))),
        ("isFree IS NULL", Not(Among("isFree", ("true", "false")))),
        ("id = moi-res18-renew", Among("id", ("moi-res18-renew",))),
        ("minCostFils >= 10.5", Between("minCostFils", 11, None)),
        ("minCostFils > 10.5", Between("minCostFils", 11, None)),
        ("minCostFils > 10", Between("minCostFils", 11, None)),
        ("minCostFils <= 10.5", Between("minCostFils", None, 10)),
        ("minCostFils < 10", Between("minCostFils", None, 9)),
        ("minCostFils < 10.5", Between("minCostFils", None, 10)),
        ("minCostFils 0 TO 5000", Between("minCostFils", 0, 5000)),
        ("minCostFils = 5e3", Either((Between("minCostFils", 5000, 5000),))),
        ("minCostFils = 0.5", Either((Either(),))),
        ("minCostFils > 1e300", Between("minCostFils", 2**53 + 1, None)),
        ("minCostFils IS NULL", Not(Between("minCostFils"))),
        ("modifiedAt >= 10", Between("updated", 10_000_000, None)),
        ("modifiedAt <= 10", Between("updated", None, 10_999_999)),
        ("modifiedAt = 10", Either((Between("updated", 10_000_000, 10_999_999),))),
        ("channel IS EMPTY", Not(Filled("channel"))),
        ("channelLabel.ar IS EMPTY", Not(Filled("channel"))),
        ("channel IS NULL", Either()),
        ("digitalStage IS NULL", Not(Filled("digitalStage"))),
        ("channel EXISTS", Every()),
        (
            "NOT (entity = a OR channel = b)",
            Not(Either((Among("entity", ("a",)), Among("channel", ("b",))))),
        ),
    ],
)  # fmt: skip
def test_an_expression_has_its_meaning(text: str, meant: Condition) -> None:
    assert condition(text) == meant


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour = red", "attribute `colour` is not filterable. Available filterable attributes"),
        ("title.ar = x", "not filterable"),
        ("entityLabel = x", "not filterable"),
        ("entity > 3", "the operator `>` is not allowed for the attribute `entity`"),
        ("entity a TO b", "the operator `TO`"),
        ("minCostFils > much", "`much` is not a number"),
        ("minCostFils = nan", "`nan` is not a number"),
        ("minCostFils = 1_000", "`1_000` is not a number"),
        (f"minCostFils IN [{', '.join(map(str, range(MOST_NUMBERS + 1)))}]", "100 numbers"),
        (" OR ".join(["NOT minCostFils > 5"] * (MOST_NUMBERS + 1)), "100 numbers"),
        ("minCostFils 0 TO inf", "`inf` is not a number"),
        (" OR ".join(["isFree = true"] * (MOST_CONDITIONS + 1)), "more than 500 conditions"),
    ],
)
def test_what_cannot_be_filtered_by_is_refused(text: str, said: str) -> None:
    with pytest.raises(FilterFault) as fault:
        condition(text)

    assert said in str(fault.value)
