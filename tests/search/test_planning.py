"""A plan says what every word of a query may stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.documents import Field
from app.search.lexicon import Lexicon
from app.search.plan import Alternative, Kind, Plan, Stream
from app.search.planning import LONGEST_QUERY, MOST_WORDS, plan_as_typed, plan_query
from app.search.scoring import MATCHED, compile_plan, total_points
from app.search.spelling import SpellingIndex, distance, slips_allowed
from app.search.understanding import understanding_of
from app.search.vocabulary import Vocabulary
from app.taxonomy.lexicon.reading_files import state_of
from app.taxonomy.lexicon.schemas import LexiconFile
from tests.taxonomy.lexicon.files import group, lexicon_file, term

KNOWN = {
    "تجديد": 9, "الاقامه": 4, "اقامه": 3, "رخصه": 5, "القياده": 2, "خدمه": 9, "ورشه": 1,
    "passport": 3, "renewal": 4, "renewing": 1, "driving": 2, "license": 2, "kuwait": 9,
    "residence": 4, "resident": 2,
}  # fmt: skip
VOCABULARY = Vocabulary(KNOWN, documents=10)


def plan(text: str) -> Plan:
    return plan_query(text, VOCABULARY)


def readings(text: str) -> list[tuple[str, Kind, float]]:
    (word,) = plan(text).words
    return [(a.term, a.kind, a.weight) for a in word.alternatives if a.stream is Stream.STEM]


def _weighed(found: Alternative) -> tuple[str, float]:
    return found.term, found.weight


def test_a_known_word_stands_for_its_stem() -> None:
    assert readings("الاقامة ") == [("اقام", Kind.EXACT, 1.0)]
    assert readings("Renewals ") == [("renew", Kind.EXACT, 1.0)]


def test_a_clitic_is_cut_when_the_rest_is_known() -> None:
    assert readings("ورخصة ") == [("رخص", Kind.CLITIC, 0.9)]


def test_the_last_word_may_be_unfinished() -> None:
    assert readings("resid") == [
        ("resid", Kind.EXACT, 1.0),
    ]
    assert readings("pass") == [("passport", Kind.PREFIX, pytest.approx(0.65))]
    assert readings("pass ") == []
    assert readings("التجد") == [("تجديد", Kind.PREFIX, pytest.approx(0.75))]


def test_a_few_letters_look_up_the_beginnings_of_names() -> None:
    (word,) = plan("الر").words

    assert [(a.term, a.stream) for a in word.alternatives if a.kind is Kind.PREFIX] == [
        ("الر", Stream.EDGE)
    ]


def test_three_letters_are_completed_with_what_is_said_most() -> None:
    (word,) = plan("res").words

    assert [(a.term, a.stream) for a in word.alternatives if a.kind is Kind.PREFIX] == [
        ("res", Stream.EDGE),
        ("resid", Stream.STEM),
    ]
    likely, unlikely = (
        dict(map(_weighed, plan_query("ren", known).words[0].alternatives))
        for known in (
            Vocabulary({"renewal": 9, "rent": 1}, documents=10),
            Vocabulary({"renewal": 1, "rent": 9}, documents=10),
        )
    )
    assert likely["renew"] > unlikely["renew"]
    assert likely["rent"] < unlikely["rent"]


def test_what_is_guessed_earns_no_more_for_being_rare() -> None:
    vocabulary = Vocabulary({"passport": 8, "pasta": 8, "tea": 1}, documents=10)
    rare = Vocabulary({"passport": 8, "pasta": 8, "tea": 1}, documents=10_000)

    guessed = [compile_plan(plan_query("pas", known), known).best for known in (vocabulary, rare)]

    assert guessed[0] == guessed[1]


def test_numbers_are_not_completed() -> None:
    assert readings("18") == []


def test_only_unknown_words_are_corrected() -> None:
    assert readings("pasport ") == [("passport", Kind.TYPO, 0.55)]
    assert readings("تجديذ ") == [("تجديد", Kind.TYPO, 0.55)]
    assert readings("renewal ") == [("renew", Kind.EXACT, 1.0)]
    assert readings("drv ") == []


def test_stop_words_are_dropped_unless_there_is_nothing_else() -> None:
    assert plan("شلون تجديد الاقامة ").dropped == ("شلون",)
    assert [word.text for word in plan("how to ").words] == ["how", "to"]


def test_a_single_last_letter_begins_a_word() -> None:
    assert [word.text for word in plan("driving i").words] == ["driving", "i"]
    assert [word.text for word in plan("driving i ").words] == ["driving"]


def test_domain_words_are_minor_beside_others() -> None:
    assert [(word.text, word.is_minor) for word in plan("kuwait passport ").words] == [
        ("kuwait", True),
        ("passport", False),
    ]
    assert [word.is_minor for word in plan("kuwait ").words] == [False]


def test_a_long_query_is_cut() -> None:
    found = plan(" ".join(f"word{n}x" for n in range(1000)))

    assert len(found.text) == LONGEST_QUERY
    assert len(found.words) == MOST_WORDS


def test_a_word_said_twice_counts_once() -> None:
    assert [word.text for word in plan("passport renewal passports ").words] == [
        "renewal",
        "passports",
    ]


@given(st.text(max_size=400))
def test_whatever_is_typed_has_a_plan(text: str) -> None:
    found = plan(text)

    assert len(found.words) <= MOST_WORDS
    compile_plan(found, VOCABULARY)
    understanding_of(found)


def test_every_word_earns_points_wherever_it_stands() -> None:
    scoring = compile_plan(plan("تجديد رخصة القيادة passport renewal driving kuwait"), VOCABULARY)
    least = [min(clause.points for clause in group) for group in scoring.words]

    assert len(least) == 7
    assert [points > MATCHED for points in least] == [True] * 6 + [False]  # kuwait says nothing
    assert scoring.best / 7 * MOST_WORDS < 2**24  # whole numbers that a 32-bit float holds


def test_names_with_the_words_stand_before_a_text_that_holds_all_of_them_in_passing() -> None:
    scoring = compile_plan(plan("driving license renewal "), VOCABULARY)
    name = {Field.TITLE_SHORT: {"drive", "licens"}}
    text = {Field.BODY: {"drive", "licens", "renew"}}
    both = {**name, Field.BODY: {"renew"}}

    earned = [total_points("a", terms, scoring) for terms in (both, name, text)]

    assert earned == sorted(earned, reverse=True)
    assert len(set(earned)) == 3


def test_a_plan_can_be_said_in_words() -> None:
    said = understanding_of(plan("the pasport zzzzzz ren"))

    assert said.dropped == ["the"]
    assert said.corrected == "the passport zzzzzz ren"
    assert [(word.text, word.kind) for word in said.words] == [
        ("pasport", "typo"),
        ("zzzzzz", "unknown"),
        ("ren", "prefix"),
    ]
    assert said.words[0].readings == ["passport"]
    assert understanding_of(plan("passport ")).corrected is None


@pytest.mark.parametrize(
    ("a", "b", "slips"),
    [("abcd", "abcd", 0), ("abcd", "abdc", 1), ("abcd", "abc", 1), ("abcd", "xbcd", 1),
     ("abcd", "abxyd", 2), ("abcdef", "ghijkl", 3)],
)  # fmt: skip
def test_slips_are_counted(a: str, b: str, slips: int) -> None:
    assert distance(a, b, most=2) == distance(b, a, most=2) == slips


def test_longer_words_may_hold_more_slips() -> None:
    assert [slips_allowed(w) for w in ("abc", "abcd", "abcdefg", "abcdefgh", "12345678")] == [
        0, 1, 1, 2, 0,
    ]  # fmt: skip


def test_a_slip_on_the_first_letter_counts_twice() -> None:
    index = SpellingIndex()
    for known in ("passport", "residence", "test"):
        index.add(known)

    assert index.near("bassport") == [("passport", 2)]
    assert index.near("assport") == []
    assert index.near("xpassport") == [("passport", 2)]
    assert index.near("apssport") == [("passport", 2)]
    assert index.near("rest") == []
    assert index.near("residnce") == [("residence", 1)]
    index.discard("residence")
    assert index.near("residnce") == []


@given(st.lists(st.text(alphabet="abc", min_size=4, max_size=10), max_size=30), st.data())
def test_neighbours_are_all_found_and_only_they(words: list[str], data: st.DataObject) -> None:
    index = SpellingIndex()
    for known in set(words):
        index.add(known)
    typed = data.draw(st.text(alphabet="abc", min_size=4, max_size=10))
    allowed = slips_allowed(typed)

    found = {near.word for near in index.near(typed)}

    same_start = {w for w in words if w[0] == typed[0] and w != typed}
    assert {w for w in found if w[0] == typed[0]} == {
        w for w in same_start if distance(typed, w, most=allowed) <= allowed
    }
    assert all(distance(typed, w, most=2) <= allowed for w in found)


def test_a_vocabulary_follows_changes() -> None:
    known = Vocabulary({"passport": 2, "pass": 1}, documents=3)

    known.update({"passport": 0, "passage": 4, "two words": 1}, documents=5)

    assert known.frequencies() == {"pass": 1, "passage": 4}
    assert [found.word for found in known.completions("pass", limit=5)] == ["passage", "pass"]
    assert not known.knows("passport")
    assert known.corrections("pasage", limit=3) == [("passage", 1)]
    assert known.rarity("passag") < known.rarity("pass") < known.rarity("nothing") <= 1
    assert Vocabulary().rarity("anything") == 0


def test_a_slip_in_the_letters_that_were_typed_comes_before_a_word_that_sounds_alike() -> None:
    known = Vocabulary({"civil": 3, "كفيل": 3}, documents=10)
    group_of_sponsors = group("g_aaaaaaaaaaaa", term("كفيل"), term("sponsor"))
    lexicon = Lexicon(
        state_of(LexiconFile.model_validate(lexicon_file("1.0.0", group_of_sponsors)))
    )

    found = plan_query("civl ", known, lexicon)

    assert understanding_of(found).corrected == "civil "
    assert understanding_of(found).expanded == []
    assert [(one.term, one.kind) for one in found.words[0].alternatives] == [
        ("civil", Kind.TYPO),
        ("كفيل", Kind.TRANSLITERATION),
    ]
    slip, sound = found.words[0].alternatives
    assert slip.weight > sound.weight


def test_a_word_without_readings_is_unknown() -> None:
    known = Vocabulary({"نغم": 2, "رخصه": 5}, documents=10)
    alike, unlike = (understanding_of(plan_query(text, known)) for text in ("أنغام ", "زنقلطة "))

    assert [(word.kind, word.readings) for word in alike.words] == [("skeleton", ["نغم"])]
    assert [(word.kind, word.readings) for word in unlike.words] == [("unknown", [])]
    known.update({"نغم": 0}, documents=10)
    assert understanding_of(plan_query("أنغام ", known)).words[0].kind == "unknown"


@pytest.mark.parametrize(
    "typed", ["pasport ", "pass", "اقامات", "nasjil tajdid", "passportrenewal", "نجدد ", "[,h."]
)
def test_as_typed_nothing_is_guessed(typed: str) -> None:
    found = plan_as_typed(typed, VOCABULARY)

    assert found.text == typed
    kinds = {one.kind for word in found.words for one in word.alternatives}
    assert kinds <= {Kind.EXACT, Kind.CLITIC}
    assert understanding_of(found).corrected is None
