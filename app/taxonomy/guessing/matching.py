"""Which concept a row of another snapshot is. Pure.

The surest evidence comes first, and each piece of it counts only where it points to one
concept alone: what could be two is left to the next piece, and at last to people.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass

from app.taxonomy.guessing.likeness import (
    ALIKE,
    likeness,
    name_words,
    names_of,
    other_names_of,
)
from app.taxonomy.guessing.reasons import Reason, reason
from app.taxonomy.state import ConceptState, SchemeState

Keys = Callable[[ConceptState], Iterable[Hashable]]
_ELSEWHERE = 0.8
"""How alike names must be when the concepts stand in different places."""
_COMMON = 50
"""A word that more concepts have than this leads to none of them."""
_FEW = 5
"""So many concepts are compared with a row that stands in another place."""
_CROWD = 40
"""Among more siblings than this, only those that share a telling word are compared."""
_ROUNDS = 4


@dataclass(frozen=True)
class Match:
    """The concept that a row is, and why."""

    concept: str
    reason: Reason


def match(old: SchemeState, new: SchemeState) -> dict[str, Match]:
    """Find the concepts that the rows of ``new`` are, by the rows' keys."""
    return _Matcher(old, new).run()


class _Matcher:
    """Pairs that grow, from the surest evidence to the weakest."""

    def __init__(self, old: SchemeState, new: SchemeState) -> None:
        self._old = dict(old.concepts)
        self._new = dict(new.concepts)
        self._pairs: dict[str, Match] = {}
        self._free_old = dict(old.concepts)
        self._free_new = dict(new.concepts)
        self._shares: dict[tuple[str, str], float] = {}

    def run(self) -> dict[str, Match]:
        """Collect all evidence."""
        self._by_id()
        self._unique("code_and_name", _code_and_name, _code_and_name)
        self._keep_to_active()
        self._unique("name", _all_names, _all_names)
        for _ in range(_ROUNDS):
            before = len(self._pairs)
            self._unique("name_and_place", self._name_and_place_old, self._name_and_place_new)
            self._unique("one_name", names_of, names_of)
            self._by_code("code_and_likeness", ALIKE)
            self._unique("kept_name", names_of, other_names_of)
            self._unique("promoted_name", other_names_of, names_of)
            self._by_children()
            self._by_likeness()
            if len(self._pairs) == before:
                break
        self._by_code("code", 0.0)
        return self._pairs

    def _pair(self, old: str, new: str, why: str) -> None:
        self._pairs[new] = Match(old, reason(why))
        del self._free_old[old], self._free_new[new]

    def _by_id(self) -> None:
        for key in [key for key in self._free_new if key in self._free_old]:
            self._pair(key, key, "id")

    def _keep_to_active(self) -> None:
        """A concept that was retired is known by its id or its code and name, or not at all."""
        for free in (self._free_old, self._free_new):
            for key in [key for key, one in free.items() if one.status == "deprecated"]:
                del free[key]

    def _unique(self, why: str, keys_old: Keys, keys_new: Keys) -> None:
        """Pair what one key leads to, when it leads to one concept on either side."""
        old, new = _index(self._free_old, keys_old), _index(self._free_new, keys_new)
        for key in sorted(old.keys() & new.keys(), key=repr):
            one, other = old[key], new[key]
            if (
                len(one) == len(other) == 1
                and one[0] in self._free_old
                and other[0] in self._free_new
            ):
                self._pair(one[0], other[0], why)

    def _place(self, row: ConceptState) -> list[str]:
        """Say below which known concepts a row stands."""
        if not row.broader:
            return [""]
        return [self._pairs[one].concept for one in row.broader if one in self._pairs]

    def _name_and_place_old(self, concept: ConceptState) -> Iterable[Hashable]:
        for place in concept.broader or ("",):
            for name in names_of(concept):
                yield place, name

    def _name_and_place_new(self, row: ConceptState) -> Iterable[Hashable]:
        for place in self._place(row):
            for name in names_of(row):
                yield place, name

    def _by_code(self, why: str, least: float) -> None:
        holders = {one.notation: key for key, one in self._free_old.items()}
        for key, row in list(self._free_new.items()):
            concept = holders.get(row.notation)
            if not row.notation or concept not in self._free_old:
                continue
            if self._share(concept, key) >= least:
                self._pair(concept, key, why)

    def _by_children(self) -> None:
        rows = {found.concept: row for row, found in self._pairs.items()}
        for key, concept in list(self._free_old.items()):
            below = [rows[one] for one in concept.narrower if one in rows]
            above = Counter(
                one for row in below for one in self._new[row].broader if one in self._free_new
            )
            if not above:
                continue
            row, count = above.most_common(1)[0]
            if count * 2 > max(len(concept.narrower), len(self._new[row].narrower)):
                self._pair(key, row, "children")

    def _by_likeness(self) -> None:
        near = _index(self._free_old, lambda one: one.broader or ("",))
        words = _index(self._free_old, name_words)
        found: list[tuple[float, str, str, str]] = []
        for key, row in self._free_new.items():
            for place in self._place(row):
                if len(near.get(place, ())) <= _CROWD:
                    found.extend(self._alike(near.get(place, ()), key, ALIKE, "likeness"))
            few = _most_shared(row, words)
            found.extend(self._alike(few, key, _ELSEWHERE, "likeness_elsewhere"))
        for _, old, new, why in sorted(found, key=lambda one: (-one[0], one[1:])):
            if old in self._free_old and new in self._free_new:
                self._pair(old, new, why)

    def _alike(
        self, concepts: Iterable[str], key: str, least: float, why: str
    ) -> Iterable[tuple[float, str, str, str]]:
        for old in concepts:
            share = self._share(old, key)
            if share >= least:
                yield share, old, key, why

    def _share(self, old: str, new: str) -> float:
        """How alike two names are; measured once."""
        if (old, new) not in self._shares:
            one, other = self._old[old].pref_label, self._new[new].pref_label
            self._shares[old, new] = likeness(one, other)
        return self._shares[old, new]


def _most_shared(row: ConceptState, words: Mapping[Hashable, list[str]]) -> list[str]:
    """Find the few concepts that share most words with a row; common words count nothing."""
    shared: Counter[str] = Counter()
    for word in name_words(row):
        holders = words.get(word, ())
        if len(holders) <= _COMMON:
            shared.update(holders)
    return sorted(shared, key=lambda key: (-shared[key], key))[:_FEW]


def _index(concepts: Mapping[str, ConceptState], keys: Keys) -> dict[Hashable, list[str]]:
    found: defaultdict[Hashable, list[str]] = defaultdict(list)
    for key, concept in concepts.items():
        for one in set(keys(concept)):
            found[one].append(key)
    return found


def _code_and_name(concept: ConceptState) -> Iterable[Hashable]:
    return [(concept.notation, *name) for name in names_of(concept)] if concept.notation else ()


def _all_names(concept: ConceptState) -> Iterable[Hashable]:
    return (tuple(sorted(names_of(concept))),)
