"""The story of docs/use/workshop.md, played over HTTP from the guide to the mirror."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.catalogue.commands.choosing import settle_due
from app.core.clock import now, to_text
from app.core.db import Database
from app.core.last_used import LastUsed
from app.core.settings import Settings
from app.taxonomy.queries import drafts
from tests.api.gates import make_key, opened, settings_of
from tests.submissions.conftest import ENTRY
from tests.workshops.changes.conftest import Table

TRAINING = [
    {
        "op": "add_concept",
        "ref": "seekers",
        "parents": [{"notation": "04"}],
        "notation": "04.9",
        "prefLabel": {"ar": "تأهيل الباحثين عن عمل", "en": "Training for job seekers"},
    },
    {
        "op": "add_concept",
        "ref": "staff",
        "parents": [{"notation": "04"}],
        "notation": "04.10",
        "prefLabel": {"ar": "تدريب العاملين", "en": "Training for staff"},
    },
    {
        "op": "split",
        "source": {"notation": "04.8"},
        "targets": [{"ref": "seekers"}, {"ref": "staff"}],
        "default": {"ref": "staff"},
        "rules": [{"when": {"entity": "paaet"}, "target": {"ref": "seekers"}}],
        "deadlineDays": 30,
    },
]
RESIDENCE = [
    {"op": "merge", "sources": [{"notation": "02.1.1"}], "target": {"notation": "02.1.2"}},
    {
        "op": "set_pref_label",
        "concept": {"notation": "02.1.2"},
        "lang": "ar",
        "old": "إقامة القطاع الأهلي (مادة 18)",
        "new": "إقامة العمل بالمادتين 17 و18",
        "keepOldAsAlt": True,
    },
    {
        "op": "set_pref_label",
        "concept": {"notation": "02.1.2"},
        "lang": "en",
        "old": "Private sector residence (Art. 18)",
        "new": "Work residence, Articles 17 and 18",
        "keepOldAsAlt": True,
    },
]
RENAME = [
    {
        "op": "set_pref_label",
        "concept": {"notation": "02.1.2"},
        "lang": "ar",
        "old": "إقامة القطاع الأهلي (مادة 18)",
        "new": "إقامة العاملين في القطاعين الحكومي والأهلي",
        "keepOldAsAlt": True,
    },
    {
        "op": "set_pref_label",
        "concept": {"notation": "02.1.2"},
        "lang": "en",
        "old": "Private sector residence (Art. 18)",
        "new": "Residence of government and private sector employees",
        "keepOldAsAlt": True,
    },
    {
        "op": "set_note",
        "concept": {"notation": "02.1.2"},
        "kind": "scopeNote",
        "lang": "ar",
        "old": "إقامة العاملين بالقطاع الأهلي والنفطي.",
        "new": "إقامة العاملين بالجهات الحكومية والقطاعين الأهلي والنفطي.",
        "meaning": "broader",
    },
    {
        "op": "set_note",
        "concept": {"notation": "02.1.2"},
        "kind": "scopeNote",
        "lang": "en",
        "old": "Residence of private and oil sector employees.",
        "new": "Residence of government, private and oil sector employees.",
        "meaning": "broader",
    },
]
ASKED = ("csc", "kfund", "kisr", "nationalfund", "paaet", "pam", "moi", "paci")


@pytest.fixture
def table(seeded: Database, data_folder: Path) -> Iterator[Table]:
    url = seeded.url.render_as_string(hide_password=False)
    settings = settings_of(Settings(database_url=url, data_dir=data_folder, follow_seconds=0.1))
    keys = {entity: make_key(seeded, "entity_editor", entity) for entity in ASKED}
    keys["facilitator"] = make_key(seeded, "workshop_facilitator")
    keys["steward"] = make_key(seeded, "taxonomy_steward")
    keys["board"] = make_key(seeded, "board")
    with opened(settings) as client:
        yield Table(client, seeded, keys)


def text(arabic: str, english: str) -> dict[str, str]:
    return {"ar": arabic, "en": english}


def proposal(workshop: str, title: dict[str, str], operations: list[Any]) -> Mapping[str, Any]:
    return {
        "scheme": "services",
        "workshop": workshop,
        "title": title,
        "rationale": text("ليجد الناس ما يبحثون عنه.", "So that people find what they look for."),
        "operations": operations,
    }


def test_a_workshop_from_the_guide_to_the_mirror(table: Table) -> None:
    workshop = planned(table)
    room = f"/workshops/{workshop['id']}"
    page = table.ask("moi", "GET", f"{room}/guide?format=html&lang=ar").text
    assert "<title>دليل التصنيف كما هو الآن:" in page
    assert "مع التعديلات المقترحة" not in page

    split = propose(table, "pam", workshop["id"], text("التدريب المهني", "Training"), TRAINING)
    merge = propose(table, "moi", workshop["id"], text("الإقامة", "Residence"), RESIDENCE)
    rename = propose(table, "paci", workshop["id"], text("تسمية", "A name"), RENAME)
    items = [{"changeRequest": path.rpartition("/")[2]} for path in (split, merge, rename)]
    answer = table.ask("facilitator", "PUT", f"{room}/agenda", {"items": items})
    assert answer.status_code == 200, answer.text

    page = table.ask("moi", "GET", f"{room}/guide?format=html&lang=ar").text
    assert "<title>دليل التصنيفات المقترحة:" in page
    assert "مع التعديلات المقترحة" in page
    assert "تأهيل الباحثين عن عمل" in page
    table.done("facilitator", room, "open")
    conflicts = table.read(f"{room}/conflicts")
    assert [one["kind"] for one in conflicts["pairs"]] == ["exclusive"]
    assert conflicts["order"] is None
    assert conflicts["pairs"][0]["reasons"] == [
        text(
            "كلا الطلبين يغيّر اسم «02.1.2 إقامة القطاع الأهلي (مادة 18)» (العربية، الإنجليزية).",
            "Both change the label of “02.1.2 Private sector residence (Art. 18)” "
            "(Arabic, English).",
        )
    ]
    circulated = table.read(f"{room}/guide")
    assert circulated["circulatedAt"] is None

    impact = table.read(f"{split}/impact")
    assert (impact["services"], impact["mustAct"], impact["level"]) == (7, 7, "major")
    assert {one["id"]: one["services"] for one in impact["entities"]} == {
        "csc": 1, "kfund": 1, "kisr": 1, "nationalfund": 1, "paaet": 1, "pam": 2,
    }  # fmt: skip

    agree_on_the_split(table, split)
    agree_on(table, merge, ("pam", "paci"))
    agree_after_a_rebase(table, rename)

    they_came(table, room)
    table.done("facilitator", room, "close")
    outcome = table.read(f"{room}/outcome", "moi")
    it_tells_what_was_decided(table, room, outcome)

    what_was_decided_is_released(table, split)
    decide(table, "csc", "04.9")
    decide(table, "kisr", "04.9")
    with table.database.write() as session:
        assert settle_due(session, now() + timedelta(days=31)) == 8
    assert table.read("/tasks?entity=pam&kind=split", "pam")["items"] == []
    assert carriers(table, "04.9") == {"csc": 1, "kisr": 1}
    assert carriers(table, "04.10") == {"kfund": 1, "nationalfund": 1, "paaet": 1, "pam": 2}

    assert table.read(f"{room}/outcome", "moi")["sha256"] == outcome["sha256"]
    it_tells_what_was_decided(table, room, table.read(f"{room}/outcome", "moi"))
    it_is_read_as_it_was_circulated(table, room, circulated)
    its_page_tells_what_came_of_it(table, room)
    an_old_code_still_resolves(table)
    a_divided_code_names_the_choices(table)
    the_mirror_follows(table)
    the_release_is_taken_back(table)


def planned(table: Table) -> Mapping[str, Any]:
    """53 entities are invited to a public workshop."""
    others = [one["id"] for one in table.read("/entities")["items"] if one["id"] not in ASKED]
    body = {
        "title": text("ورشة دليل التصنيفات", "Workshop on the guide"),
        "startsAt": to_text(now()),
        "entities": sorted({*others[:45], *ASKED}),
        "isPublic": True,
    }
    made: Mapping[str, Any] = table.done("facilitator", "", "workshops", body)
    assert len(made["entities"]) == 53
    return made


def they_came(table: Table, room: str) -> None:
    """Nobody is called absent before somebody was written down as present."""
    page = table.ask("moi", "GET", f"{room}/outcome?format=html&lang=ar").text
    assert "لم يسجل حضور هذه الورشة." in page
    assert "جهات مدعوة لم تحضر" not in page
    for entity in ASKED:
        table.done("facilitator", room, "attendance", {"entity": entity})
    opening = text("شُرح كل طلب، ثم أبدت الجهات مواقفها.", "Each request was explained.")
    table.done("facilitator", room, "minutes", {"paragraphs": [opening]})


def it_tells_what_was_decided(table: Table, room: str, outcome: Mapping[str, Any]) -> None:
    """Each decision is told by the labels that it was taken on, whatever came later."""
    assert len(outcome["present"]) == len(ASKED)
    assert len(outcome["absent"]) == len(outcome["sealed"]["invited"]) - len(ASKED)
    split, merge, rename = (one["request"] for one in outcome["items"])
    assert split["words"][2] == {
        "ar": "تجزئة «04.8 التدريب والتأهيل المهني» إلى «04.9 تأهيل الباحثين عن عمل»، "
        "«04.10 تدريب العاملين»؛ والافتراضي «04.10 تدريب العاملين» بعد 30 يوماً. "
        "وتقترح القواعد نقل خدمات «الهيئة العامة للتعليم التطبيقي والتدريب» "
        "إلى «04.9 تأهيل الباحثين عن عمل».",
        "en": "Split “04.8 Vocational training” into “04.9 Training for job seekers”, "
        "“04.10 Training for staff”; “04.10 Training for staff” takes the rest after 30 days. "
        "Proposed: services of “Public Authority for Applied Education and Training” "
        "to “04.9 Training for job seekers”.",
    }
    assert [one["en"] for one in merge["words"]][:2] == [
        "Merge “02.1.1 Government sector residence (Art. 17)” "
        "into “02.1.2 Private sector residence (Art. 18)”, which takes over "
        "“Article 17”, “Government sector residence (Art. 17)”, "
        "“إقامة القطاع الحكومي (مادة 17)”, “اقامة حكومة”, “مادة 17” as other names.",
        "Rename “02.1.2 Private sector residence (Art. 18)” in Arabic: "
        "“إقامة القطاع الأهلي (مادة 18)” becomes "
        "“إقامة العمل بالمادتين 17 و18”; the old name stays as another one.",
    ]
    assert rename["words"][0]["ar"].startswith(
        "تغيير اسم «02.1.2 إقامة العمل بالمادتين 17 و18» (العربية) "
        "من «إقامة العمل بالمادتين 17 و18» إلى «إقامة العاملين في القطاعين الحكومي والأهلي»"
    )
    page = table.ask("moi", "GET", f"{room}/outcome?format=html&lang=ar").text
    assert "الوثيقة التوافقية" in page
    assert "نسخة تجريبية" in page
    assert "جهات مدعوة لم تحضر" in page


def what_was_decided_is_released(table: Table, split: str) -> None:
    released = table.done("steward", "/taxonomies/services", "releases")
    assert (released["version"], released["level"]) == ("2.0.0", "major")
    assert released["reclassified"]["tasks"] == 10  # three about what 02.1.2 means now
    assert released["reclassified"]["automatic"] == 2
    assert table.read(split)["state"] == "released"


def it_is_read_as_it_was_circulated(table: Table, room: str, circulated: Mapping[str, Any]) -> None:
    """The guide of a closed workshop is the one of its opening, without numbers of services."""
    drafts._DRAFTS = LastUsed(16)  # another process has none of them at hand
    kept = table.read(f"{room}/guide")
    assert kept["circulatedAt"] == table.read(room)["openedAt"]
    [scheme] = kept["schemes"]
    assert scheme["baseVersion"] == "1.0.0"
    assert [scheme] == [without_counts(one) for one in circulated["schemes"]]
    page = table.ask("moi", "GET", f"{room}/guide?format=html&lang=en").text
    assert "This is the guide that was circulated" in page
    assert "Version 1.0.0 with the proposed changes · " in page
    assert "1 service" not in page


def without_counts(node: Any) -> Any:
    if isinstance(node, list):
        return [without_counts(one) for one in node]
    if not isinstance(node, dict):
        return node
    told = {key: without_counts(value) for key, value in node.items()}
    return {**told, "serviceCount": None} if "serviceCount" in told else told


def its_page_tells_what_came_of_it(table: Table, room: str) -> None:
    page = table.client.get(f"/en{room}").text
    assert "8 of 53 invited entities came." in page
    assert "Support 4, Object 1, Silent 1" in page
    assert page.count("Released in version 2.0.0.") == 3
    request = table.read(room)["agenda"][0]["changeRequest"]
    page = table.client.get(f"/en/change-requests/{request}").text
    assert "Decisions of entities about their services: 7 of 7 taken." in page
    page = table.client.get("/en/taxonomies/services/compare?from=1.0.0&to=2.0.0").text
    became, merged = (
        page.partition(f"{one}</span>")[2][:260] for one in ("Became:", "Merged into:")
    )
    assert '<span class="code">04.9</span> Training for job seekers' in became
    assert '<span class="code">04.10</span> Training for staff' in became
    assert '<span class="code">02.1.2</span> Residence of government' in merged


def propose(
    table: Table, who: str, workshop: str, title: dict[str, str], operations: list[Any]
) -> str:
    made = table.done(who, "", "change-requests", proposal(workshop, title, operations))
    path = f"/change-requests/{made['id']}"
    table.done(who, path, "submit")
    table.done("steward", path, "discuss")
    return path


def agree_on_the_split(table: Table, path: str) -> None:
    """One entity objects; the objection is addressed, and most of the others agree."""
    table.done("steward", path, "call")
    reason = text("لا نعرف أي القسمين لنا.", "We cannot tell which half is ours.")
    objection = table.done(
        "kfund", path, "positions", {"entity": "kfund", "stance": "object", "reason": reason}
    )
    for entity in ("csc", "kisr", "paaet", "nationalfund"):
        table.done(entity, path, "positions", {"entity": entity, "stance": "support"})
    refused = table.act("board", path, "decision", {"outcome": "accepted", "rule": "consent"})
    assert refused.status_code == 409
    assert refused.json()["code"] == "consensus-not-reached"
    dispositions = [
        {
            "position": objection["id"],
            "disposition": "addressed",
            "reason": text("لكل جهة ثلاثون يوماً لتختار.", "Every entity has 30 days to choose."),
        }
    ]
    table.done(
        "board",
        path,
        "decision",
        {"outcome": "accepted", "rule": "rough", "dispositions": dispositions},
    )
    table.done("steward", path, "enact")


def agree_on(table: Table, path: str, supporters: tuple[str, ...]) -> None:
    table.done("steward", path, "call")
    for entity in supporters:
        table.done(entity, path, "positions", {"entity": entity, "stance": "accept"})
    table.done("moi", path, "positions", {"entity": "moi", "stance": "support"})
    decided = table.act("board", path, "decision", {"outcome": "accepted", "rule": "consent"})
    assert decided.status_code in (200, 201), decided.text
    table.done("steward", path, "enact")


def agree_after_a_rebase(table: Table, path: str) -> None:
    """The name was changed by others: base, theirs and ours are shown, and ours is kept."""
    assert table.read(path)["state"] == "needs_rebase"
    seen = table.read(f"{path}/rebase", "paci")
    assert seen["items"][0]["base"] == "إقامة القطاع الأهلي (مادة 18)"
    assert seen["items"][0]["theirs"] == "إقامة العمل بالمادتين 17 و18"
    assert seen["items"][0]["ours"] == "إقامة العاملين في القطاعين الحكومي والأهلي"
    assert [one["index"] for one in seen["items"]] == [0, 1]
    choices = [{"index": index, "choice": "ours"} for index in (0, 1)]
    table.done("paci", path, "rebase", {"choices": choices})
    agree_on(table, path, ("pam",))


def decide(table: Table, entity: str, notation: str) -> None:
    [task] = table.read(f"/tasks?entity={entity}&kind=split", entity)["items"]
    strangers = table.act(
        "moi", f"/tasks/{task['id']}", "decide", {"target": {"notation": notation}}
    )
    assert strangers.status_code == 404
    chosen = table.done(
        entity, f"/tasks/{task['id']}", "decide", {"target": {"notation": notation}}
    )
    assert chosen["default"]["notation"] == notation


def carriers(table: Table, notation: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for service in table.read(f"/services?category={notation}&limit=200")["items"]:
        entity = service["hasCompetentAuthority"]["id"]
        found[entity] = found.get(entity, 0) + 1
    return dict(sorted(found.items()))


def an_old_code_still_resolves(table: Table) -> None:
    retired = table.read("/taxonomies/services/notations/02.1.1")
    assert retired["concept"]["notation"] == "02.1.1"
    concept = table.read(f"/concepts/{retired['concept']['id']}")
    assert concept["status"] == "deprecated"
    assert [one["notation"] for one in concept["replacedBy"]] == ["02.1.2"]
    assert carriers(table, "02.1.1") == carriers(table, "02.1.2") != {}
    assert carriers(table, "04.8") == {
        "csc": 1, "kfund": 1, "kisr": 1, "nationalfund": 1, "paaet": 1, "pam": 2,
    }  # fmt: skip
    heir = table.read(f"/concepts/{concept['replacedBy'][0]['id']}")
    assert heir["prefLabel"]["ar"] == "إقامة العاملين في القطاعين الحكومي والأهلي"
    assert heir["prefLabel"]["en"] == "Residence of government and private sector employees"
    assert heir["scopeNote"]["en"].startswith("Residence of government, private and oil")


def a_divided_code_names_the_choices(table: Table) -> None:
    """Each language names them by the labels of its own."""
    entry = {"isClassifiedBy": [{"scheme": "services", "notation": "04.8"}]}
    asked = {"entity": "moi", "sourceId": "new-one", "content": {**ENTRY, **entry}}
    found = table.done("moi", "", "validate", asked)["findings"]
    [finding] = [one for one in found if one["rule"] == "CLASS-06"]
    assert finding["message"] == {
        "ar": "صار الرمز '04.8' عدة رموز: 04.9 تأهيل الباحثين عن عمل، 04.10 تدريب العاملين.",
        "en": "'04.8' became several codes: 04.9 Training for job seekers, "
        "04.10 Training for staff.",
    }


def the_mirror_follows(table: Table) -> None:
    changes = table.read("/changes?types=service&limit=200")
    assert {one["op"] for one in changes["items"]} <= {"upsert", "delete", "reclassified"}


def the_release_is_taken_back(table: Table) -> None:
    back = table.done("steward", "/taxonomies/services", "releases", {"rollback": True})
    assert back["version"] == "2.1.0"
    assert sum(carriers(table, "04.8").values()) == 7
    page = table.client.get("/en/taxonomies/services/compare").text
    assert "Version 2.1.0 takes version 2.0.0 back" in page
    assert carriers(table, "04.9") == carriers(table, "04.8")  # it is retired and leads back
    standing = table.read("/services?limit=200&category=04.9")["items"]
    shown = [{one["notation"] for one in each["isClassifiedBy"]} for each in standing]
    assert all("04.8" in codes and "04.9" not in codes for codes in shown)
