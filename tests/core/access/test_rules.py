"""The table of access: which role may do what on whose objects."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.access import (
    ANONYMOUS,
    RIGHTS,
    ROLES,
    Caller,
    MissingRight,
    Right,
    Role,
    holds,
    may,
    reach_of,
    require,
    require_sight,
)
from app.core.access.rules import ENTITY_ROLES, STAFF_ROLES, TABLE
from app.core.errors import NotFound, Unauthorized

callers = st.builds(
    Caller,
    id=st.just("key:test"),
    kind=st.just("key"),
    roles=st.frozensets(st.sampled_from(ROLES)),
    entity=st.sampled_from(["moi", "moj", None]),
    scopes=st.none() | st.frozensets(st.sampled_from(RIGHTS)),
)


def caller(role: Role, entity: str | None = None, scopes: set[Right] | None = None) -> Caller:
    cut = None if scopes is None else frozenset(scopes)
    return Caller("key:test", "key", frozenset([role]), entity, cut)


def test_an_editor_writes_entries_of_the_own_entity_only() -> None:
    editor = caller("entity_editor", "moi")

    assert may(editor, "entries:submit", "moi")
    assert not may(editor, "entries:submit", "moj")
    assert not may(editor, "entries:submit", None)


def test_an_editor_does_not_approve_and_an_approver_does() -> None:
    assert not may(caller("entity_editor", "moi"), "submissions:review", "moi")
    assert may(caller("entity_approver", "moi"), "submissions:review", "moi")


def test_a_catalogue_editor_reviews_what_any_entity_sends_in() -> None:
    assert may(caller("catalogue_editor"), "submissions:review", "moi")
    assert may(caller("catalogue_editor"), "entries:read", None)


@pytest.mark.parametrize("role", sorted(ENTITY_ROLES | {"reader"}))
def test_roles_of_entities_reach_nothing_of_others(role: Role) -> None:
    assert set(TABLE[role].values()) == {"own"}


def test_an_entity_does_not_release_or_make_keys() -> None:
    staff: set[Right] = {
        "taxonomy:release", "taxonomy:decide", "keys:manage",
        "entities:write", "registries:write", "programme:write", "workshops:run",
    }  # fmt: skip

    for role in ENTITY_ROLES:
        assert not staff & TABLE[role].keys()


def test_only_an_admin_makes_keys() -> None:
    assert [role for role in ROLES if "keys:manage" in TABLE[role]] == ["admin"]


def test_every_right_is_given_by_a_role_that_is_not_admin_but_keys() -> None:
    given_by_others = set().union(*(TABLE[role] for role in ROLES if role != "admin"))

    assert set(get_args(Right)) - given_by_others == {"keys:manage"}
    assert get_args(Role) == ROLES


def test_every_role_is_of_an_entity_or_of_staff_or_reader() -> None:
    assert ENTITY_ROLES | STAFF_ROLES | {"reader"} == set(ROLES)
    assert not ENTITY_ROLES & STAFF_ROLES


def test_an_entitys_role_without_an_entity_reaches_nothing() -> None:
    lost = caller("entity_editor")

    assert not holds(lost, "entries:submit")
    assert not may(lost, "entries:submit", None)


def test_scopes_cut_a_caller_down() -> None:
    cut = caller("admin", scopes={"entries:read"})

    assert reach_of(cut, "entries:read") == "any"
    assert reach_of(cut, "keys:manage") is None


def test_nobody_may_do_anything() -> None:
    assert not any(holds(ANONYMOUS, right) for right in RIGHTS)
    with pytest.raises(Unauthorized):
        require(ANONYMOUS, "entries:submit", "moi")


def test_a_refusal_names_the_right() -> None:
    with pytest.raises(MissingRight, match="'taxonomy:release' is missing") as refused:
        require(caller("entity_editor", "moi"), "taxonomy:release", None)

    assert refused.value.status == 403
    assert refused.value.headers == {
        "WWW-Authenticate": 'Bearer realm="dalil", error="insufficient_scope", '
        'scope="taxonomy:release"'
    }


def test_a_refusal_says_how_far_a_right_reaches() -> None:
    with pytest.raises(MissingRight, match="reaches the objects of 'moi' only"):
        require(caller("entity_editor", "moi"), "entries:submit", "moj")


def test_a_draft_of_another_entity_is_not_there() -> None:
    missing = NotFound("There is no submission 's1'.")

    require_sight(caller("entity_editor", "moi"), "moi", missing)
    with pytest.raises(NotFound) as hidden:
        require_sight(caller("entity_editor", "moj"), "moi", missing)

    assert hidden.value is missing


@given(callers, st.sampled_from(RIGHTS), st.sampled_from(["moi", "moj", "paci", None]))
def test_a_right_on_an_object_needs_the_right_at_all(
    one: Caller, right: Right, entity: str | None
) -> None:
    if may(one, right, entity):
        assert holds(one, right)
        assert one.scopes is None or right in one.scopes
        assert reach_of(one, right) == "any" or entity == one.entity is not None
