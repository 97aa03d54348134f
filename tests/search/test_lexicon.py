"""The lexicon in a plan: what is said otherwise is found, whole, and not the other way round."""

import pytest

from app.core.folding import fold
from app.search.lexicon import Lexicon
from app.search.plan import Alternative, Kind, Plan, Stream
from app.search.planning import plan_as_typed, plan_query
from app.search.understanding import understanding_of
from app.search.vocabulary import Vocabulary
from app.taxonomy.lexicon.reading_files import state_of
from app.taxonomy.lexicon.schemas import LexiconFile
from app.taxonomy.lexicon.state import LexiconState
from tests.taxonomy.lexicon.files import group, lexicon_file, term

GROUPS = [
    *lexicon_file()["groups"],
    group("g_222222222222", term("عن بعد"), term("أونلاين"), domain="actions"),
    group("g_333333333333", term("عامل منزلي"), term("خادمة", direction="one_way")),
    group("g_444444444444", term("ماء"), term("ماي"), term("water"), domain="utilities"),
    group("g_555555555555", term("رخصة"), term("get a licence"), term("retired", status="retired")),
    group("g_666666666666", term("بلاغ هروب"), term("جلسة سرية"), term("جلسة")),
]
LEXICON = Lexicon(
    state_of(LexiconFile.model_validate(lexicon_file("1.2.0", *GROUPS))), version="1.2.0"
)
VOCABULARY = Vocabulary(
    {"رخصه": 4, "قياده": 2, "فاقد": 3, "بدل": 3, "تجديد": 5, "عامل": 2, "منزلي": 2, "خادمه": 1,
     "driving": 2, "license": 4, "lost": 1, "الما": 2, "جلسه": 1, "اونلاين": 1, "بعد": 1},
    documents=10,
)  # fmt: skip
MISSPELT = Lexicon(
    state_of(
        LexiconFile.model_validate(
            lexicon_file(
                "1.2.0",
                group(
                    "g_777777777777",
                    term("رخصة قيادة"),
                    term("driving"),
                    term("drivng", register="misspelling"),
                ),
            )
        )
    )
)
LETTERS = group("g_888888888888", term("بطاقة"), term("civil i d"))


def plan(text: str) -> Plan:
    return plan_query(text, VOCABULARY, LEXICON)


def synonyms(text: str) -> list[tuple[tuple[str, ...], float]]:
    found: dict[Alternative, None] = {}
    for word in plan(text).words:
        found |= dict.fromkeys(one for one in word.alternatives if one.kind is Kind.SYNONYM)
    return [(one.terms, one.weight) for one in found]


def test_an_unknown_word_stands_for_the_other_terms_of_its_group() -> None:
    assert synonyms("ليسن ") == [(("رخص", "قياد"), 0.9), (("drive", "licens"), 0.9)]


def test_another_phrase_counts_in_names_and_another_word_in_descriptions_too() -> None:
    def streams(text: str) -> set[Stream]:
        (word,) = plan(text).words
        return {one.stream for one in word.alternatives if one.kind is Kind.SYNONYM}

    assert streams("ليسن ") == {Stream.NAME}
    assert streams("ماي ") == {Stream.SAID}


def test_a_word_known_from_phrases_alone_leads_to_what_they_mean() -> None:
    assert synonyms("هروب ") == [(("جلس",), 0.54)]
    assert synonyms("القيادة ") == []  # the catalogue has it


def test_a_verb_that_nobody_knows_is_read_as_what_it_is_formed_from() -> None:
    (word,) = plan("يجلسون ").words

    assert ("جلس", Kind.CLITIC) in [(one.term, one.kind) for one in word.alternatives]


def test_a_known_word_is_taken_at_its_word_before_its_synonyms() -> None:
    assert synonyms("lost ") == [(("بدل", "فاقد"), 0.7)]


def test_a_phrase_is_expanded_as_a_whole_and_stands_for_each_of_its_words() -> None:
    found = plan("تجديد رخصة القيادة ")

    assert [(one.first, one.last, one.text) for one in found.expansions] == [(1, 2, "رخصه القياده")]
    phrase = [one for one in found.words[1].alternatives if one.beside]
    assert phrase == [one for one in found.words[2].alternatives if one.beside]
    assert [one.terms for one in phrase] == [("drive", "licens")]


def test_a_one_way_term_finds_the_broad_one_and_not_the_reverse() -> None:
    assert synonyms("خادمة ") == [(("عامل", "منزل"), 0.7)]
    assert synonyms("عامل منزلي ") == []


def test_the_weight_of_a_term_is_a_share() -> None:
    assert synonyms("شوفيرية ")[0] == (("رخص", "قياد"), 0.72)


