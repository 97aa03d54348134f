"""What nearness is worth beside words."""

from collections.abc import Iterable

import pytest

from app.search.lexicon import Lexicon
from app.search.plan import Plan
from app.search.planning import plan_query
from app.search.semantic.fusing import MOST_NEAR, Near, points_near, worth_of
from app.search.vocabulary import Vocabulary
from app.taxonomy.lexicon.reading_files import state_of
from app.taxonomy.lexicon.schemas import LexiconFile
from tests.taxonomy.lexicon.files import lexicon_file

LEXICON = Lexicon(state_of(LexiconFile.model_validate(lexicon_file())))
KNOWN = Vocabulary({"رخصه": 3, "قياده": 2, "تجديد": 2, "passport": 1, "renewal": 2}, documents=5)


def planned(text: str) -> Plan:
    return plan_query(text, KNOWN)


class Told:
    """Neighbours that say what they were told to."""

    def __init__(self, *found: Near) -> None:
        self.found = found
        self.asked: list[tuple[str, int]] = []

    def near(self, text: str, *, limit: int) -> Iterable[Near]:
        self.asked.append((text, limit))
        return self.found


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("رخصة ", 1_200),
        ("رخصة القيادة ", 300),
        ("تجديد رخصة القيادة ", 800),
        ("رخصة زغروطة ", 800),
        ("زغروطة ", 800),
        ("passp", 0),
        ("renewal passp", 0),
        ("", 0),
    ],
)
def test_nearness_is_worth_what_words_do_not_tell(text: str, worth: int) -> None:
    assert worth_of(planned(text)) == worth


def test_points_rise_with_the_cosine_up_to_a_bound() -> None:
    told = Told(Near("a", 0.99), Near("b", 0.95), Near("c", 0.9), Near("d", 0.86), Near("e", 0.8))

    points = points_near(planned("رخصة القيادة "), told)

    assert points == {"a": 487, "b": 487, "c": 300, "d": 150}
    assert told.asked == [("رخصة القيادة ", MOST_NEAR)]


def test_what_is_hardly_near_answers_behind_all_others() -> None:
    told = Told(Near("a", 0.81), Near("b", 0.82), Near("c", 0.80))

    assert points_near(planned("رخصة القيادة "), told) == {"a": 1, "b": 1}


def test_neighbours_are_not_even_asked_where_words_alone_decide() -> None:
    told = Told(Near("a", 0.99))

    assert points_near(planned("passp"), told) == {}
    assert told.asked == []


def test_what_is_near_is_looked_for_in_the_query_as_it_is_properly_written() -> None:
    told = Told()

    points_near(plan_query("رخصه القياده ", KNOWN, LEXICON), told)

    assert told.asked == [("رخصة القيادة ", MOST_NEAR)]
