"""What of a query's reading a visitor is told."""

from app.core.languages import Language
from app.portal.reader import Question, Told
from app.portal.understanding import told_of
from app.portal.writing import as_written
from app.search.lexicon import Lexicon
from app.search.schemas import (
    EntityBrief,
    ExpandedPhrase,
    QueryUnderstanding,
    SearchHit,
    SearchOut,
    UnderstoodWord,
)
from app.taxonomy.lexicon.state import ASKING, LexiconState, Term, TermGroup

LEXICON = Lexicon(
    LexiconState(
        {
            "g_a": TermGroup("g_a", {"ar": "رخصة القيادة", "en": "Driving licence"}, "traffic", ()),
            "g_b": TermGroup(
                "g_b", {"ar": "أسئلة", "en": "Questions"}, ASKING, (Term("شلون", "ar", "gulf"),)
            ),
        }
    )
)


def understood(**changes: object) -> QueryUnderstanding:
    found = QueryUnderstanding(
        analyser="ar-en/1", lexicon=None, repaired=None, expanded=[], words=[], dropped=[],
        corrected=None,
    )  # fmt: skip
    return found.model_copy(update=changes)


def word(text: str, kind: str, *readings: str) -> UnderstoodWord:
    return UnderstoodWord(text=text, kind=kind, is_minor=False, readings=list(readings))


def hit(title: str, *, is_pinned: bool = False) -> SearchHit:
    entity = EntityBrief(id="moi", title={})
    return SearchHit(
        id="a", title={"ar": title}, summary={}, entity=entity, score=1, is_pinned=is_pinned,
        highlights={},
    )  # fmt: skip


def told(
    query: QueryUnderstanding | None, typed: str, language: Language, *hits: SearchHit
) -> Told:
    found = SearchOut(
        query_id=None, items=list(hits), total=len(hits), page=1, page_size=20, facets={},
        query_understanding=query, explanation=None, degraded=False,
    )  # fmt: skip
    return told_of(found, Question(typed, language), LEXICON)


def test_what_was_corrected_is_told_before_what_was_repaired() -> None:
    assert told(None, "x", "ar") == Told()
    assert not told(understood(words=[word("x", "exact")]), "x", "ar").says_something
    assert told(understood(corrected="driving"), "drivng", "en").shown == "driving"
    assert not told(understood(corrected="driving"), "drivng", "en").is_keyboard
    both = told(understood(repaired="تجدد", corrected="تجديد"), "j[]]", "ar")
    assert (both.shown, both.is_keyboard) == ("تجديد", True)


def test_other_words_are_told_in_the_script_of_the_page() -> None:
    phrase = ExpandedPhrase(
        text="ليسن",
        groups=["g_a"],
        terms=["رخصة قيادة", "driving license", "مادة 18", "رخصة سوق"],
    )
    query = understood(expanded=[phrase, phrase])

    assert told(query, "ليسن", "ar").also == ["رخصة قيادة", "مادة 18", "رخصة سوق"]
    assert told(query, "ليسن", "en").also == ["driving license"]
    assert told(query, "ليسن", "en").meant == []


def test_where_no_other_word_is_in_the_script_of_the_page_the_lexicon_names_the_thing() -> None:
    phrase = ExpandedPhrase(text="ليسن", groups=["g_a", "g_c"], terms=["رخصة قيادة"])
    same = ExpandedPhrase(text="driving licences", groups=["g_a"], terms=["رخصة قيادة"])

    english = told(understood(expanded=[phrase]), "ليسن", "en")
    assert (english.also, english.meant) == ([], ["Driving licence"])
    assert told(understood(expanded=[phrase]), "ليسن", "ar").meant == []
    assert told(understood(expanded=[same]), "driving licences", "en").meant == []


def test_words_told_by_their_sound_and_unknown_ones_are_named() -> None:
    words = [
        word("ajaded", "transliteration", "جديده"),
        word("zzz", "unknown"),
        word("passport", "exact", "passport"),
    ]
    query = told(understood(words=words), "ajaded ZZZ passport", "ar")

    assert (query.also, query.unknown) == (["جديده"], ["ZZZ"])


def test_unknown_words_are_shown_as_they_were_typed() -> None:
    words = [word("زنقلطه", "unknown"), word("اشيا", "unknown")]

    assert told(understood(words=words), "زنقلطةُ أشياء", "ar").unknown == ["زنقلطةُ", "أشياء"]
    repaired = understood(words=words[:1], repaired="زنقلطة")
    assert told(repaired, ".krg'm", "ar").unknown == ["زنقلطة"]


def test_the_beginning_of_a_word_is_told_unless_no_word_begins_so() -> None:
    begun = understood(words=[word("اقا", "prefix", "اقامه")])
    in_vain = understood(words=[word("زقن", "prefix")])

    assert told(begun, "إقا", "ar", hit("إقامة")).begins == "إقا"
    assert told(begun, "إقا", "ar", hit("إقامة")).unknown == []
    assert told(in_vain, "زقن", "ar").begins is None
    assert told(in_vain, "زقن", "ar").unknown == ["زقن"]


def test_hits_of_words_that_nobody_knows_are_near_in_meaning_unless_they_are_pinned() -> None:
    query = understood(words=[word("زنقلطه", "unknown")])
    half = understood(words=[word("زنقلطه", "unknown"), word("جواز", "exact")])

    assert told(query, "زنقلطة", "ar", hit("إقامة")).is_near
    assert not told(query, "زنقلطة", "ar").is_near
    assert not told(query, "زنقلطة", "ar", hit("إقامة", is_pinned=True)).is_near
    assert not told(half, "زنقلطة جواز", "ar", hit("جواز")).is_near


def test_words_that_only_ask_are_not_called_unknown() -> None:
    for typed in ("هل", "how do", "شلون", "شلون من"):
        words = [word(text, "unknown") for text in typed.split()]
        query = told(understood(words=words), typed, "ar")
        assert query == Told(is_common=True)
    assert not told(understood(words=[word("جواز", "exact")]), "هل جواز", "ar").is_common


def test_a_stop_word_may_be_the_beginning_of_a_word_unless_more_is_asked() -> None:
    begun = word("in", "prefix", "inheritance")

    lone = told(understood(words=[begun]), "in", "en", hit("إرث"))
    assert (lone.begins, lone.is_common) == ("in", False)
    both = told(understood(words=[word("how", "exact"), begun]), "how in", "en", hit("إرث"))
    assert (both.begins, both.is_common) == (None, True)


def test_corrections_are_written_as_in_the_titles_that_were_found() -> None:
    hits = [hit("تجديد إقامة القطاع الأهلي (مادة 18)"), hit("رخصة قيادة")]
    query = understood(corrected="تجديد الاقامه passport رخصه")

    assert told(query, "x", "ar", *hits).shown == "تجديد الإقامة passport رخصة"
    assert told(query, "x", "ar").shown == "تجديد الاقامه passport رخصه"
    assert as_written("", {"x": "y"}) == ""
    assert as_written("الاهلي، 18 (ماده)", {"الاهلي": "الأهلي", "ماده": "مادة"}) == (
        "الأهلي، 18 (مادة)"
    )
