"""Invitations follow when entities merge."""

from app.reorganisation.rules import Shift
from app.workshops.meetings_following import Workshops
from tests.workshops.meetings.conftest import Hall


def test_the_heir_is_invited_where_the_entity_was(hall: Hall) -> None:
    planned = hall.planned(entities=["moi"], contacts={"moi": ["a@moi.example"]})
    both = hall.planned(entities=["moi", "moc"])
    over = hall.opened(entities=["moi"])
    hall.ask("facilitator", "POST", f"{over}/close")
    with hall.database.write() as session:
        affected = Workshops().follow(
            session, Shift("moi", {}, "moc"), actor="test", reason="merged"
        )

    ids = {path.rpartition("/")[2] for path in (planned, both)}
    assert {(one.kind, one.id, one.effect) for one in affected} == {
        ("workshop", one, "moved") for one in ids
    }
    seen = {path: hall.ask("board", "GET", path).json() for path in (planned, both, over)}
    assert [seen[path]["entities"] for path in (planned, both, over)] == [["moc"], ["moc"], ["moi"]]
    assert seen[planned]["invitations"][0]["contacts"] == ["a@moi.example"]
    assert hall.ask("moc", "GET", planned).status_code == 200


def test_an_entity_that_goes_on_keeps_its_invitations(hall: Hall) -> None:
    path = hall.planned(entities=["moi"])
    with hall.database.write() as session:
        assert Workshops().follow(session, Shift("moi", {}, None), actor="t", reason="r") == ()

    assert hall.ask("board", "GET", path).json()["entities"] == ["moi"]
