"""Names: what the titles and keywords of a service are found by, beside their words."""

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from operator import itemgetter

from app.search.analysis import Word

Name = tuple[Word, ...]
"""The words of a title or a keyword, in order."""

_TEXT_OF, _STEMS_OF, _SKELETONS_OF, _EDGES_OF = map(itemgetter, range(4))
"""Of a `Word`; read by place because that is quicker."""


def stems_in(names: Iterable[Name]) -> frozenset[str]:
    """Return the stems of all words."""
    return frozenset(_each(_STEMS_OF, names))


def skeletons_in(names: Iterable[Name]) -> frozenset[str]:
    """Return the consonants of all words."""
    return frozenset(_each(_SKELETONS_OF, names))


def edges_in(names: Iterable[Name]) -> frozenset[str]:
    """Return the beginnings of all words."""
    return frozenset(_each(_EDGES_OF, names))


def surfaces_in(names: Iterable[Name]) -> Iterator[str]:
    """Return how all words are written."""
    return map(_TEXT_OF, chain.from_iterable(names))


def telling_stems(name: Name) -> list[str]:
    """Return the stems of the words that say something, in order."""
    return [word.stems[0] for word in name if not word.is_stop]


def pair_terms(stems: list[str]) -> list[str]:
    """Neighbouring stems, joined: what stands together is meant together."""
    return [f"{first}_{second}" for first, second in pairwise(stems)]


def whole_term(stems: list[str]) -> str:
    """All stems of a name, joined: equal for two names that differ in spelling only."""
    return "_".join(stems)


def _each(part: "itemgetter[int]", names: Iterable[Name]) -> Iterator[str]:
    return chain.from_iterable(map(part, chain.from_iterable(names)))
