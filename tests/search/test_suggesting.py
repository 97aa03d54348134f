"""What no name holds is suggested in the words of what was meant."""

import pytest

from app.search.engine_memory import MemoryEngine
from app.search.lexicon import Lexicon
from app.search.suggest import Name, Suggester
from app.search.suggesting import suggest_names
from app.search.vocabulary import Vocabulary
from app.taxonomy.lexicon.reading_files import state_of
from app.taxonomy.lexicon.schemas import LexiconFile
from tests.taxonomy.lexicon.files import group, lexicon_file, term

RENEWAL = Name("تجديد رخصة القيادة", "service", "renew")
ISSUE = Name("إصدار رخصة قيادة", "service", "issue")
CIVIL = Name("Civil ID renewal", "service", "civil")
SUGGESTER = Suggester([RENEWAL, ISSUE, CIVIL])
GROUPS = [
    group("g_aaaaaaaaaaaa", term("رخصة قيادة"), term("ليسن", register="gulf")),
    group(
        "g_bbbbbbbbbbbb",
        term("تجديد"),
        term("أجدد", direction="one_way"),
        term("tajdeed", lang="en", register="translit", direction="one_way"),
    ),
    group("g_cccccccccccc", term("شلون"), term("كيف"), domain="asking"),
]
LEXICON = Lexicon(state_of(LexiconFile.model_validate(lexicon_file("1.0.0", *GROUPS))))


class _Knowing(MemoryEngine):
    """An engine without documents that knows words."""

    vocabulary = Vocabulary(
        {"تجديد": 2, "رخصه": 2, "قياده": 2, "civil": 1, "renewal": 1}, documents=3
    )


def suggested(text: str, limit: int = 10) -> list[Name]:
    return suggest_names(SUGGESTER, _Knowing(), LEXICON, text, limit=limit)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("شلون اجدد الليسن", [RENEWAL, ISSUE]),
        ("ليسن", [ISSUE, RENEWAL]),
        ("civl", [CIVIL]),
        ("vowm rdh]m", [ISSUE, RENEWAL]),
        ("zzzzzz", []),
        ("", []),
    ],
)
def test_what_no_name_holds_is_suggested_as_it_is_meant(typed: str, names: list[Name]) -> None:
    assert suggested(typed) == names


def test_what_a_name_holds_is_suggested_by_its_letters_alone() -> None:
    assert suggested("تجديد") == [RENEWAL]
    assert suggested("شلون اجدد الليسن", limit=1) == [RENEWAL]
    assert suggested("lsn") == []


@pytest.mark.parametrize("typed", ["taj", "tajd", "tajde"])
def test_an_unfinished_word_of_the_lexicon_is_completed(typed: str) -> None:
    assert suggested(typed) == [RENEWAL]


def test_a_finished_word_is_not_completed() -> None:
    assert suggested("tajd ") == []
