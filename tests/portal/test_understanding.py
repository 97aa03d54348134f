"""What of a query's reading a visitor is told."""

from app.portal.reader import Told
from app.portal.understanding import as_written, told_of
from app.search.schemas import ExpandedPhrase, QueryUnderstanding, UnderstoodWord


def understood(**changes: object) -> QueryUnderstanding:
    found = QueryUnderstanding(
        analyser="ar-en/1", lexicon=None, repaired=None, expanded=[], words=[], dropped=[],
        corrected=None,
    )  # fmt: skip
    return found.model_copy(update=changes)


def test_what_was_corrected_is_told_before_what_was_repaired() -> None:
    assert told_of(None, "ar") == Told()
    assert told_of(understood(), "ar") == Told(also=[], unknown=[])
    assert told_of(understood(corrected="driving"), "en").shown == "driving"
    assert not told_of(understood(corrected="driving"), "en").is_keyboard
    both = told_of(understood(repaired="تجدد", corrected="تجديد"), "ar")
    assert (both.shown, both.is_keyboard) == ("تجديد", True)


def test_other_words_are_told_in_the_script_of_the_page() -> None:
    phrase = ExpandedPhrase(
        text="ليسن",
        groups=["g_a"],
        terms=["رخصة قيادة", "driving license", "إجازة سوق", "رخصة سوق"],
    )
    told = understood(expanded=[phrase, phrase])

    assert told_of(told, "ar").also == ["رخصة قيادة", "إجازة سوق", "رخصة سوق"]
    assert told_of(told, "en").also == ["driving license"]


def test_words_told_by_their_sound_and_unknown_ones_are_named() -> None:
    words = [
        UnderstoodWord(text="ajaded", kind="transliteration", is_minor=False, readings=["جديده"]),
        UnderstoodWord(text="zzz", kind="unknown", is_minor=False, readings=[]),
        UnderstoodWord(text="passport", kind="exact", is_minor=False, readings=["passport"]),
    ]
    told = told_of(understood(words=words), "ar")

    assert (told.also, told.unknown) == (["جديده"], ["zzz"])


def test_corrections_are_written_as_in_the_titles_that_were_found() -> None:
    titles = ["تجديد إقامة القطاع الأهلي (مادة 18)", "رخصة قيادة"]
    told = understood(corrected="تجديد الاقامه passport رخصه")

    assert told_of(told, "ar", titles).shown == "تجديد الإقامة passport رخصة"
    assert told_of(told, "ar").shown == "تجديد الاقامه passport رخصه"
    assert as_written("", {"x": "y"}) == ""
    assert as_written("الاهلي، 18 (ماده)", {"الاهلي": "الأهلي", "ماده": "مادة"}) == (
        "الأهلي، 18 (مادة)"
    )
