"""Releasing versions: what was released stays, and what is new follows the rules."""

import hashlib
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from pydantic import ValidationError

from app.core import journal
from app.core.db import Database
from app.taxonomy import queries
from app.taxonomy.commands import release_file
from app.taxonomy.errors import (
    ConceptNotFound,
    SchemeNotFound,
    UnsoundScheme,
    VersionExists,
    VersionIsOlder,
    VersionNotFound,
)
from app.taxonomy.schemas import SchemeFile

Json = dict[str, Any]
IDS = ("c_a00000000000", "c_b00000000000", "c_c00000000000")


def _file(number: str = "1.0.0", scheme: str = "s", prefix: str = "c_") -> Json:
    a, b, c = (one.replace("c_", prefix) for one in IDS)
    return {
        "scheme": {
            "id": scheme,
            "title": {"ar": "مخطط", "en": "Scheme"},
            "description": {"en": "Words"},
            "notationPattern": r"\d\d(\.\d)?",
        },
        "version": {
            "number": number,
            "title": {"ar": "إصدار", "en": "Release"},
            "note": {"en": f"Note of {number}"},
            "issued": "2026-01-01",
        },
        "concepts": [
            {"id": a, "notation": "01", "prefLabel": {"ar": "ألف", "en": "A"}},
            {
                "id": b,
                "notation": "01.1",
                "broader": [a],
                "prefLabel": {"ar": "باء", "en": "B"},
                "altLabel": {"en": ["Bee"]},
                "hiddenLabel": {"ar": ["ب"]},
                "definition": {"ar": "تعريف"},
                "scopeNote": {"en": "Note"},
            },
            {"id": c, "notation": "02", "prefLabel": {"ar": "جيم", "en": "C"}},
        ],
    }


def _release(database: Database, file: Json) -> bool:
    with database.write() as session:
        return release_file(session, SchemeFile.model_validate(file), actor="test")


def _next(number: str, change: Callable[[Json], object]) -> Json:
    file = _file(number)
    change(file)
    return file


def test_a_release_can_be_read_as_a_tree(database: Database) -> None:
    assert _release(database, _file())

    with database.read() as session:
        version = queries.get_version(session, "s", counts={IDS[0]: 3, IDS[1]: 2})
        text, sha256 = queries.get_snapshot(session, "s", "1.0.0")
        scheme = queries.get_scheme(session, "s")
    assert (version.version, version.concept_count, version.sha256) == ("1.0.0", 3, sha256)
    assert hashlib.sha256(text.encode()).hexdigest() == sha256
    first, second = version.top_concepts
    assert (first.notation, first.service_count) == ("01", 3)
    assert [(one.notation, one.service_count) for one in first.children] == [("01.1", 2)]
    assert (second.notation, second.children) == ("02", [])
    assert (scheme.latest, scheme.versions) == ("1.0.0", ["1.0.0"])
    assert scheme.description
    assert scheme.description.en == "Words"
    assert version.note
    assert version.note.en == "Note of 1.0.0"


def test_a_release_makes_one_entry(database: Database) -> None:
    _release(database, _file())

    with database.read() as session:
        [entry] = journal.entries(session, after=0, limit=9)
        _, sha256 = queries.get_snapshot(session, "s", "latest")
    assert (entry.change.kind, entry.subject_id) == ("version_released", "s/1.0.0")
    assert entry.change.digest == sha256


def test_the_same_content_again_is_no_work(database: Database) -> None:
    _release(database, _file())

    assert _release(database, _file()) is False
    with database.read() as session:
        assert journal.head(session) == 1


def test_a_released_version_never_changes(database: Database) -> None:
    _release(database, _file())
    changed = _file()
    changed["concepts"][0]["prefLabel"]["en"] = "Another"

    with pytest.raises(VersionExists):
        _release(database, changed)


def test_what_was_released_before_stays_readable_with_the_same_bytes(database: Database) -> None:
    _release(database, _file())
    with database.read() as session:
        before = queries.get_snapshot(session, "s", "1.0.0")

    def change(file: Json) -> None:
        file["concepts"][1]["prefLabel"]["en"] = "Renamed"
        file["concepts"][1]["notation"] = "01.2"
        file["scheme"]["title"]["en"] = "Scheme renamed"

    assert _release(database, _next("1.1.0", change))

    with database.read() as session:
        assert queries.get_snapshot(session, "s", "1.0.0") == before
        old = queries.get_concept(session, "s", IDS[1], version="1.0.0")
        new = queries.get_concept(session, "s", IDS[1])
        summaries = queries.list_versions(session, "s")
        assert queries.get_scheme(session, "s").title.en == "Scheme renamed"
    assert (old.notation, old.pref_label.en, old.version) == ("01.1", "B", "1.0.0")
    assert (new.notation, new.pref_label.en, new.version) == ("01.2", "Renamed", "1.1.0")
    assert [(one.version, one.is_latest) for one in summaries] == [
        ("1.1.0", True), ("1.0.0", False),
    ]  # fmt: skip


