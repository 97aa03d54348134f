"""The portal's reader over the seeded catalogue and the embedded search engine."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.api.references import build_reference
from app.catalogue import commands
from app.catalogue.schemas.content import ServiceEntry
from app.cli.seeding import read_lines
from app.core.db import Database
from app.core.errors import NotFound
from app.core.settings import ROOT
from app.portal.catalogue_reader import CatalogueReader, open_catalogue
from app.portal.reader import Question, Segment, Suggestion
from app.portal.site import create_portal
from app.portal.trees import walk
from app.portal.understanding import read_marks
from app.search.guidance import Guidance
from app.search.indexing import MemoryIndex
from app.search.semantic.fusing import Near
from app.search.serving import ServedSearch
from app.search.source import CatalogueSource
from tests.conftest import Server
from tests.portal.pages import LANGUAGES, PAGES


@pytest.fixture(scope="module")
def database(server: Server, seeded_url: str) -> Iterator[Database]:
    database = Database(server.copy_of(seeded_url))
    yield database
    database.close()


@pytest.fixture(scope="module")
def desk(database: Database) -> Iterator[ServedSearch]:
    desk = desk_of(database)
    yield desk
    desk.index.close()


def desk_of(database: Database) -> ServedSearch:
    desk = ServedSearch(database, MemoryIndex(CatalogueSource(database)))
    desk.follow(1)
    return desk


@pytest.fixture
def reader(database: Database, desk: ServedSearch) -> Iterator[CatalogueReader]:
    with open_catalogue(database, desk) as reader:
        yield reader


def test_it_finds_services_and_marks_what_matches(reader: CatalogueReader) -> None:
    answer = reader.search(Question("تجديد الإقامة", "ar"))

    first = answer.hits[0]
    assert "إقامة" in str(first.document["title"])
    assert any(segment.is_match for segment in first.marks["title"])


def test_filters_narrow_and_facets_stay_open(reader: CatalogueReader) -> None:
    everything = reader.search(Question())
    residents = reader.search(Question(filters={"audience": ("resident",)}))

    assert everything.total == 538
    assert 0 < residents.total < 538
    counts = {value.value: value.count for value in residents.facets["audience"]}
    assert counts["resident"] == residents.total
    assert len(counts) > 1


def test_a_topic_stands_for_everything_below_it(reader: CatalogueReader) -> None:
    found = reader.search(Question(filters={"category": ("02",)}))

    assert found.total == 37
    shown = {value.value for value in found.facets["category"]}
    assert {"01", "02", "02.1"} <= shown
    assert "01.1" not in shown
    assert "02.1.2" not in shown


def test_free_services_are_counted_and_chosen(reader: CatalogueReader) -> None:
    counts = {one.value: one.count for one in reader.search(Question()).facets["isFree"]}
    free = reader.search(Question(filters={"isFree": ("true",)}))
    both = reader.search(Question(filters={"isFree": ("true", "false")}))

    assert counts == {"true": 5, "false": 45}
    assert free.total == 5
    assert both.total == 538


def test_a_misspelt_word_is_understood(reader: CatalogueReader) -> None:
    answer = reader.search(Question("passprt", "en"))

    assert answer.told.shown == "passport"


@pytest.mark.parametrize("typed", ["ليسن", "ra5sat qiyada", "رخصةقيادة"])
def test_each_page_tells_in_its_language_what_was_understood(
    reader: CatalogueReader, typed: str
) -> None:
    arabic, english = (reader.search(Question(typed, language)).told for language in LANGUAGES)

    assert [*arabic.also, *arabic.meant]
    assert any("driving licen" in one.lower() for one in (*english.also, *english.meant))


def test_what_was_typed_is_told_as_it_was_typed(reader: CatalogueReader) -> None:
    unknown, begun, asking = (
        reader.search(Question(typed, "ar")) for typed in ("زنقلطة", "إقا", "هل")
    )

    assert (unknown.total, list(unknown.told.unknown)) == (0, ["زنقلطة"])
    assert begun.told.begins == "إقا"
    assert begun.total > 0
    assert (asking.total, asking.told.is_common, list(asking.told.unknown)) == (0, True, [])


class Nearest:
    """Finds one service near everything."""

    def near(self, text: str, *, limit: int) -> list[Near]:
        return [Near("moi-passport-renew", 0.9)]


def test_what_is_only_near_in_meaning_is_told_apart(database: Database) -> None:
    desk = desk_of(database)
    desk.guidance = Guidance(neighbours=Nearest())

    with open_catalogue(database, desk) as reader:
        near, known = (reader.search(Question(typed, "ar")) for typed in ("زنقلطة", "جواز"))
    desk.index.close()

    assert (near.total, near.told.is_near) == (1, True)
    assert not known.told.is_near


def test_suggestions_name_services_topics_and_entities(reader: CatalogueReader) -> None:
    assert Suggestion("وزارة الداخلية", "entity", "moi") in reader.suggest("وزارة الداخ", "ar")
    assert Suggestion("Residence, entry and exit", "category", "02") in reader.suggest(
        "reside", "en"
    )


def test_what_is_mostly_meant_is_suggested_first(reader: CatalogueReader) -> None:
    firsts = {text: reader.suggest(text, "ar")[0].text for text in ("جواز", "بطاقة", "driv")}

    assert firsts == {
        "جواز": "تجديد جواز السفر الكويتي",
        "بطاقة": "البطاقة المدنية",
        "driv": "Driving licences",
    }


def test_services_of_an_entity_come_page_by_page_once_each(reader: CatalogueReader) -> None:
    pages = [
        reader.list_services("entity", "moi", language="ar", page=page, page_size=20)
        for page in range(1, 6)
    ]

    ids = [hit.document["id"] for page in pages for hit in page.hits]
    assert len(ids) == len(set(ids)) == pages[0].total == 70


def test_far_pages_are_reached(reader: CatalogueReader) -> None:
    near = reader.list_services("audience", "citizen", language="en", page=1, page_size=20)
    far = reader.list_services("audience", "citizen", language="en", page=15, page_size=20)
    beyond = reader.list_services("audience", "citizen", language="en", page=999, page_size=20)

    assert near.total > 280
    assert len(far.hits) == 20
    assert (len(beyond.hits), beyond.total) == (0, near.total)


def test_services_stand_in_the_order_of_their_titles(reader: CatalogueReader) -> None:
    found = {
        language: [
            hit.document["title"][language]
            for hit in reader.list_services(
                "lifeEvent", "having-a-child", language=language, page=1, page_size=4
            ).hits
        ]
        for language in LANGUAGES
    }

    assert found["ar"] == [
        "إصدار إقامة لمولود غير كويتي في الكويت",
        "إصدار البطاقة المدنية للكويتيين لأول مرة",
        "إصدار بطاقة مدنية لمولود غير كويتي",
        "إصدار بطاقة مدنية لمولود كويتي",
    ]
    assert found["en"] == [
        "Add a child to the child allowance",
        "Add a member to the ration card",
        "Add a newborn to the nationality file",
        "Birth certificate",
    ]


def test_the_tree_counts_services(reader: CatalogueReader) -> None:
    tree = reader.get_tree("services")

    counts = {node.notation: node.count for node in walk(tree.nodes)}
    assert tree.version == "1.0.0"
    assert len(tree.nodes) == 18
    assert counts["02"] == 37


def test_entities_are_read(reader: CatalogueReader) -> None:
    entity = reader.get_entity("moi")

    assert (entity.kind, entity.count, entity.parent) == ("ministry", 70, "cabinet")
    assert entity.is_demonstration
    assert len(reader.list_entities()) == 74
    assert reader.count_services() == 538


def test_what_is_not_there_is_not_found(reader: CatalogueReader) -> None:
    for ask in (reader.get_service, reader.list_revisions, reader.get_entity):
        with pytest.raises(NotFound):
            ask("nothing")


@pytest.mark.parametrize(
    ("marked", "pieces"),
    [
        ("a &lt;b&gt; <mark>c &amp;</mark>", [Segment("a <b> ", False), Segment("c &", True)]),
        ("&lt;mark&gt;x", [Segment("<mark>x", False)]),
        ("", []),
    ],
)
def test_marks_are_read_as_plain_text(marked: str, pieces: list[Segment]) -> None:
    assert read_marks(marked) == pieces


REAL = {
    "/services/moi-renew": "/services/moi-res18-renew",
    "/services/moi-issue": "/services/moi-veh-inspect",
    "/services/moi-hostile": "/services/moi-res17-new",
    "/services/moi-renew/history": "/services/moi-res18-renew/history",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", sorted(PAGES))
def test_every_page_is_answered_from_the_database(
    database: Database, desk: ServedSearch, language: str, page: str
) -> None:
    portal = create_portal(lambda: open_catalogue(database, desk), reference=build_reference())
    path = REAL.get(PAGES[page], PAGES[page])

    assert TestClient(portal).get(f"/{language}{path}").status_code == 200


def test_history_tells_what_a_revision_changed(seeded: Database) -> None:
    entries = read_lines(ROOT / "seeds" / "services.jsonl", ServiceEntry)
    entry = next(one for one in entries if one.id == "moi-res18-renew")
    cost = entry.content.has_cost[0].model_copy(update={"amount_fils": 25500})
    content = entry.content.model_copy(update={"has_cost": [cost]})
    with seeded.write() as session:
        changed = entry.model_copy(update={"content": content})
        (saved,) = commands.save_revisions(session, [changed], actor="test")
        commands.publish(session, {saved.service_id: saved.revision}, actor="test")
    desk = desk_of(seeded)
    client = TestClient(create_portal(lambda: open_catalogue(seeded, desk)))

    text = client.get("/en/services/moi-res18-renew/history").text

    assert "KD 20" in text
    assert "KD 25.500" in text
    assert "Current revision" in text
