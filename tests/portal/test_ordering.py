"""Pages list things in the order of their titles, in the language of the page."""

from starlette.testclient import TestClient

from app.portal.ordering import largest_entities, nodes_by_title
from app.portal.reader import Entity, Node

NODES = (
    Node("a", {"ar": "وفاة قريب", "en": "A death"}, 1),
    Node("b", {"ar": "إنشاء أسرة", "en": "Founding a family"}, 2),
    Node("c", {"ar": "الزواج", "en": "Marriage"}, 3),
)


def test_events_stand_by_their_labels_in_the_language_of_the_page() -> None:
    assert [one.notation for one in nodes_by_title(NODES, "ar")] == ["c", "b", "a"]
    assert [one.notation for one in nodes_by_title(NODES, "en")] == ["a", "b", "c"]


def test_of_equally_large_entities_the_title_decides() -> None:
    entities = [
        Entity("a", {"ar": "وزارة", "en": "Ministry"}, None, "ministry", 4),
        Entity("b", {"ar": "بلدية", "en": "Municipality"}, None, "municipality", 4),
        Entity("c", {"ar": "هيئة", "en": "Authority"}, None, "authority", 9),
    ]

    assert [one.id for one in largest_entities(entities, "ar", 2)] == ["c", "b"]
    assert [one.id for one in largest_entities(entities, "en", 2)] == ["c", "a"]


def test_the_pages_of_events_are_in_order(client: TestClient) -> None:
    arabic, english = client.get("/ar/life-events").text, client.get("/en/life-events").text

    assert arabic.index("التقاعد") < arabic.index("القدوم إلى الكويت")
    assert english.index("Moving to Kuwait") < english.index("Retiring")


def test_the_classification_stands_in_the_order_of_its_codes_and_shows_them(
    client: TestClient,
) -> None:
    text = client.get("/en/browse").text

    assert text.index("Residence, entry and exit") < text.index("Health")
    assert '<span class="code">02.1</span> Work residence' in text


def test_services_of_an_entity_are_in_order(client: TestClient) -> None:
    arabic, english = client.get("/ar/entities/moi").text, client.get("/en/entities/moi").text

    assert arabic.index("/services/moi-issue") < arabic.index("/services/moi-renew")
    assert english.index("/services/moi-issue") < english.index("/services/moi-renew")
