"""What a typed word may be, and which phrases of the lexicon a query therefore holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.search.analysis import word_of
from app.search.arabic import derived_from
from app.search.lexicon import Lexicon
from app.search.phonetic import is_latin_arabic
from app.search.phrases import Meaning, Stems, Target
from app.search.plan import Alternative, Expansion, Kind, Stream
from app.search.steps import ALL_STEPS, Step, Steps
from app.search.tokens import Script, Token
from app.search.vocabulary import Vocabulary, known_word

CLITIC_WEIGHT = 0.9
TYPO_WEIGHTS = {1: 0.55, 2: 0.35}
_SOUNDING_WEIGHT, _FAINT_WEIGHT = 0.7, 0.35
"""Of a word told by its sound; less if what was typed is a slip from a word in its letters."""
SYNONYM_WEIGHT, SYNONYM_OF_KNOWN_WEIGHT = 0.9, 0.7
"""Of another way to say a phrase; less if the catalogue itself has the word that was typed."""
MOST_SYNONYMS = 8
"""Of one phrase, the surest first and of equals the first in its group."""
_DERIVATION_WEIGHT = 0.5
_COMPLETED_WEIGHT = 0.6
SHORTEST_COMPLETED = 3
"""Letters from which the words that they begin are guessed; fewer begin too many."""
_MOST_DERIVATIONS = 1
_MOST_SOUNDINGS = 4
_MOST_CORRECTIONS, _MOST_LEXICON_CORRECTIONS = 6, 3


@dataclass(frozen=True, slots=True)
class Known:
    """What search knows: the words of the catalogue, and those of the lexicon."""

    vocabulary: Vocabulary
    lexicon: Lexicon
    steps: Steps = ALL_STEPS

    def stem(self, stem: str) -> bool:
        """Tell whether either of them has a word with this stem."""
        return self.vocabulary.knows(stem) or self.lexicon.knows(stem)

    def says(self, stem: str) -> bool:
        """Tell whether a word with this stem leads anywhere by itself."""
        return self.vocabulary.knows(stem) or self.lexicon.says(stem)

    def misspells(self, stem: str) -> bool:
        """Tell whether a word with this stem is only known because people misspell it so."""
        return self.lexicon.misspells((stem,)) and not self.vocabulary.knows(stem)

    def holds(self, target: Target) -> bool:
        """Tell whether the catalogue has the words of a term, not only others with their stems."""
        if not all(map(self.vocabulary.knows, target.stems)):
            return False
        return all(any(map(self.vocabulary.holds, forms)) for forms in target.forms)

    def meanings(self, stems: Stems) -> tuple[Meaning, ...]:
        """Return what a phrase means; one that is misspelt means nothing as it was typed."""
        if Step.TYPO not in self.steps and self.lexicon.misspells(stems):
            return ()
        return self.lexicon.meanings(stems)

    def begins(self, starts: Iterable[str]) -> bool:
        """Tell whether a word of the catalogue begins with some of these letters."""
        return any(self.vocabulary.completions(start, limit=1) for start in starts)


@dataclass(frozen=True, slots=True)
class Reading:
    """One word that a typed word may be, by its stem; `surface` is how it is written."""

    stem: str
    weight: float
    kind: Kind
    surface: str


class _Walk(NamedTuple):
    """A way through the readings of some words, and how sure it is."""

    stems: Stems
    weight: float


class _Match(NamedTuple):
    """A phrase of the lexicon that may stand at some place."""

    meaning: Meaning
    weight: float


def readings_of(token: Token, known: Known, *, is_unfinished: bool) -> tuple[Reading, ...]:
    """Return what a word may be, the surest first."""
    word = word_of(token)
    own = Reading(word.stem, 1.0, Kind.EXACT, token.text)
    others = [
        Reading(stem, CLITIC_WEIGHT, Kind.CLITIC, token.text)
        for stem in word.stems[1:]
        if Step.CLITICS in known.steps and known.stem(stem)
    ]
    if others or known.says(word.stem):
        return own, *others, *(_corrections(token, known) if known.misspells(word.stem) else ())
    if is_unfinished and known.begins((token.text, word.bare)):
        return (own,)
    if is_unfinished and (completed := tuple(_completions(token, known))):
        return own, *completed
    derived = tuple(_derivations(token, known))
    slips = () if derived else tuple(_corrections(token, known))
    share = _FAINT_WEIGHT if slips else _SOUNDING_WEIGHT
    return own, *derived, *slips, *_soundings(token, known, share)


def expansions_of(
    tokens: Sequence[Token], readings: Sequence[tuple[Reading, ...]], known: Known
) -> tuple[Expansion, ...]:
    """Return the phrases of the lexicon that a query holds, at each place the longest."""
    found, place = [], 0
    sure = list(map(_without_faint, readings))
    while place < len(tokens):
        at_place = _expansions_at(tokens, sure, place, known)
        longest = next((one for one in at_place if one.alternatives), None)
        if longest:
            found.append(longest)
        place = longest.last + 1 if longest else place + 1
    return tuple(found)


def _without_faint(choices: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Leave out what a word only sounds like that is a slip from a word in its own letters."""
    if all(choice.kind is not Kind.TYPO for choice in choices):
        return choices
    return tuple(one for one in choices if one.kind is not Kind.TRANSLITERATION)


