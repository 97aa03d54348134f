"""From what was typed to a plan: one small step after another.

The query is rewritten as a whole, its phrases are looked up in the lexicon, and then
`EXPANSIONS` add alternatives to one word after another. A further kind of understanding
of a word is a further function in that list.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.search import analysis
from app.search.lexicon import NO_LEXICON, Lexicon
from app.search.plan import Alternative, Expansion, Kind, Plan, PlannedWord, Stream
from app.search.readings import SHORTEST_COMPLETED, Known, Reading, expansions_of, readings_of
from app.search.rewriting import as_meant, cut_apart, meaningful
from app.search.steps import ALL_STEPS, GUESSING, Step, Steps
from app.search.tokens import Script, Token, tokenize
from app.search.vocabulary import Completion, Vocabulary, known_word

LONGEST_QUERY = 300
MOST_WORDS = 20

SKELETON_WEIGHT = 0.5
PREFIX_WEIGHTS = (0.8, 0.6)
"""Of a word completed by one letter, and of one completed by many."""
LEAST_LIKELY = 0.5
"""Share of its weight that a completion keeps which hardly any document says."""
MOST_COMPLETIONS = 16
_AS_TYPED = ALL_STEPS - GUESSING


@dataclass(frozen=True, slots=True)
class Draft:
    """A word on its way into the plan: what is known of it before each expansion."""

    token: Token
    is_last: bool
    known: Known
    readings: tuple[Reading, ...]
    expansions: tuple[Expansion, ...] = ()
    alternatives: tuple[Alternative, ...] = ()

    @property
    def word(self) -> analysis.Word:
        """Return the word as the analyser sees it."""
        return analysis.word_of(self.token)


def plan_query(
    text: str,
    vocabulary: Vocabulary,
    lexicon: Lexicon = NO_LEXICON,
    *,
    steps: Steps = ALL_STEPS,
) -> Plan:
    """Return the plan of a query; whatever is typed, there is one."""
    known, typed = _known(vocabulary, lexicon, steps), text[:LONGEST_QUERY]
    return _planned(typed, as_meant(typed, known), known)


def plan_as_typed(text: str, vocabulary: Vocabulary, lexicon: Lexicon = NO_LEXICON) -> Plan:
    """Return the plan of a query whose words are taken as they stand."""
    return plan_query(text, vocabulary, lexicon, steps=_AS_TYPED)


def _known(vocabulary: Vocabulary, lexicon: Lexicon, steps: Steps) -> Known:
    return Known(vocabulary, lexicon if Step.LEXICON in steps else NO_LEXICON, steps)


def _planned(typed: str, meant: str, known: Known) -> Plan:
    tokens = cut_apart(tokenize(meant), known)
    unfinished = tokens[-1] if tokens and tokens[-1].end == len(meant) else None
    kept = _without_repeats(meaningful(meant, tokens, unfinished, known))[:MOST_WORDS]
    drafts = _drafts(kept, unfinished, known)
    minor = _minor(kept)
    return Plan(
        text=meant,
        words=tuple(_plan_word(draft, is_minor=draft.token in minor) for draft in drafts),
        dropped=tuple(token.text for token in tokens if token not in kept),
        analyser=analysis.ANALYSER,
        typed=typed,
        expansions=tuple(dict.fromkeys(found for draft in drafts for found in draft.expansions)),
        lexicon=known.lexicon.version,
        steps=known.steps,
    )


def _drafts(kept: Sequence[Token], unfinished: Token | None, known: Known) -> list[Draft]:
    readings = [readings_of(token, known, is_unfinished=token is unfinished) for token in kept]
    expansions = expansions_of(kept, readings, known)
    return [
        Draft(
            token,
            token is unfinished,
            known,
            readings[place],
            tuple(found for found in expansions if found.first <= place <= found.last),
        )
        for place, token in enumerate(kept)
    ]


def _without_repeats(tokens: list[Token]) -> list[Token]:
    """Keep a word said twice only the last time, where it may still be unfinished."""
    last = {analysis.word_of(token).stem: token for token in tokens}
    return [token for token in tokens if token in last.values()]


def _minor(tokens: Sequence[Token]) -> set[Token]:
    """Return the words that nearly every document holds, unless the query has no others."""
    minor = {token for token in tokens if analysis.is_domain_word(analysis.word_of(token))}
    return minor if len(minor) < len(tokens) else set()


def _plan_word(draft: Draft, *, is_minor: bool) -> PlannedWord:
    for step, expand in EXPANSIONS:
        if step is not None and step not in draft.known.steps:
            continue
        draft = replace(draft, alternatives=(*draft.alternatives, *expand(draft)))
    token = draft.token
    alternatives = _best_of_each_term(draft.alternatives)
    correction = _correction(draft)
    meant = known_word(correction) if correction else draft.word
    return PlannedWord(
        text=token.text,
        start=token.start,
        end=token.end,
        alternatives=alternatives,
        is_minor=is_minor,
        correction=correction,
        written=draft.known.lexicon.written(meant) if meant else "",
    )


def _correction(draft: Draft) -> str:
    """Return the likeliest word that the typed one is a slip of and that leads anywhere."""
    slips = [
        found
        for found in draft.readings
        if found.kind is Kind.TYPO
        and (draft.expansions or draft.known.vocabulary.knows(found.stem))
    ]
    return max(slips, key=lambda found: found.weight).surface if slips else ""


def _best_of_each_term(alternatives: Sequence[Alternative]) -> tuple[Alternative, ...]:
    best: dict[tuple[Stream, tuple[str, ...]], Alternative] = {}
    for alternative in alternatives:
        key = (alternative.stream, alternative.terms)
        if key not in best or best[key].weight < alternative.weight:
            best[key] = alternative
    return tuple(best.values())


def expand_readings(draft: Draft) -> list[Alternative]:
    """Return what the word may be, as far as the catalogue has it, but for slips."""
    return [
        Alternative(found.stem, found.weight, found.kind, surface=found.surface)
        for found in draft.readings
        if draft.known.vocabulary.knows(found.stem)
    ]


def expand_skeleton(draft: Draft) -> list[Alternative]:
    """Return the consonants of the word, which its broken plural shares."""
    return [
        Alternative(skeleton, SKELETON_WEIGHT, Kind.SKELETON, Stream.SKELETON, surface=like)
        for skeleton in draft.word.skeletons
        if (like := draft.known.vocabulary.with_skeleton(skeleton))
    ]


def expand_prefix(draft: Draft) -> list[Alternative]:
    """Return the words that begin with the last one, which may still be unfinished."""
    typed = draft.token.text
    if not draft.is_last or draft.token.script is Script.NUMBER:
        return []
    found: list[Alternative] = []
    if len(typed) <= analysis.EDGE_LETTERS:
        found.append(Alternative(typed, PREFIX_WEIGHTS[1], Kind.PREFIX, Stream.EDGE))
    if len(typed) < SHORTEST_COMPLETED:
        return found
    for start in dict.fromkeys((typed, draft.word.bare)):
        completions = draft.known.vocabulary.completions(start, limit=MOST_COMPLETIONS)
        for known in completions:
            weight = _prefix_weight(len(known.word) - len(start))
            weight *= _likelihood(known, completions[0])
            found += _terms_of(known.word, weight, Kind.PREFIX)
    return found


def expand_synonyms(draft: Draft) -> list[Alternative]:
    """Return other ways to say the phrases that the word is part of."""
    own = {found.term for found in draft.alternatives if found.stream is Stream.STEM}
    return [
        found
        for expansion in draft.expansions
        for found in expansion.alternatives
        if found.beside or found.term not in own
    ]


def _prefix_weight(letters_missing: int) -> float:
    near, far = PREFIX_WEIGHTS
    return max(far, near - 0.05 * max(0, letters_missing - 1))


def _likelihood(known: Completion, likeliest: Completion) -> float:
    """Say how likely a completion is beside the likeliest: what many documents say is meant."""
    return LEAST_LIKELY + (1 - LEAST_LIKELY) * known.frequency / max(1, likeliest.frequency)


def _terms_of(word: str, weight: float, kind: Kind) -> list[Alternative]:
    found = known_word(word)
    return [Alternative(found.stem, weight, kind, surface=word)] if found else []


EXPANSIONS: tuple[tuple[Step | None, Callable[[Draft], list[Alternative]]], ...] = (
    (None, expand_readings),
    (Step.SKELETON, expand_skeleton),
    (Step.PREFIX, expand_prefix),
    (Step.LEXICON, expand_synonyms),
)
"""What adds alternatives to a word, in order; the first is never left out."""