def test_it_does_not_matter_in_which_order_groups_come() -> None:
    ways = {"b": "شراء", "c": "قرض", "d": "عقد", "e": "بيع", "f": "رهن", "g": "وقف", "h": "هبة"}
    alike = [
        group(f"g_{letter * 12}", term("تملك", direction="one_way"), term(word))
        for letter, word in ways.items()
    ]
    vocabulary = Vocabulary({fold(word): 3 for word in ways.values()}, documents=10)
    state = state_of(LexiconFile.model_validate(lexicon_file("1.2.0", *alike)))
    turned = LexiconState(dict(reversed(state.groups.items())))

    planned, other = (plan_query("تملك", vocabulary, Lexicon(one)) for one in (state, turned))

    assert len(planned.words[0].alternatives) > 2
    assert planned == other


def test_retired_terms_are_not_used() -> None:
    assert synonyms("retired ") == []


def test_words_that_only_ask_are_dropped_unless_there_is_nothing_else() -> None:
    assert plan("how to get ليسن ").dropped == ("how", "to", "get")
    assert [word.text for word in plan("أبي ").words] == ["ابي"]


def test_a_phrase_of_stop_words_is_kept() -> None:
    found = plan("جلسة عن بعد ")

    assert found.dropped == ()
    assert [one.text for one in found.expansions] == ["عن بعد"]


def test_water_is_no_stop_word() -> None:
    assert [word.text for word in plan("ماء ").words] == ["ما"]
    assert plan("ما رخصة ").dropped == ("ما",)
    assert synonyms("ماي ") == [(("ما",), 0.9)]


def test_a_phrase_that_stop_words_alone_tell_from_another_keeps_them() -> None:
    assert [one.groups for one in plan("get a licence ").expansions] == [("g_555555555555",)]
    assert plan("licence ").expansions == ()


def test_a_slip_in_a_word_of_the_lexicon_is_put_right() -> None:
    assert synonyms("شوفريية ")[0] == (("رخص", "قياد"), pytest.approx(0.396))


def test_what_the_lexicon_says_of_the_word_meant_is_searched() -> None:
    known = Vocabulary({"ليسن": 1, "رخصه": 4, "قياده": 2}, documents=10)
    found = plan_query("ليسنز ", known, LEXICON)

    assert understanding_of(found).corrected == "ليسن "
    assert understanding_of(found).expanded[0].terms[0] == "رخصة قيادة"


def test_a_misspelling_that_the_lexicon_has_is_shown_corrected() -> None:
    said = understanding_of(plan("licens drivng "))
    typed = plan_as_typed("drivng ", VOCABULARY, MISSPELT)

    assert said.corrected == "license driving "
    assert understanding_of(plan_query("drivng ", VOCABULARY, MISSPELT)).corrected == "driving "
    assert (typed.expansions, typed.words[0].alternatives) == ((), ())


def test_another_word_is_searched_only_if_the_catalogue_has_it_and_not_one_with_its_stem() -> None:
    known, other = (Vocabulary({one: 2}, documents=10) for one in ("الشرطه", "شروط"))
    plural = Vocabulary({"الشرطات": 2}, documents=10)
    police = group("g_999999999999", term("مخفر"), term("شرطة"))
    lexicon = Lexicon(state_of(LexiconFile.model_validate(lexicon_file("1.2.0", police))))

    found = [plan_query("مخفر ", one, lexicon).expansions for one in (known, plural, other)]

    assert [bool(one) for one in found] == [True, True, False]


def test_a_single_letter_of_a_phrase_says_nothing_by_itself() -> None:
    spelt = Lexicon(state_of(LexiconFile.model_validate(lexicon_file("1.2.0", LETTERS))))
    known = Vocabulary({"بطاقه": 2}, documents=10)

    assert plan_query("civil d ", known, spelt).expansions[0].text == "civil d"
    assert plan_query("d ", known, spelt).expansions == ()


def test_latin_letters_find_words_that_only_the_lexicon_has() -> None:
    (first, *_) = synonyms("leesan ")

    assert first[0] == ("رخص", "قياد")
    assert 0.5 < first[1] < 0.63


def test_a_clitic_before_a_phrase_does_not_hide_it() -> None:
    assert [one.text for one in plan("وعامل منزلي ").expansions] == ["وعامل منزلي"]


def test_the_understanding_shows_what_was_expanded() -> None:
    said = understanding_of(plan("ليسن ضايع "))

    assert said.lexicon == "1.2.0"
    assert [(one.text, one.groups, one.terms) for one in said.expanded] == [
        ("ليسن", ["g_aaaaaaaaaaaa"], ["رخصة قيادة", "driving licence"]),
        ("ضايع", ["g_bbbbbbbbbbbb"], ["بدل فاقد", "lost"]),
    ]
    assert [word.kind for word in said.words] == ["synonym", "synonym"]


def test_without_a_lexicon_nothing_is_expanded() -> None:
    said = understanding_of(plan_query("ليسن ", VOCABULARY))

    assert (said.lexicon, said.expanded, said.repaired) == (None, [], None)