def _expansions_at(
    tokens: Sequence[Token], readings: Sequence[tuple[Reading, ...]], place: int, known: Known
) -> Iterator[Expansion]:
    """Yield the phrases that begin at a place, the longest first."""
    found = _matches(readings[place:], known) or _part_of_phrases(readings[place], known)
    for length, matches in reversed(found.items()):
        yield _expansion(tokens, place, length, matches, known)


def _part_of_phrases(choices: Sequence[Reading], known: Known) -> dict[int, list[_Match]]:
    """Return what a word may mean that the catalogue has not, as a part of phrases."""
    if Step.PARTS not in known.steps:
        return {}
    if any(known.vocabulary.knows(choice.stem) for choice in choices):
        return {}
    matches = [
        _Match(meaning, choice.weight)
        for choice in choices
        for meaning in known.lexicon.part_meanings(choice.stem)
    ]
    return {1: matches} if matches else {}


def _derivations(token: Token, known: Known) -> Iterator[Reading]:
    """Yield the known words that an Arabic verb or participle is formed from."""
    if Step.DERIVATION not in known.steps or token.script is not Script.ARABIC:
        return
    if known.lexicon.knows(word_of(token).stem):
        return
    found = [stem for stem in derived_from(token.text) if known.says(stem)]
    for stem in found[:_MOST_DERIVATIONS]:
        yield Reading(stem, _DERIVATION_WEIGHT, Kind.CLITIC, token.text)


def _completions(token: Token, known: Known) -> Iterator[Reading]:
    """Yield the terms of the lexicon that begin with an unfinished word."""
    if Step.PREFIX not in known.steps or len(token.text) < SHORTEST_COMPLETED:
        return
    for word, stem in known.lexicon.completions(token.text):
        yield Reading(stem, _COMPLETED_WEIGHT, Kind.PREFIX, word)


def _soundings(token: Token, known: Known, share: float) -> Iterator[Reading]:
    """Yield the Arabic words that a word in Latin letters sounds like."""
    if Step.TRANSLITERATION not in known.steps:
        return
    if token.script not in (Script.LATIN, Script.MIXED) or not is_latin_arabic(token.text):
        return
    vocabulary = known.vocabulary
    heard = dict(known.lexicon.soundings(token.text)) | dict(vocabulary.soundings(token.text))
    likeliest = sorted(heard.items(), key=lambda each: (each[1], each[0]))[:_MOST_SOUNDINGS]
    for word, strange in likeliest:
        weight = round(share * (1 - strange / len(word)), 4)
        yield from _reading(word, weight, Kind.TRANSLITERATION)


def _corrections(token: Token, known: Known) -> Iterator[Reading]:
    """Yield the words of the catalogue, and of the lexicon, that a word may be a slip for."""
    word = word_of(token)
    if Step.TYPO not in known.steps or any(map(known.lexicon.knows, word.stems)):
        return
    if token.script not in (Script.ARABIC, Script.LATIN):
        return
    near = known.vocabulary.corrections(word.bare, limit=_MOST_CORRECTIONS)
    further = known.lexicon.corrections(word.bare)[:_MOST_LEXICON_CORRECTIONS]
    for found, slips in dict.fromkeys((*near, *further)):
        yield from _reading(found, TYPO_WEIGHTS[slips], Kind.TYPO)


def _reading(surface: str, weight: float, kind: Kind) -> Iterator[Reading]:
    word = known_word(surface)
    if word is not None:
        yield Reading(word.stem, weight, kind, surface)


def _matches(readings: Sequence[tuple[Reading, ...]], known: Known) -> dict[int, list[_Match]]:
    """Return what phrases of so many words may mean, the shortest first."""
    walks, found = [_Walk((), 1.0)], dict[int, list[_Match]]()
    for length, choices in enumerate(readings[: known.lexicon.longest], 1):
        walks = [further for walk in walks for further in _further(walk, choices, known.lexicon)]
        matches = [
            _Match(meaning, walk.weight) for walk in walks for meaning in known.meanings(walk.stems)
        ]
        if matches:
            found[length] = matches
    return found


def _further(walk: _Walk, choices: Sequence[Reading], lexicon: Lexicon) -> Iterator[_Walk]:
    for choice in choices:
        stems = (*walk.stems, choice.stem)
        if lexicon.begins(stems):
            yield _Walk(stems, walk.weight * choice.weight)


def _expansion(
    tokens: Sequence[Token], first: int, length: int, matches: Sequence[_Match], known: Known
) -> Expansion:
    said = tokens[first : first + length]
    is_known = all(known.vocabulary.knows(word_of(token).stem) for token in said)
    share = SYNONYM_OF_KNOWN_WEIGHT if is_known else SYNONYM_WEIGHT
    own = tuple(word_of(token).stem for token in said)
    alternatives = [
        _alternative(target, share * match.weight * match.meaning.weight)
        for match in matches
        for target in match.meaning.said
        if target.stems != own and known.holds(target)
    ]
    alternatives.sort(key=lambda found: -found.weight)
    return Expansion(
        first=first,
        last=first + length - 1,
        text=" ".join(token.text for token in said),
        groups=tuple(dict.fromkeys(match.meaning.group for match in matches)),
        alternatives=tuple(alternatives[:MOST_SYNONYMS]),
    )


def _alternative(target: Target, share: float) -> Alternative:
    term, *beside = dict.fromkeys(target.stems)
    return Alternative(
        term,
        round(share * target.weight, 4),
        Kind.SYNONYM,
        Stream.NAME if beside else Stream.SAID,
        surface=target.surface,
        beside=tuple(beside),
    )
