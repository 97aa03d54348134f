"""How near one service is to another by what they share, and why, in words; pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import log

from app.catalogue.rules.terms import Term
from app.core.languages import in_language
from app.search.analysis import analyse, is_domain_word

Texts = Mapping[str, str]

MOST_EVIDENCE = 3
"""Documents that a reason names."""


class Relation(StrEnum):
    """Why a service stands beside another, the surest first."""

    REQUIRES = "requires"
    REQUIRED_BY = "requiredBy"
    RELATED = "related"
    NAMED_BY = "namedBy"
    SAME_CONCEPT = "sameConcept"
    SAME_EVENT = "sameEvent"
    SAME_EVIDENCE = "sameEvidence"
    SAME_WORDS = "sameWords"


@dataclass(frozen=True, slots=True)
class Shared:
    """What two services share: terms, and how much of the words (0 to 1)."""

    terms: frozenset[Term] = frozenset()
    words: float = 0.0


@dataclass(frozen=True, slots=True)
class Nearness:
    """Points for what two services share, by the relation that they speak for."""

    points: Mapping[Relation, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """How near they are altogether."""
        return sum(self.points.values())

    @property
    def strongest(self) -> Relation:
        """What says most; of equals the surer."""
        order = list(Relation)
        return max(self.points, key=lambda one: (self.points[one], -order.index(one)))


CONCEPT_POINTS = 30.0
EVENT_POINTS = 20.0
EVIDENCE_POINTS = 6.0
WORD_POINTS = 24.0
LEAST_POINTS = 8.0
"""Services that share less are not told: they have nothing to do with each other."""
_RELATION_OF = {
    "category": Relation.SAME_CONCEPT,
    "lifeEvent": Relation.SAME_EVENT,
    "businessEvent": Relation.SAME_EVENT,
    "evidenceType": Relation.SAME_EVIDENCE,
}
SHARED_FACETS = tuple(_RELATION_OF)
_POINTS = {
    Relation.SAME_CONCEPT: CONCEPT_POINTS,
    Relation.SAME_EVENT: EVENT_POINTS,
    Relation.SAME_EVIDENCE: EVIDENCE_POINTS,
}


def nearness_of(shared: Shared, rarity: Mapping[Term, float]) -> Nearness:
    """Weigh what two services share; what few services have counts for more."""
    points: dict[Relation, float] = {}
    for term in sorted(shared.terms):
        relation = _RELATION_OF[term[0]]
        points[relation] = points.get(relation, 0.0) + _POINTS[relation] * rarity[term]
    if shared.words:
        points[Relation.SAME_WORDS] = WORD_POINTS * shared.words
    return Nearness(points)


def name_terms(name: str) -> frozenset[str]:
    """Return the stems of a name that say something of its own, each word's shortest."""
    telling = (word for word in analyse(name) if not word.is_stop and not is_domain_word(word))
    return frozenset(min(word.stems, key=len) for word in telling)


def likeness_of(
    one: frozenset[str], other: frozenset[str], rarity: Callable[[str], float]
) -> float:
    """Say how much of their words two names share, from 0 to 1; rare words count for more."""
    weights = {term: 0.2 + rarity(term) for term in one | other}
    whole = sum(weights.values())
    return sum(weights[term] for term in one & other) / whole if whole else 0.0


def rarity_of(term: Term, services: int, most: int) -> float:
    """Say how much a term tells of the services that share it, from 0.1 to 1.

    The classification tells as much in every catalogue: a concept holds what belongs together.
    """
    if _RELATION_OF[term[0]] is Relation.SAME_CONCEPT:
        return 1.0
    return max(0.1, 1 - log(max(services, 1)) / log(most + 1))


_REASONS: Mapping[Relation, Texts] = {
    Relation.REQUIRES: {
        "ar": "تُنجز قبل هذه الخدمة",
        "en": "To be completed before this service",
    },
    Relation.REQUIRED_BY: {
        "ar": "تأتي بعد هذه الخدمة: تشترط إنجازها",
        "en": "Comes after this service, which it requires",
    },
    Relation.RELATED: {
        "ar": "ذكرتها الجهة خدمةً ذات صلة",
        "en": "Named by the entity as related",
    },
    Relation.NAMED_BY: {
        "ar": "تذكر هذه الخدمة خدمةً ذات صلة",
        "en": "Names this service as related",
    },
    Relation.SAME_CONCEPT: {"ar": "من الموضوع نفسه: {}", "en": "On the same topic: {}"},
    Relation.SAME_EVENT: {"ar": "للمناسبة نفسها: {}", "en": "For the same event: {}"},
    Relation.SAME_EVIDENCE: {
        "ar": "تطلب المستندات نفسها: {}",
        "en": "Asks for the same documents: {}",
    },
    Relation.SAME_WORDS: {"ar": "اسمها مشابه", "en": "Has a similar name"},
}
_COMMA = {"ar": "، ", "en": ", "}


def reason_of(relation: Relation, labels: Iterable[Texts] = ()) -> dict[str, str]:
    """Say in both languages why a service stands beside another.

    ``labels`` name what they share; a label that lacks a language is said in the other.
    """
    named = list(labels)[:MOST_EVIDENCE]
    return {
        language: text.format(
            _COMMA[language].join(in_language(one, language) or "" for one in named)
        )
        for language, text in _REASONS[relation].items()
    }


def relation_of(term: Term) -> Relation:
    """Say for which relation a shared term speaks."""
    return _RELATION_OF[term[0]]
