"""What differs between two contents: applied to the old one, it gives the new one."""

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.rules.comparing import Difference, changed_fields, differences

leaves = st.none() | st.booleans() | st.integers(-3, 3) | st.text("ab~/", max_size=3)
contents = st.recursive(
    leaves,
    lambda below: (
        st.lists(below, max_size=4)
        | st.dictionaries(st.text("ab~/é", max_size=2), below, max_size=4)
    ),
    max_leaves=15,
)


def _parts(pointer: str) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def _at(value: Any, parts: list[str]) -> Any:
    for part in parts:
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def _applied(value: Any, difference: Difference) -> Any:
    parts = _parts(difference.pointer)
    if not parts:
        return difference.new
    parent, last = _at(value, parts[:-1]), parts[-1]
    place = int(last) if isinstance(parent, list) else last
    if difference.op == "remove":
        assert _same(parent[place], difference.old)
        del parent[place]
    elif difference.op == "add" and isinstance(parent, list):
        assert place == len(parent)
        parent.append(difference.new)
    else:
        assert difference.op == "add" or _same(parent[place], difference.old)
        parent[place] = difference.new
    return value


def _same(one: Any, other: Any) -> bool:
    """Compare as JSON does: true is not 1."""
    return repr(_sorted(one)) == repr(_sorted(other))


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(below) for below in value] if isinstance(value, list) else value


@given(contents, contents)
def test_applied_one_after_another_they_turn_the_old_into_the_new(old: Any, new: Any) -> None:
    changed = deepcopy(old)

    for difference in differences(old, new):
        changed = _applied(changed, deepcopy(difference))

    assert _same(changed, new)


@given(contents, contents)
def test_there_are_none_only_between_equals(old: Any, new: Any) -> None:
    assert (list(differences(old, new)) == []) == _same(old, new)


@given(contents, contents)
def test_pointers_lead_to_what_differs(old: Any, new: Any) -> None:
    for one in differences(old, new):
        if one.op != "add":
            assert _same(_at(old, _parts(one.pointer)), one.old)
        if one.op != "remove":
            assert _same(_at(new, _parts(one.pointer)), one.new)


def test_differences_are_named_by_json_pointers() -> None:
    old = {"a/b": 1, "m~n": {"x": [1, 2, 3]}, "same": {"y": 1}, "gone": None}
    new = {"a/b": 2, "m~n": {"x": [1, 9]}, "same": {"y": 1}, "new": []}

    assert list(differences(old, new)) == [
        Difference("/a~1b", "replace", 1, 2),
        Difference("/gone", "remove", None, None),
        Difference("/m~0n/x/1", "replace", 2, 9),
        Difference("/m~0n/x/2", "remove", 3, None),
        Difference("/new", "add", None, []),
    ]


def test_longer_lists_shrink_from_their_end() -> None:
    found = differences([1, 2, 3], [1])

    assert [(one.pointer, one.op) for one in found] == [("/2", "remove"), ("/1", "remove")]


def test_true_is_not_one() -> None:
    assert list(differences({"isFree": True}, {"isFree": 1})) == [
        Difference("/isFree", "replace", True, 1)
    ]


def test_only_the_fields_that_differ_are_named() -> None:
    old = {"title": 1, "fee": None, "same": [1]}
    new = {"title": 2, "same": [1], "added": 0}

    assert changed_fields(old, new) == ("added", "title")
