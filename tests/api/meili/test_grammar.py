"""Filters as Meilisearch's language has them, read into trees, and no crash whatever is sent."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.api.meili.filtering import Filtering, read_filter
from app.api.meili.grammar import (
    DEEPEST,
    All,
    AnyOf,
    Compared,
    Expression,
    FilterFault,
    Listed,
    Negated,
    Presence,
    Ranged,
    parse,
)

A, B, C = (Compared(name, "=", "1") for name in "abc")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a = 1", A),
        ("a=1", A),
        ('"a"="1"', A),
        ("'a' = '1'", A),
        ("a = 1 OR b = 1 AND c = 1", AnyOf((A, All((B, C))))),
        ("(a = 1 OR b = 1) AND c = 1", All((AnyOf((A, B)), C))),
        ("NOT a = 1 AND b = 1", All((Negated(A), B))),
        ("NOT (a = 1 AND b = 1)", Negated(All((A, B)))),
        ("NOT NOT a = 1", Negated(Negated(A))),
        ("a IN [1, 'two words', x/y]", Listed("a", ("1", "two words", "x/y"))),
        ("a IN []", Listed("a", ())),
        ("a IN [1,]", Listed("a", ("1",))),
        ("a NOT IN [1]", Negated(Listed("a", ("1",)))),
        ("a 0 TO 9.5", Ranged("a", "0", "9.5")),
        ("a >= -5", Compared("a", ">=", "-5")),
        ("a != وزارة", Compared("a", "!=", "وزارة")),
        ("a EXISTS", Presence("a", "EXISTS")),
        ("a NOT EXISTS", Negated(Presence("a", "EXISTS"))),
        ("a IS NULL", Presence("a", "NULL")),
        ("a IS NOT EMPTY", Negated(Presence("a", "EMPTY"))),
        ('a = "say \\"yes\\" \\\\ no"', Compared("a", "=", 'say "yes" \\ no')),
        ('a = "OR"', Compared("a", "=", "OR")),
        ('entityLabel.ar = "وزارة الداخلية"', Compared("entityLabel.ar", "=", "وزارة الداخلية")),
        ("  \n ", None),
    ],
)
def test_a_filter_is_read(text: str, tree: Expression | None) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a", "operator"),
        ("a =", "a value"),
        ("a = 1 b = 2", "AND, OR or the end"),
        ("a = OR", "a value"),
        ("(a = 1", "at the end"),
        ("a = 1)", "`)`"),
        ("a IN [1", "at the end"),
        ("a IN 1", "["),
        ("a IS 1", "NULL or EMPTY"),
        ('a = "open', 'at 4: `"open` cannot be read'),
        ("a CONTAINS b", "not offered"),
        ("a STARTS WITH b", "not offered"),
        ("_geoRadius(1, 2, 3)", "place on the map"),
        ("_geoBoundingBox([1, 2], [3, 4])", "place on the map"),
        ("a & b", "cannot be read"),
        ("(" * 200 + "a = 1" + ")" * 200, "levels deep"),
        ("NOT " * 200 + "a = 1", "levels deep"),
        ("a = 1 OR " * 2000 + "a = 1", "words and signs"),
    ],
)
def test_what_is_no_filter_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(FilterFault) as fault:
        parse(text)

    assert said in str(fault.value)


def test_the_deepest_filter_is_read() -> None:
    assert parse("(" * DEEPEST + "a = 1" + ")" * DEEPEST) == A


def test_the_outer_list_is_joined_by_and_an_inner_one_by_or() -> None:
    assert read_filter(['"a"="1"', ['"b"="1"', '"c"="1"']]) == All((A, AnyOf((B, C))))
    assert read_filter(["a = 1 OR b = 1", ["c = 1"]]) == All((AnyOf((A, B)), AnyOf((C,))))
    assert [read_filter(one) for one in (None, "", [], [[]], ["", [" "]])] == [None] * 5


values = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def quoted(text: str) -> str:
    """Write a value as InstantSearch's adapter does."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


written = st.recursive(
    st.one_of(
        st.builds(Compared, values, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), values),
        st.builds(Listed, values, st.lists(values, max_size=3).map(tuple)),
        st.builds(Ranged, values, values, values),
    ),
    lambda inner: st.one_of(
        st.builds(Negated, inner),
        st.builds(All, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)


def text_of(tree: Expression) -> str:
    match tree:
        case Compared(attribute, operator, value):
            return f"{quoted(attribute)}{operator}{quoted(value)}"
        case Listed(attribute, listed):
            return f"{quoted(attribute)} IN [{', '.join(map(quoted, listed))}]"
        case Ranged(attribute, first, last):
            return f"{quoted(attribute)} {quoted(first)} TO {quoted(last)}"
        case Negated(part):
            return f"NOT ({text_of(part)})"
        case All(parts):
            return " AND ".join(f"({text_of(part)})" for part in parts)
        case AnyOf(parts):
            return " OR ".join(f"({text_of(part)})" for part in parts)
    raise AssertionError(tree)


@settings(max_examples=300)
@given(written)
def test_what_is_written_is_read_back(tree: Expression) -> None:
    assert parse(text_of(tree)) == tree


pieces = st.lists(
    st.sampled_from(
        ["(", ")", "[", "]", ",", "=", "<", ">=", " AND ", " OR ", " NOT ", " IN ", " TO ", " IS ",
         "NULL", "EXISTS", "entity", "minCostFils", "modifiedAt", "entityLabel.ar", "1", "nan",
         "1e999", "-0", '"', "'", "\\", "_geoRadius(", "\x00", "\u202e", "ـ", "٣", " "]
    ),
    max_size=40,
).map("".join)  # fmt: skip
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | pieces,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(values, inner, max_size=2),
    max_leaves=6,
)


@settings(max_examples=600)
@given(pieces | values | json)
@example("minCostFils = nan")
@example("minCostFils >= 1e999")
@example("modifiedAt <= " + "9" * 5000)
@example(["entity = moi", 1])
@example({"entity": "moi"})
def test_whatever_is_sent_is_a_condition_or_a_fault(sent: object) -> None:
    said = ""

    try:
        expression = read_filter(sent)
        if expression is not None:
            Filtering({}).condition_of(expression)
    except FilterFault as fault:
        said = str(fault)

    assert len(said) < 2000
