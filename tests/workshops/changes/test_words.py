"""Operations in words: what was decided is told by the labels of its time."""

from typing import Any

from tests.workshops.changes.conftest import ADD, RENAME, Table


def naming(old: str, new: str) -> dict[str, Any]:
    return {**RENAME, "old": old, "new": new}


def release(table: Table, **asked: bool) -> None:
    table.done("steward", "/taxonomies/services", "releases", asked)


def words(table: Table, path: str) -> list[str]:
    """Tell the first operation of a change request, of its decision and of its first revision."""
    request = table.read(path)
    found = request["operations"][0], request["decision"]["operations"][0]
    alone = table.read(f"{path}/decision")["operations"][0]
    written = table.read(f"{path}/revisions")["items"][0]["operations"][0]
    return [one["words"]["en"] for one in (*found, alone, written)]


def test_a_decision_is_told_by_the_labels_that_it_was_taken_on(table: Table) -> None:
    first = table.accepted(operations=[naming("Work residence", "Permits to work")])
    told = "Rename “02.1 Work residence” in English: “Work residence” becomes “Permits to work”."
    assert words(table, first) == [told] * 4
    table.done("steward", first, "enact")
    assert words(table, first) == [told] * 4

    release(table)
    later = table.accepted(operations=[naming("Permits to work", "Permits to reside")])
    table.done("steward", later, "enact")
    second = (
        "Rename “02.1 Permits to work” in English: “Permits to work” becomes “Permits to reside”."
    )
    assert words(table, first) == [told] * 4
    assert words(table, later) == [second] * 4

    release(table)
    assert words(table, later) == [second] * 4
    release(table, rollback=True)
    assert words(table, first) == [told] * 4
    assert words(table, later) == [second] * 4
    assert table.read(later)["decision"]["operations"][0]["concept"]["prefLabel"]["en"] == (
        "Permits to work"
    )


def test_a_decision_of_the_lexicon_is_told_after_its_release_too(table: Table) -> None:
    [group] = table.read("/lexicon/groups?limit=1")["items"]
    term = {"op": "add_term", "group": {"id": group["id"]}, "text": "zaghnoon", "register": "gulf"}
    path = table.accepted(scheme="lexicon", operations=[term])
    told = words(table, path)
    table.done("steward", path, "enact")
    table.done("steward", "/taxonomies/lexicon", "releases")

    assert f"“{group['title']['en']}”" in told[0]
    assert words(table, path) == told


def test_what_is_not_decided_is_told_by_the_labels_of_now(table: Table) -> None:
    child = {**ADD, "parents": [{"notation": "02.1"}], "notation": "02.1.99"}
    waiting = table.called("paci", operations=[child])
    given_up = table.submitted("paci", operations=[{**child, "notation": "02.1.98"}])
    table.done("paci", given_up, "withdraw")
    renaming = table.accepted(operations=[naming("Work residence", "Permits to work")])
    table.done("steward", renaming, "enact")

    assert table.read(waiting)["operations"][0]["words"]["en"].endswith(
        "below “02.1 Permits to work”."
    )
    assert table.read(given_up)["operations"][0]["words"]["en"].endswith(
        "below “02.1 Work residence”."
    )


def test_codes_of_the_draft_that_changed_since_keep_nobody_from_telling(table: Table) -> None:
    def enact(*operations: Any) -> str:
        path = table.accepted(operations=list(operations))
        table.done("steward", path, "enact")
        return path

    enact(ADD)
    renaming = enact(naming("Work residence", "Permits to work"))
    moved = {"op": "set_notation", "concept": {"notation": "02.99"}, "old": "02.99", "new": "02.97"}
    enact(moved)
    release(table)

    told = "Rename “02.1 Work residence” in English: “Work residence” becomes “Permits to work”."
    assert words(table, renaming) == [told] * 4
