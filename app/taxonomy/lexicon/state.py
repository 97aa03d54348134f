"""The lexicon at one moment, as values; and the canonical form that is hashed. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal, get_args

import orjson

from app.core.canonical import canonical_json, sha256_of
from app.core.folding import fold

Texts = Mapping[str, str]
Script = Literal["ar", "en"]
"""The letters a term is written in: Arabic or Latin ones."""
Register = Literal["msa", "gulf", "egyptian", "levantine", "en", "translit", "misspelling"]
"""Who writes so; ``translit`` is Arabic in Latin letters, or a foreign word in Arabic ones."""
Direction = Literal["both", "one_way"]
Status = Literal["active", "retired"]
Domain = Literal[
    "actions",
    "asking",
    "business",
    "complaints",
    "defence",
    "documents",
    "education",
    "environment",
    "family",
    "food",
    "health",
    "housing",
    "justice",
    "media",
    "money",
    "municipality",
    "people",
    "religion",
    "residence",
    "social",
    "technology",
    "time",
    "traffic",
    "travel",
    "utilities",
    "work",
]
"""What a group is about; ``asking`` holds words of a question that say nothing else."""

DOMAINS: tuple[str, ...] = get_args(Domain)
ASKING: Domain = "asking"
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of a group.

    Searching a ``one_way`` term finds what the group's other terms say, not the reverse:
    it is narrower, or a way of writing that nobody would want to read. ``weight``, above 0
    and at most 1, says how surely the term means what the group means.
    """

    text: str
    lang: Script
    register: Register
    direction: Direction = "both"
    weight: float = 1.0
    status: Status = "active"

    @property
    def key(self) -> str:
        """The term without differences of spelling that search does not see."""
        return _key_of_term(self.text)

    @property
    def is_active(self) -> bool:
        """Whether search uses the term."""
        return self.status == "active"


@dataclass(frozen=True, slots=True)
class TermGroup:
    """Terms for the same thing; the first is the one that explains the others."""

    id: str
    title: Texts
    domain: Domain
    terms: tuple[Term, ...]

    def active(self) -> Iterator[Term]:
        """List the terms that search uses."""
        return (term for term in self.terms if term.is_active)

    def find(self, text: str) -> Term | None:
        """Return the term of this spelling, if it is in the group."""
        wanted = term_key(text)
        return next((term for term in self.terms if term.key == wanted), None)

    def with_term(self, term: Term) -> "TermGroup":
        """Return the group with a term in place of the one of its spelling, or at the end."""
        if self.find(term.text) is None:
            return replace(self, terms=(*self.terms, term))
        kept = (term if term.key == one.key else one for one in self.terms)
        return replace(self, terms=tuple(kept))


@dataclass(frozen=True, slots=True)
class LexiconState:
    """All groups by their ids."""

    groups: Mapping[str, TermGroup] = field(default_factory=dict)

    def with_group(self, group: TermGroup) -> "LexiconState":
        """Return the state with a group in place of the one of its id; others are shared."""
        return LexiconState({**self.groups, group.id: group})

    @property
    def term_count(self) -> int:
        """How many terms all groups hold."""
        return sum(len(group.terms) for group in self.groups.values())


def term_key(text: str) -> str:
    """Write a term in folded letters with single spaces: two spellings of one key are one term."""
    return " ".join(_WORD.findall(fold(text)))


@lru_cache(maxsize=65_536)
def _key_of_term(text: str) -> str:
    """Remember the keys of terms, which every look at a group asks for; never of what is typed."""
    return term_key(text)


def letters_of(text: str) -> Script:
    """Say which letters a term is written in; one Arabic letter makes it Arabic."""
    return "ar" if any("\u0600" <= letter <= "\u06ff" for letter in text) else "en"


def canonical(state: LexiconState) -> dict[str, Any]:  # Any: JSON
    """Shape a state as JSON whose bytes are equal when the states are equal."""
    return {"groups": [canonical_group(state.groups[key]) for key in sorted(state.groups)]}


def canonical_group(group: TermGroup) -> dict[str, Any]:  # Any: JSON
    """Shape a group as JSON."""
    return {
        "id": group.id,
        "title": dict(group.title),
        "domain": group.domain,
        "terms": [_canonical_term(term) for term in group.terms],
    }


def snapshot(state: LexiconState) -> str:
    """Write the canonical JSON of a state."""
    return canonical_json(canonical(state)).decode()


def digest(state: LexiconState) -> str:
    """Return the SHA-256 of the canonical JSON of a state."""
    return sha256_of(canonical(state))


def read_snapshot(text: str) -> LexiconState:
    """Read a state back from its canonical JSON."""
    groups = (_read_group(one) for one in orjson.loads(text)["groups"])
    return LexiconState({group.id: group for group in groups})


def _canonical_term(term: Term) -> dict[str, Any]:  # Any: JSON
    return {
        "text": term.text,
        "lang": term.lang,
        "register": term.register,
        "direction": term.direction,
        "weight": float(term.weight),
        "status": term.status,
    }


def _read_group(stored: dict[str, Any]) -> TermGroup:  # Any: JSON
    terms = tuple(Term(**term) for term in stored["terms"])
    return TermGroup(stored["id"], stored["title"], stored["domain"], terms)
