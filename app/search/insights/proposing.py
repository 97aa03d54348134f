"""Turning an unknown word into what a change request of the lexicon proposes."""

from sqlalchemy.orm import Session

from app.core.folding import fold
from app.core.schemas import LocalText
from app.search.errors import OtherWord, WordNotAsked
from app.search.insights.queries import Asked, Period, find_unknown_word
from app.search.insights.schemas import ProposalIn


def check_word(session: Session, period: Period, asked: ProposalIn) -> Asked:
    """Find how often a word was asked that somebody wants to propose.

    Raises:
        WordNotAsked: too few have asked for it, or nobody.
        OtherWord: the text to be added is another word.

    """
    found = find_unknown_word(session, period, asked.word)
    if found is None:
        raise WordNotAsked(f"From {period.least_sessions} sessions on, a word can be proposed.")
    if asked.text is not None and fold(asked.text) != asked.word:
        raise OtherWord("Spell the same word: hamzas, vowels and capitals may differ.")
    return found


def title_of(word: str) -> LocalText:
    """Title a proposal."""
    return LocalText(ar=f"لفظ من عمليات البحث: {word}", en=f"A word people search for: {word}")


def rationale_of(found: Asked, period: Period) -> LocalText:
    """Say why a word is proposed, in numbers."""
    first, last = period.days
    return LocalText(
        ar=f"من {first} إلى {last}: عدد مرات البحث عنها {found.searches:,}، وعدد الجلسات "
        f"{found.sessions:,}. لا يعرفها الدليل ولا المعجم.",
        en=f"From {first} to {last}: searches for it {found.searches:,}, sessions "
        f"{found.sessions:,}. Neither the catalogue nor the lexicon knows it.",
    )
