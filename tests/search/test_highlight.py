"""Found words are marked in the text as it stands."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from app.search.highlight import Segment, marked_html, matcher_of, segments, snippet
from app.search.planning import plan_query
from app.search.vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    {"رخصه": 1, "القياده": 1, "رسوم": 1, "passport": 2, "renewal": 1}, documents=3
)


def mark(query: str, text: str) -> str:
    return marked_html(segments(text, matcher_of(plan_query(query, VOCABULARY))))


def test_marks_keep_the_vowels_of_the_original() -> None:
    assert mark("رخصه القياده ", "رُخْصَةُ القِيَادَةِ الدولية") == (
        "<mark>رُخْصَةُ</mark> <mark>القِيَادَةِ</mark> الدولية"
    )


def test_stems_prefixes_slips_and_skeletons_are_marked() -> None:
    assert mark("renew ", "Passport renewals") == "Passport <mark>renewals</mark>"
    assert mark("pa", "A passport") == "A <mark>passport</mark>"
    assert mark("passp", "A passport") == "A <mark>passport</mark>"
    assert mark("pasport ", "A passport") == "A <mark>passport</mark>"
    assert mark("رسم ", "الرسوم السنوية") == "<mark>الرسوم</mark> السنوية"


def test_everything_is_escaped() -> None:
    assert mark("passport ", "<b>&passport</b>") == "&lt;b&gt;&amp;<mark>passport</mark>&lt;/b&gt;"


def test_a_snippet_shows_where_the_words_stand() -> None:
    text = "word " * 60 + "the passport renewal desk " + "more " * 60
    matcher = matcher_of(plan_query("passport renewal ", VOCABULARY))

    found = snippet(text, matcher)

    assert "<mark>passport</mark> <mark>renewal</mark>" in marked_html(found)
    assert found[0] == found[-1] == Segment("…", is_match=False)
    assert sum(len(piece.text) for piece in found) <= 162


def test_a_snippet_without_a_match_is_the_beginning() -> None:
    matcher = matcher_of(plan_query("nothing ", VOCABULARY))

    assert snippet("short", matcher) == [Segment("short", is_match=False)]
    assert snippet("", matcher) == []
    assert snippet("word " * 60, matcher)[0].text.startswith("word word")
    assert snippet("x" * 300, matcher, letters=10)[0].text == "x" * 10


def test_a_snippet_of_one_long_word_is_cut_within_it() -> None:
    text = "x" * 300 + "-passport-" + "y" * 300
    matcher = matcher_of(plan_query("passport ", VOCABULARY))

    assert Segment("passport", is_match=True) in snippet(text, matcher)


@given(st.text(max_size=60), st.text(alphabet="pas رخ\u064b<&", max_size=300))
def test_marking_loses_nothing(query: str, text: str) -> None:
    matcher = matcher_of(plan_query(query, VOCABULARY))

    assert "".join(piece.text for piece in segments(text, matcher)) == text
    pieces = [piece.text for piece in snippet(text, matcher) if piece.text != "…"]
    assert "".join(pieces) in text


def test_what_is_remembered_of_long_texts_takes_little_memory() -> None:
    matcher = matcher_of(plan_query("passport ", VOCABULARY))
    tracemalloc.start()

    for number in range(200):
        segments(f"{number} " + "renewal of a passport " * 500, matcher)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept < 5_000_000
