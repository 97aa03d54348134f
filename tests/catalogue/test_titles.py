"""Services in the order of their titles: each once, in each language, as they are now."""

import orjson
import pytest

from app.catalogue.queries.documents import stream_documents
from app.catalogue.queries.titles import TitledPage, list_by_title
from app.core import migrating
from app.core.db import Database
from app.core.languages import LANGUAGES, Language
from app.core.ordering import order_key
from tests.catalogue import world


def listed(
    database: Database, *, language: Language = "en", value: str = "moi", page: int = 1
) -> TitledPage:
    with database.read() as session:
        return list_by_title(session, "entity", value, language=language, page=page, page_size=3)


def ids(page: TitledPage) -> list[str]:
    return [orjson.loads(body)["id"] for body in page.bodies]


def publish(database: Database, titles: dict[str, tuple[str, str]]) -> None:
    with database.write() as session:
        entries = [
            world.entry(key, title={"ar": arabic, "en": english})
            for key, (arabic, english) in titles.items()
        ]
        world.publish(session, *entries)


@pytest.fixture
def titled(catalogue: Database) -> Database:
    publish(
        catalogue,
        {
            "s1": ("نقل ملكية", "Transfer"),
            "s2": ("إصدار رخصة", "issue a licence"),
            "s3": ("أثر", "Renewal"),
            "s4": ("تجديد رخصة", "Éclair"),
        },
    )
    return catalogue


def test_each_language_has_its_own_order(titled: Database) -> None:
    assert ids(listed(titled, language="ar")) == ["s3", "s2", "s4"]
    assert ids(listed(titled, language="ar", page=2)) == ["s1"]
    assert ids(listed(titled, language="en")) == ["s4", "s2", "s3"]
    assert listed(titled).total == 4


def test_a_page_beyond_the_last_is_empty_and_tells_how_many_there_are(titled: Database) -> None:
    beyond = listed(titled, page=1_000_000)

    assert (ids(beyond), beyond.total) == ([], 4)


def test_a_value_that_nothing_has_lists_nothing(titled: Database) -> None:
    assert listed(titled, value="nobody") == TitledPage([], 0)


def test_equal_titles_go_by_id(catalogue: Database) -> None:
    publish(catalogue, dict.fromkeys(("s2", "s3", "s1"), ("رخصة", "Licence")))

    assert ids(listed(catalogue)) == ["s1", "s2", "s3"]


def test_a_new_title_moves_a_service_and_archiving_takes_it_out(titled: Database) -> None:
    publish(titled, {"s4": ("يوم", "Zero")})
    assert ids(listed(titled)) == ["s2", "s3", "s1"]
    with titled.write() as session:
        world.archive(session, "s3")

    assert ids(listed(titled, language="ar")) == ["s2", "s1", "s4"]
    assert listed(titled).total == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_hold_every_service_once_in_order(seeded_url: str, language: Language) -> None:
    database = Database(seeded_url)
    with database.read() as session:
        documents = [orjson.loads(body) for _, body in stream_documents(session)]
        pages = [
            list_by_title(session, "entity", "moi", language=language, page=page, page_size=30)
            for page in (1, 2, 3)
        ]
    database.close()

    ours = [one for one in documents if one["hasCompetentAuthority"]["id"] == "moi"]
    ours.sort(key=lambda one: (order_key(one["title"], language), one["id"]))
    assert [one for page in pages for one in ids(page)] == [one["id"] for one in ours]


def test_what_was_published_before_the_keys_gets_them(seeded: Database) -> None:
    before = [ids(listed(seeded, language=language)) for language in LANGUAGES]
    migrating.step_down(seeded, "0003_add_submissions")

    migrating.migrate(seeded)

    assert [ids(listed(seeded, language=language)) for language in LANGUAGES] == before
    assert listed(seeded).total == 70
