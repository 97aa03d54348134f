"""How alike the names of two concepts are. Pure."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from app.taxonomy.operations.draft import folded_label
from app.taxonomy.state import ConceptState, Texts

ALIKE = 0.6
"""From this share on two names count as similar (1 is equal)."""
_SHORT = 2
"""Words of no more letters say nothing (of, the article, and)."""


def likeness(one: Texts, other: Texts) -> float:
    """Compare names, from 0 to 1: the language in which they are most alike counts."""
    shared = one.keys() & other.keys()
    return max(
        (_alike(folded_label(one[code]), folded_label(other[code])) for code in shared), default=0.0
    )


def _alike(one: str, other: str) -> float:
    """The share of equal letters in order, or of equal words in any order."""
    if one == other:
        return 1.0
    first, second = words_of((one,)), words_of((other,))
    words = len(first & second) / max(len(first | second), 1)
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return words
    return max(words, matcher.ratio())


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """List the telling words of folded texts."""
    return frozenset(word for text in texts for word in text.split() if len(word) > _SHORT)


def shared_words(part: Texts, whole: Texts) -> int:
    """Count the words of ``whole`` in ``part``, when they are half of its words or more."""
    found = 0
    for code in part.keys() & whole.keys():
        own, others = words_of((folded_label(part[code]),)), words_of((folded_label(whole[code]),))
        if own and 2 * len(own & others) >= len(own):
            found = max(found, len(own & others))
    return found


def name_words(concept: ConceptState) -> frozenset[str]:
    """List the telling words of a concept's preferred labels."""
    return words_of(folded_label(text) for text in concept.pref_label.values())


def names_of(concept: ConceptState) -> frozenset[tuple[str, str]]:
    """List a concept's preferred labels: language and folded text."""
    return frozenset((code, folded_label(text)) for code, text in concept.pref_label.items())


def other_names_of(concept: ConceptState) -> frozenset[tuple[str, str]]:
    """List a concept's alternative and hidden labels: language and folded text."""
    return frozenset(
        (code, folded_label(text))
        for labels in (concept.alt_label, concept.hidden_label)
        for code, texts in labels.items()
        for text in texts
    )
