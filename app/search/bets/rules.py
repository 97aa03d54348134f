"""Which search a best bet answers: the same words, in whatever order and spelling; pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.core.languages import Language
from app.search.analysis import Word, is_domain_word, word_in, word_of
from app.search.plan import Kind, Plan, PlannedWord, Stream
from app.search.tokens import tokenize

MOST_WORDS = 8
"""Words of a phrase that say something; the points of what is pinned stay exact up to here."""
Key = frozenset[str]
"""The stems of the words that say something."""


@dataclass(frozen=True, slots=True)
class Bet:
    """A best bet as search uses it; without languages it is for readers of any."""

    id: str
    keys: frozenset[Key]
    services: tuple[str, ...]
    languages: frozenset[str]
    valid_from: datetime | None = None
    valid_until: datetime | None = None

    def stands_at(self, at: datetime) -> bool:
        """Tell whether it is valid: from its beginning on, and before its end."""
        has_begun = self.valid_from is None or self.valid_from <= at
        return has_begun and (self.valid_until is None or at < self.valid_until)

    def overlaps(self, other: "Bet") -> bool:
        """Tell whether one search may be answered by both."""
        if not self.keys & other.keys or not self._shares_language(other):
            return False
        return _begins_before(self, other) and _begins_before(other, self)

    def is_for(self, language: Language | None) -> bool:
        """Tell whether it is for readers of a language, or for one who names none."""
        return not self.languages or language is None or language in self.languages

    def _shares_language(self, other: "Bet") -> bool:
        if not self.languages or not other.languages:
            return True
        return bool(self.languages & other.languages)


@dataclass(frozen=True, slots=True)
class Bets:
    """All best bets, by the words that they answer."""

    by_key: Mapping[Key, tuple[Bet, ...]] = field(default_factory=dict)

    def pinned(self, plan: Plan, language: Language | None, at: datetime) -> tuple[str, ...]:
        """Return the services that are pinned for a search, in order."""
        if not self.by_key:
            return ()
        found = self.by_key.get(key_of_phrase(plan.typed)) or self.by_key.get(key_of_plan(plan))
        chosen = (one for one in found or () if one.stands_at(at) and one.is_for(language))
        return tuple(dict.fromkeys(service for one in chosen for service in one.services))

    def standing(self, at: datetime) -> frozenset[str]:
        """Return the ids of those that are valid at a time."""
        return frozenset(
            one.id for bets in self.by_key.values() for one in bets if one.stands_at(at)
        )


NO_BETS = Bets()
"""Nothing is pinned."""


def bets_of(found: Iterable[Bet]) -> Bets:
    """Arrange best bets by the words that they answer."""
    by_key: dict[Key, tuple[Bet, ...]] = {}
    for one in found:
        for key in one.keys:
            by_key[key] = (*by_key.get(key, ()), one)
    return Bets(by_key)


def key_of_phrase(text: str) -> Key:
    """Return the words of a phrase that say something, by their stems; nothing if none does."""
    words = [word_in(text, token) for token in tokenize(text)]
    return _key(word for word in words if not word.is_stop)


def key_of_plan(plan: Plan) -> Key:
    """Return the words of a search that say something, as they were meant."""
    read = [(_word(one), _bare_stem(one)) for one in plan.words]
    telling = [(word, stem) for word, stem in read if word and not is_domain_word(word)]
    return frozenset(stem or word.stem for word, stem in telling or read if word)


def _word(planned: PlannedWord) -> Word | None:
    return next((word_of(token) for token in tokenize(planned.text)), None)


def _bare_stem(planned: PlannedWord) -> str:
    """Return the stem without و or ب in front, if the catalogue knows the word only so."""
    stems = [found for found in planned.alternatives if found.stream is Stream.STEM]
    if any(found.kind is Kind.EXACT for found in stems):
        return ""
    return next((found.term for found in stems if found.kind is Kind.CLITIC), "")


def _key(words: Iterable[Word]) -> Key:
    found = list(words)
    telling = [word for word in found if not is_domain_word(word)]
    return frozenset(word.stem for word in telling or found)


def unanswerable(phrases: Sequence[str]) -> Iterator[int]:
    """Yield the places of phrases that no search can match: of no words, or of too many."""
    for place, phrase in enumerate(phrases):
        if not 0 < len(key_of_phrase(phrase)) <= MOST_WORDS:
            yield place


def _begins_before(one: Bet, other: Bet) -> bool:
    """Tell whether one begins before the other ends."""
    return one.valid_from is None or other.valid_until is None or one.valid_from < other.valid_until
