"""How concepts that are gone are retired: merged, split, or deprecated. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from app.taxonomy.guessing.reasons import Reason
from app.taxonomy.guessing.vanishing import Fate, Fates
from app.taxonomy.operations.draft import Draft
from app.taxonomy.operations.retiring import inherited_labels
from app.taxonomy.operations.values import Deprecate, Merge, Operation, Split

Step = tuple[Operation, Reason]


class Retirements:
    """Those that are gone and are not settled yet, with what became of them."""

    def __init__(self, gone: Iterable[str], fates: Fates) -> None:
        self._fates: dict[str, Fate] = {key: fates.of(key) for key in sorted(gone)}

    def settle(self, concepts: Iterable[str]) -> None:
        """Note that concepts have been retired."""
        for one in concepts:
            del self._fates[one]

    def merges(self, draft: Draft) -> Iterator[tuple[Merge, Reason]]:
        """List the merges into concepts that are there already."""
        sources: defaultdict[str, list[str]] = defaultdict(list)
        for key, fate in self._fates.items():
            if fate.is_exact and fate.heirs[0] in draft.concepts:
                sources[fate.heirs[0]].append(key)
        for target, merged in sources.items():
            weakest = min((self._fates[one].reason for one in merged), key=_confidence)
            yield _merge(draft, tuple(merged), target), weakest

    def from_below(self, draft: Draft) -> list[str]:
        """List what is not settled, children before their parents."""
        found: dict[str, None] = {}
        for key in self._fates:
            self._climb_down(draft, key, found)
        return list(found)

    def _climb_down(self, draft: Draft, concept: str, found: dict[str, None]) -> None:
        if concept in found or concept not in self._fates:
            return
        for child in draft.concepts[concept].narrower:
            self._climb_down(draft, child, found)
        found[concept] = None

    def ways(self, draft: Draft, concept: str) -> Iterator[Step]:
        """List the ways to retire a concept, the one that says most first."""
        fate = self._fates[concept]
        if fate.is_exact:
            yield _merge(draft, (concept,), fate.heirs[0]), fate.reason
        if len(fate.heirs) > 1:
            yield Split(concept, fate.heirs, fate.heirs[0], children=()), fate.reason
        kept = draft.concepts[concept].consider
        exact = fate.heirs[0] if fate.is_exact else None
        choice = () if exact else fate.heirs
        yield Deprecate(concept, exact, choice, kept, children=()), fate.reason


def _merge(draft: Draft, sources: tuple[str, ...], target: str) -> Merge:
    states = [draft.concepts[one] for one in sources]
    carried, shared = inherited_labels(states, draft.concepts[target])
    return Merge(sources, target, carried, shared)


def _confidence(why: Reason) -> int:
    return why.confidence_percent