def test_a_retired_code_leads_to_its_concept_for_ever(database: Database) -> None:
    _release(database, _file())
    _release(database, _next("1.1.0", lambda f: f["concepts"][1].update(notation="01.2")))

    with database.read() as session:
        old = queries.get_notation(session, "s", "01.1")
        new = queries.get_notation(session, "s", "01.2")
        ids = queries.find_concept_ids(session, "s", ["01.1", "01.2", "09"])
        pairs = queries.find_coded_concepts(session, {("s", "01.1"), ("s", "09"), ("t", "01.2")})
    assert (old.is_retired, old.first_version, old.retired_in) == (True, "1.0.0", "1.1.0")
    assert (new.is_retired, new.first_version, new.retired_in) == (False, "1.1.0", None)
    assert old.concept == new.concept
    assert ids == {"01.1": IDS[1], "01.2": IDS[1]}
    assert pairs == {("s", "01.1"): IDS[1]}


def test_a_concept_may_take_its_own_code_back(database: Database) -> None:
    _release(database, _file())
    _release(database, _next("1.1.0", lambda f: f["concepts"][1].update(notation="01.2")))
    _release(database, _file("1.2.0"))

    with database.read() as session:
        assert not queries.get_notation(session, "s", "01.1").is_retired
        assert queries.get_notation(session, "s", "01.2").retired_in == "1.2.0"


def _swap_codes(file: Json) -> None:
    file["concepts"][1]["notation"], file["concepts"][2]["notation"] = "02", "01.1"


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (_swap_codes, "TAX-REUSED"),
        (lambda f: f["concepts"].pop(), "TAX-LOST"),
        (lambda f: f["concepts"].append(f["concepts"][2]), "TAX-ID"),
        (lambda f: f["concepts"][2].update(notation="02.11"), "TAX-PATTERN"),
        (lambda f: f["concepts"][2].update(notation="01"), "TAX-NOTATION"),
        (lambda f: f["concepts"][1].update(broader=[IDS[0], IDS[2]]), "TAX-PARENTS"),
        (lambda f: f["concepts"][1].update(broader=["c_zzzzzzzzzzzz"]), "TAX-DANGLING"),
        (lambda f: f["concepts"][0].update(broader=[IDS[1]]), "TAX-CYCLE"),
        (lambda f: f["concepts"][2].update(broader=[IDS[2]]), "TAX-CYCLE"),
        (lambda f: f["concepts"][2].update(prefLabel={"en": "C"}), "TAX-LABEL"),
        (lambda f: f["concepts"][2].update(prefLabel={"ar": "*", "en": "C"}), "TAX-LABEL"),
        (lambda f: f["concepts"][2].update(altLabel={"en": ["C"]}), "TAX-S13"),
    ],
)
def test_an_unsound_release_is_refused_and_nothing_is_kept(
    database: Database, change: Callable[[Json], object], rule: str
) -> None:
    _release(database, _file())

    with pytest.raises(UnsoundScheme) as caught:
        _release(database, _next("1.1.0", change))

    assert rule in {one.rule for one in caught.value.findings}
    with database.read() as session:
        assert journal.head(session) == 1
        assert queries.get_scheme(session, "s").versions == ["1.0.0"]


def test_a_retired_code_is_never_given_to_another_concept(database: Database) -> None:
    _release(database, _file())
    _release(database, _next("1.1.0", lambda f: f["concepts"][1].update(notation="01.2")))

    def change(file: Json) -> None:
        file["concepts"][1]["notation"] = "01.2"
        file["concepts"][2]["notation"] = "01.1"

    with pytest.raises(UnsoundScheme) as caught:
        _release(database, _next("1.2.0", change))
    assert [one.rule for one in caught.value.findings] == ["TAX-REUSED"]


def test_a_concept_belongs_to_one_scheme(database: Database) -> None:
    _release(database, _file())

    with pytest.raises(UnsoundScheme) as caught:
        _release(database, _file(scheme="other"))
    assert {one.rule for one in caught.value.findings} == {"TAX-ID"}


