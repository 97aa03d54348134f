"""Every step of understanding and ranking can be left out, and does something."""

import pytest

from app.search.lexicon import Lexicon
from app.search.planning import plan_query
from app.search.scoring import compile_plan
from app.search.steps import ALL_STEPS, Step
from app.search.vocabulary import Vocabulary
from app.taxonomy.lexicon.reading_files import state_of
from app.taxonomy.lexicon.schemas import LexiconFile
from tests.taxonomy.lexicon.files import group, lexicon_file, term

VOCABULARY = Vocabulary(
    {"رخصه": 4, "قياده": 2, "تجديد": 5, "رسوم": 3, "ورشه": 1, "كيل": 1, "وكيل": 1, "سجل": 2,
     "جواز": 3, "ولاده": 1, "لاده": 2, "passport": 3, "renewal": 4},
    documents=10,
)  # fmt: skip
LEXICON = Lexicon(
    state_of(
        LexiconFile.model_validate(
            lexicon_file(
                "1.0.0",
                group("g_aaaaaaaaaaaa", term("رخصة قيادة"), term("ليسن"), term("شهادة سواقة")),
            )
        )
    )
)
QUERIES = {
    Step.KEYBOARD: "j[]d] hg[,h. ",
    Step.CUTTING: "passportrenewal ",
    Step.STOP_WORDS: "أبي تجديد ",
    Step.CLITICS: "وتجديد ",
    Step.LEXICON: "ليسن ",
    Step.PARTS: "سواقة ",
    Step.DERIVATION: "نسجل ",
    Step.TRANSLITERATION: "jawaz ",
    Step.SKELETON: "رسوم ",
    Step.PREFIX: "pass",
    Step.TYPO: "pasport ",
    Step.MATCHED: "رسوم ",
    Step.RARITY: "رسوم ",
    Step.SUPPORT: "رسوم ",
    Step.NEIGHBOURS: "تجديد رخصة ",
    Step.WHOLE_NAMES: "رسوم ",
}


def test_every_step_is_tried() -> None:
    assert QUERIES.keys() == ALL_STEPS


@pytest.mark.parametrize("step", sorted(ALL_STEPS))
def test_a_step_that_is_left_out_makes_a_difference(step: Step) -> None:
    text = QUERIES[step]
    whole = plan_query(text, VOCABULARY, LEXICON)
    part = plan_query(text, VOCABULARY, LEXICON, steps=ALL_STEPS - {step})

    assert compile_plan(whole, VOCABULARY) != compile_plan(part, VOCABULARY)


@pytest.mark.parametrize("text", QUERIES.values())
def test_without_any_step_there_is_still_a_plan(text: str) -> None:
    bare = plan_query(text, VOCABULARY, LEXICON, steps=frozenset())

    assert bare.text == text
    assert bare.expansions == ()
