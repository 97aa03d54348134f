"""From what was typed to a plan: one small step after another.

`REWRITES` work on the tokens of the whole query, `EXPANSIONS` add alternatives to one
word. A further kind of understanding is a further function in one of the two lists.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.search import analysis
from app.search.plan import Alternative, Kind, Plan, PlannedWord, Stream
from app.search.tokens import Script, Token, tokenize
from app.search.vocabulary import Vocabulary, known_word

LONGEST_QUERY = 300
MOST_WORDS = 20

CLITIC_WEIGHT = 0.9
SKELETON_WEIGHT = 0.5
TYPO_WEIGHTS = {1: 0.55, 2: 0.35}
PREFIX_WEIGHTS = (0.8, 0.6)
"""Of a word completed by one letter, and of one completed by many."""
MOST_COMPLETIONS = 16
_LONGEST_BEGINNING = 2
MOST_CORRECTIONS = 6


@dataclass(frozen=True, slots=True)
class Draft:
    """A word on its way into the plan: what is known of it before each expansion."""

    token: Token
    is_last: bool
    vocabulary: Vocabulary
    alternatives: tuple[Alternative, ...] = ()

    @property
    def word(self) -> analysis.Word:
        """Return the word as the analyser sees it."""
        return analysis.word_of(self.token)


def plan_query(text: str, vocabulary: Vocabulary) -> Plan:
    """Return the plan of a query; whatever is typed, there is one."""
    typed = text[:LONGEST_QUERY]
    tokens = tokenize(typed)
    for rewrite in REWRITES:
        tokens = rewrite(tokens, vocabulary)
    unfinished = tokens[-1] if tokens and tokens[-1].end == len(typed) else None
    kept = _without_repeats(_meaningful(tokens, unfinished))[:MOST_WORDS]
    minor = _minor(kept)
    words = tuple(
        _plan_word(Draft(token, token is unfinished, vocabulary), is_minor=token in minor)
        for token in kept
    )
    dropped = tuple(token.text for token in tokens if token not in kept)
    return Plan(text=typed, words=words, dropped=dropped, analyser=analysis.ANALYSER)


def _meaningful(tokens: list[Token], unfinished: Token | None) -> list[Token]:
    """Return the tokens without stop words, or all of them when there is nothing else.

    A letter or two at the very end are the beginning of a word rather than a stop word.
    """
    kept = [token for token in tokens if not analysis.word_of(token).is_stop]
    if kept and unfinished is not None and len(unfinished.text) <= _LONGEST_BEGINNING:
        return [token for token in tokens if token in kept or token is unfinished]
    return kept or tokens


def _without_repeats(tokens: list[Token]) -> list[Token]:
    """Keep a word said twice only the last time, where it may still be unfinished."""
    last = {analysis.word_of(token).stem: token for token in tokens}
    return [token for token in tokens if token in last.values()]


def _minor(tokens: Sequence[Token]) -> set[Token]:
    """Return the words that nearly every document holds, unless the query has no others."""
    minor = {token for token in tokens if analysis.is_domain_word(analysis.word_of(token))}
    return minor if len(minor) < len(tokens) else set()


def _plan_word(draft: Draft, *, is_minor: bool) -> PlannedWord:
    for expand in EXPANSIONS:
        found = (*draft.alternatives, *expand(draft))
        draft = Draft(draft.token, draft.is_last, draft.vocabulary, found)
    token = draft.token
    alternatives = _best_of_each_term(draft.alternatives)
    return PlannedWord(token.text, token.start, token.end, alternatives, is_minor)


def _best_of_each_term(alternatives: Sequence[Alternative]) -> tuple[Alternative, ...]:
    best: dict[tuple[Stream, str], Alternative] = {}
    for alternative in alternatives:
        key = (alternative.stream, alternative.term)
        if key not in best or best[key].weight < alternative.weight:
            best[key] = alternative
    return tuple(best.values())


def expand_exact(draft: Draft) -> list[Alternative]:
    """Return the word itself."""
    term = draft.word.stem
    if not draft.vocabulary.knows(term):
        return []
    return [Alternative(term, 1.0, Kind.EXACT, surface=draft.token.text)]


def expand_clitic(draft: Draft) -> list[Alternative]:
    """Return the word without a first letter that may be a clitic, if the rest is known."""
    others = draft.word.stems[1:]
    return [
        Alternative(term, CLITIC_WEIGHT, Kind.CLITIC, surface=draft.token.text)
        for term in others
        if draft.vocabulary.knows(term)
    ]


def expand_skeleton(draft: Draft) -> list[Alternative]:
    """Return the consonants of the word, which its broken plural shares."""
    return [
        Alternative(skeleton, SKELETON_WEIGHT, Kind.SKELETON, Stream.SKELETON)
        for skeleton in draft.word.skeletons
    ]


def expand_prefix(draft: Draft) -> list[Alternative]:
    """Return the words that begin with the last one, which may still be unfinished."""
    typed = draft.token.text
    if not draft.is_last or draft.token.script is Script.NUMBER:
        return []
    if len(typed) <= analysis.EDGE_LETTERS:
        return [Alternative(typed, PREFIX_WEIGHTS[1], Kind.PREFIX, Stream.EDGE)]
    found: list[Alternative] = []
    for start in dict.fromkeys((typed, draft.word.bare)):
        for known in draft.vocabulary.completions(start, limit=MOST_COMPLETIONS):
            weight = _prefix_weight(len(known.word) - len(start))
            found += _terms_of(known.word, weight, Kind.PREFIX)
    return found


def expand_typo(draft: Draft) -> list[Alternative]:
    """Known words a slip or two away, only for a word that nothing else explains."""
    if any(found.kind is not Kind.SKELETON for found in draft.alternatives):
        return []
    if draft.token.script not in (Script.ARABIC, Script.LATIN):
        return []
    found: list[Alternative] = []
    near = draft.vocabulary.corrections(draft.word.bare, limit=MOST_CORRECTIONS)
    for known in near:
        found += _terms_of(known.word, TYPO_WEIGHTS[known.distance], Kind.TYPO)
    return found


def _prefix_weight(letters_missing: int) -> float:
    near, far = PREFIX_WEIGHTS
    return max(far, near - 0.05 * max(0, letters_missing - 1))


def _terms_of(word: str, weight: float, kind: Kind) -> list[Alternative]:
    found = known_word(word)
    return [Alternative(found.stem, weight, kind, surface=word)] if found else []


REWRITES: tuple[Callable[[list[Token], Vocabulary], list[Token]], ...] = ()
EXPANSIONS: tuple[Callable[[Draft], list[Alternative]], ...] = (
    expand_exact,
    expand_clitic,
    expand_skeleton,
    expand_prefix,
    expand_typo,
)
