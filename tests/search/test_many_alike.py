"""The embedded engine where very many documents answer alike: order, pages and counts."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from app.catalogue.rules.filtering import ServiceFilters
from app.search.documents import SearchDocument, search_document
from app.search.engine import EngineQuery, SearchEngine
from app.search.engine_memory import MemoryEngine
from app.search.engine_tantivy import TantivyEngine
from app.search.lexicon import Lexicon
from app.search.planning import plan_query
from app.search.steering import Steering
from app.taxonomy.lexicon.reading_files import state_of
from app.taxonomy.lexicon.schemas import LexiconFile
from tests.search.bodies import body, titled
from tests.taxonomy.lexicon.files import group, lexicon_file, term

EQUALS = 700
"""More than are fetched in case they equal the last of a page."""


def filled(engine: SearchEngine, documents: list[SearchDocument], *, commits: int) -> SearchEngine:
    """Add documents by several commits, which an index keeps apart."""
    size = -(-len(documents) // commits)
    for number in range(commits):
        engine.add(documents[number * size : (number + 1) * size])
        engine.commit(number + 1)
    return engine


def equals(pattern: str) -> list[SearchDocument]:
    """Make documents that answer alike, in no order, behind one that answers better."""
    numbers = list(range(EQUALS))
    Random(7).shuffle(numbers)
    best = titled("the-best", "تجديد رخصة", "Licence renewal")
    plain = (
        titled(pattern.format(number), "رخصة", "Licence", audience=[f"a{number % 3}"])
        for number in numbers
    )
    return list(map(search_document, [*plain, best]))


@pytest.mark.parametrize("pattern", ["{:03d}-service", "service-begins-alike-{:03d}"])
@pytest.mark.parametrize("popular", [{}, {699: 1_000, 350: 4}])
def test_of_very_many_equals_the_first_by_their_id_are_shown(
    pattern: str, popular: dict[int, int], tmp_path: Path
) -> None:
    documents = equals(pattern)
    engine = filled(TantivyEngine(tmp_path), documents, commits=3)
    twin = filled(MemoryEngine(), documents, commits=1)
    plan = plan_query("تجديد رخصة", twin.vocabulary)
    steering = Steering(popularity={pattern.format(n): points for n, points in popular.items()})

    for page, kept in ((1, {}), (2, {}), (36, {}), (1, {"audience": ("a1",)})):
        query = EngineQuery(
            plan, ServiceFilters(values=kept), ("audience",), page=page, steering=steering
        )
        assert engine.search(query) == twin.search(query)


def test_the_first_page_of_equals_is_in_order_of_ids(tmp_path: Path) -> None:
    engine = filled(TantivyEngine(tmp_path), equals("{:03d}-service"), commits=2)
    plan = plan_query("رخصة ", engine.vocabulary)

    found = engine.search(EngineQuery(plan, page=2, page_size=3))

    assert found.total == 701
    assert [hit.id for hit in found.hits] == ["003-service", "004-service", "005-service"]


def test_a_part_of_a_phrase_is_no_answer_to_its_other_name(tmp_path: Path) -> None:
    content = lexicon_file("1.0.0", group("g_aaaaaaaaaaaa", term("تصريح"), term("رخصة قيادة خاصة")))
    lexicon = Lexicon(state_of(LexiconFile.model_validate(content)))
    documents = [
        search_document(titled("whole", "رخصة قيادة خاصة", "One")),
        search_document(titled("part", "رخصة قيادة", "Two")),
        search_document(titled("word", "تصريح خاصة", "Three")),
    ]
    engine = filled(TantivyEngine(tmp_path), documents, commits=1)
    twin = filled(MemoryEngine(), documents, commits=1)
    query = EngineQuery(plan_query("تصريح", engine.vocabulary, lexicon), facets=("audience",))

    found = engine.search(query)

    assert [hit.id for hit in found.hits] == ["whole", "word"]
    assert found == twin.search(query)


def test_values_are_counted_also_where_hardly_two_documents_have_the_same(tmp_path: Path) -> None:
    plain = search_document(body("one", audience=["citizen"]))
    documents = [
        replace(plain, id=f"s-{n:04d}", facets={**plain.facets, "audience": (f"a{n}", "all")})
        for n in range(2_100)
    ]
    engine = filled(TantivyEngine(tmp_path), [*documents, plain], commits=1)

    found = engine.search(EngineQuery(facets=("audience", "channel"), page_size=1))

    assert found.total == 2_101
    assert found.facets["audience"][:2] == (("all", 2_100), ("a0", 1))
    assert len(found.facets["audience"]) == 2_102
    assert found.facets["channel"] == (("portal", 2_101),)