@pytest.mark.parametrize("number", ["0.9.0", "1.0.9", "1.1.9"])
def test_an_older_number_is_refused(database: Database, number: str) -> None:
    _release(database, _file("1.2.0"))

    with pytest.raises(VersionIsOlder):
        _release(database, _file(number))


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ("latest", "10.0.0"),
        ("1", "1.10.0"),
        ("1.2", "1.2.0"),
        ("1.2.0", "1.2.0"),
        ("2", "2.0.0"),
        ("10", "10.0.0"),
    ],
)
def test_aliases_lead_to_the_newest_version_they_name(
    database: Database, wanted: str, number: str
) -> None:
    for released in ("1.0.0", "1.2.0", "1.10.0", "2.0.0", "10.0.0"):
        _release(database, _file(released))

    with database.read() as session:
        assert queries.find_version_number(session, "s", wanted) == number
        assert queries.get_version(session, "s", wanted).version == number


@pytest.mark.parametrize("wanted", ["", "9", "1.9", "1.0.1", "1.", "01", "draft", "1.0.0.0", "v1"])
def test_an_unknown_version_is_not_found(database: Database, wanted: str) -> None:
    _release(database, _file())

    with database.read() as session:
        assert queries.find_version_number(session, "s", wanted) is None
        for read in (queries.get_version, queries.get_snapshot):
            with pytest.raises(VersionNotFound):
                read(session, "s", wanted)


def test_what_is_unknown_is_not_found(database: Database) -> None:
    _release(database, _file())
    with database.read() as session:
        for read in (queries.get_scheme, queries.list_versions, queries.get_version):
            with pytest.raises(SchemeNotFound):
                read(session, "none")
        for read in (queries.get_concept, queries.list_children):
            with pytest.raises(ConceptNotFound):
                read(session, "s", "c_zzzzzzzzzzzz")
        with pytest.raises(ConceptNotFound):
            queries.get_notation(session, "s", "99")
        with pytest.raises(SchemeNotFound):
            queries.get_notation(session, "none", "01")
        assert queries.find_scheme_of(session, "c_zzzzzzzzzzzz") is None
        assert queries.find_scheme_of(session, IDS[0]) == "s"


def test_a_concept_is_read_with_what_it_is_linked_to(database: Database) -> None:
    _release(database, _file())

    with database.read() as session:
        concept = queries.get_concept(session, "s", IDS[1])
        above = queries.get_concept(session, "s", IDS[0])
        below = queries.list_children(session, "s", IDS[0])
        known = queries.list_concepts(session, "s", version="1.0.0")
    assert [one.notation for one in concept.path] == ["01", "01.1"]
    assert [one.notation for one in concept.broader] == ["01"]
    assert [one.notation for one in above.narrower] == ["01.1"]
    assert concept.definition
    assert concept.definition.ar == "تعريف"
    assert above.definition is None
    assert [one.notation for one in below] == ["01.1"]
    assert [(one.notation, one.path) for one in known] == [
        ("01", (IDS[0],)), ("01.1", (IDS[0], IDS[1])), ("02", (IDS[2],)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        lambda f: f["scheme"].update(notationPattern="(["),
        lambda f: f["scheme"].update(unknown=1),
        lambda f: f["version"].update(number="1.0"),
        lambda f: f["version"].update(number="01.0.0"),
        lambda f: f["version"].update(number="1.0.0-rc.1"),
        lambda f: f["version"].update(number="1.1٣.0"),
        lambda f: f["version"].update(issued=0),
        lambda f: f["concepts"][0].update(id="a"),
        lambda f: f["concepts"][0].update(notation="ا"),
        lambda f: f["concepts"][0].update(isAssignable=1),
        lambda f: f["concepts"][0].update(prefLabel={"ar": "\u202eا"}),
        lambda f: f["concepts"][0].update(altLabel={"ar": ["\x00"]}),
    ],
)
def test_a_hostile_file_is_refused(change: Callable[[Json], object]) -> None:
    with pytest.raises(ValidationError):
        SchemeFile.model_validate(_next("1.0.0", change))


def test_the_demonstration_has_its_seven_schemes(seeded: Database) -> None:
    with seeded.read() as session:
        schemes = queries.list_schemes(session)
        snapshot, sha256 = queries.get_snapshot(session, "services", "1")

    assert [one.id for one in schemes] == [
        "audience", "business-event", "channel", "digital-stage", "life-event", "output-type",
        "services",
    ]  # fmt: skip
    assert len(orjson.loads(snapshot)["concepts"]) == 149
    assert hashlib.sha256(snapshot.encode()).hexdigest() == sha256
