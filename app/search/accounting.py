"""What a hit has earned and from what, in the very points that ranked it; pure."""

from dataclasses import dataclass
from enum import StrEnum

from app.search.documents import Field, SearchDocument
from app.search.plan import Plan
from app.search.scoring import MATCHED, Clause, Group, PhraseClause, Scoring, Terms


class Source(StrEnum):
    """What earns points."""

    PIN = "pin"
    MEANING = "meaning"
    WORD = "word"
    TEXT = "text"
    PAIR = "pair"
    NAME = "name"
    POPULARITY = "popularity"


@dataclass(frozen=True, slots=True)
class Earning:
    """Points from one source; a matched word's hold those for being there at all."""

    source: Source
    points: int
    word: str | None = None
    field: Field | None = None
    terms: tuple[str, ...] = ()

    @property
    def is_matched_word(self) -> bool:
        """Whether it is for a word of the query that is no domain word."""
        return self.source is Source.WORD and self.points >= MATCHED


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that a hit has earned."""

    id: str
    earnings: tuple[Earning, ...]

    @property
    def total(self) -> int:
        """All points: what hits are put in order by."""
        return sum(one.points for one in self.earnings)

    @property
    def words(self) -> int:
        """How many words of the query it holds, but for domain words."""
        return sum(one.is_matched_word for one in self.earnings)

    def of(self, source: Source) -> int:
        """Return the points from a source."""
        return sum(one.points for one in self.earnings if one.source is source)

    @property
    def fit(self) -> int:
        """Points beside pins and popularity: how well the words fit."""
        return self.total - self.of(Source.PIN) - self.of(Source.POPULARITY)


class Rule(StrEnum):
    """Why a hit stands above the next, in the order in which this is decided."""

    PIN = "pin"
    FIT = "fit"
    POPULARITY = "popularity"
    ID = "id"
    UNRANKED = "unranked"


@dataclass(frozen=True, slots=True)
class Lead:
    """Why a hit stands above the next: the rule, and the earnings that make most of it."""

    rule: Rule
    points: int
    more: tuple[Earning, ...] = ()


def account_of(document: SearchDocument, plan: Plan, scoring: Scoring) -> Account:
    """Take down what a document earns."""
    terms, name = document.terms, document.id
    planned = (word for word in plan.words if word.alternatives)
    words = zip(planned, scoring.words, strict=True)
    found = [
        _earning(Source.PIN, scoring.pins.get(name, 0)),
        _earning(Source.MEANING, scoring.near.get(name, 0)),
        *(_best(terms, group, Source.WORD, word.text) for word, group in words),
        *(_best(terms, group, _source(group), _word(plan, group)) for group in scoring.further),
        _earning(Source.POPULARITY, scoring.boosts.get(name, 0)),
    ]
    return Account(name, tuple(one for one in found if one))


def lead_of(one: Account, other: Account) -> Lead:
    """Say why a hit stands above the next."""
    points = one.total - other.total
    if points < 0:  # among so many hits that the engine has left some unranked
        return Lead(Rule.UNRANKED, points)
    if one.of(Source.PIN) != other.of(Source.PIN):
        return Lead(Rule.PIN, points)
    if points == 0:
        return Lead(Rule.ID, 0)
    if one.fit > other.fit:
        return Lead(Rule.FIT, points, _more(one, other))
    return Lead(Rule.POPULARITY, points)


_MOST_TOLD = 3


def _more(one: Account, other: Account) -> tuple[Earning, ...]:
    """Return the earnings that the other has less of, those that tell most first."""
    theirs = {_place(each): each.points for each in other.earnings}
    gains = [(each.points - theirs.get(_place(each), 0), each) for each in one.earnings]
    telling = sorted((gain for gain in gains if gain[0] > 0), key=lambda gain: -gain[0])
    return tuple(each for _, each in telling[:_MOST_TOLD])


def _place(one: Earning) -> tuple[Source, str | None]:
    return one.source, one.word


def _earning(source: Source, points: int) -> Earning | None:
    return Earning(source, points) if points else None


def _best(terms: Terms, group: Group, source: Source, word: str | None) -> Earning | None:
    """Return what the best matching clause of a group earns, the first of equals."""
    matching = [clause for clause in group if clause.is_in(terms)]
    if not matching:
        return None
    best = max(matching, key=lambda clause: clause.points)
    return Earning(source, best.points, word, best.field, _terms(best))


def _terms(clause: Clause | PhraseClause) -> tuple[str, ...]:
    return (clause.term,) if isinstance(clause, Clause) else clause.words


def _source(group: Group) -> Source:
    fields = {clause.field for clause in group}
    if fields == {Field.PAIR}:
        return Source.PAIR
    return Source.NAME if fields == {Field.WHOLE} else Source.TEXT


def _word(plan: Plan, group: Group) -> str | None:
    """Name the word whose group this is, where it is one word's."""
    if _source(group) is not Source.TEXT:
        return None
    meant = {term for clause in group for term in _terms(clause)}
    return next((w.text for w in plan.words if any(a.term in meant for a in w.alternatives)), None)
