"""Words are put into the letters that the lexicon writes them in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.folding import fold
from app.search.analysis import analyse
from app.search.lexicon import NO_LEXICON, Lexicon
from app.search.planning import plan_query
from app.search.vocabulary import Vocabulary
from app.taxonomy.lexicon.reading_files import state_of
from app.taxonomy.lexicon.schemas import LexiconFile
from tests.taxonomy.lexicon.files import group, lexicon_file, term

LEXICON = Lexicon(
    state_of(
        LexiconFile.model_validate(
            lexicon_file(
                "1.2.0",
                group(
                    "g_222222222222", term("إقامة"), term("اقامه", register="gulf"), term("iqama")
                ),
                group("g_333333333333", term("اقامه شون", register="gulf"), term("الهوية الوطنية")),
                group("g_444444444444", term("تأمين صحي"), term("تامين", register="misspelling")),
                group("g_555555555555", term("أسرة"), term("ماء"), term("اسرة", status="retired")),
            )
        )
    )
)
VOCABULARY = Vocabulary({"اقامه": 3, "الهويه": 2, "تامين": 2, "passport": 1}, documents=5)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("اقامه", "إقامة"),
        ("الاقامه", "الإقامة"),
        ("هويه", "هوية"),
        ("والهويه", "والهوية"),
        ("للاسرة", "للأسرة"),
        ("تامين", "تأمين"),
        ("ماء", "ماء"),
        ("زغروطة", ""),
        ("iqama", ""),
    ],
)
def test_a_word_is_written_as_official_language_writes_it(typed: str, written: str) -> None:
    (word,) = analyse(typed)

    assert LEXICON.written(word) == written


@given(st.text(alphabet="اأإآةهىيئؤوء لبكفملنتس", max_size=12))
def test_only_letters_change_that_search_does_not_see(typed: str) -> None:
    for word in analyse(typed):
        assert fold(LEXICON.written(word)) in ("", word.text)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ابي تجديد الاقامه  والهويه", "ابي تجديد الإقامة  والهوية"),
        ("اقاممه ", "إقامة "),
        ("passporrt الاقامه", "passport الإقامة"),
        ("Passport", "Passport"),
        ("الماء والاسره", "الماء والأسرة"),
        ("اقاممهء 'الهويه'", "إقامة 'الهوية"),
        ("", ""),
    ],
)
def test_a_plan_tells_the_query_in_proper_writing(typed: str, written: str) -> None:
    assert plan_query(typed, VOCABULARY, LEXICON).written == written


def test_without_a_lexicon_words_stay_as_they_are_typed_or_corrected() -> None:
    plan = plan_query("الاقاممه هويه", VOCABULARY, NO_LEXICON)

    assert (plan.written, plan.corrected) == ("اقامه هويه", "اقامه هويه")
