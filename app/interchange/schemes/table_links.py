"""From the rows of a table to the links between concepts, and to the tree they make. Pure."""

from collections import defaultdict
from collections.abc import Mapping

from app.interchange.schemes import faults
from app.interchange.schemes.ordering import stands_alone
from app.interchange.schemes.rows import Row
from app.interchange.schemes.texts import Collected
from app.taxonomy.state import ConceptState, SchemeState


def build_state(scheme: str, rows: Mapping[str, Row], found: Collected) -> SchemeState:
    """Build the version that rows describe; ``rows`` stand in order, below their ids.

    Siblings stand in the order of the rows, unless their parent says another one.
    """
    names = _Names(rows, found)
    broader = {key: names.all(row, "broader") for key, row in rows.items()}
    below: defaultdict[str, list[str]] = defaultdict(list)
    for key, parents in broader.items():
        for parent in parents:
            below[parent].append(key)
    concepts = {
        key: _concept(key, row, names, (broader[key], _ordered(below[key], row, names)))
        for key, row in rows.items()
    }
    top = (key for key, row in rows.items() if _is_top(row, concepts[key]))
    return SchemeState(scheme, concepts, tuple(top))


def _is_top(row: Row, concept: ConceptState) -> bool:
    return stands_alone(concept) if row.is_top is None else row.is_top


class _Names:
    """What cells call concepts: their notations, or their ids."""

    def __init__(self, rows: Mapping[str, Row], found: Collected) -> None:
        self.rows, self.found = rows, found
        self.holders: defaultdict[str, list[str]] = defaultdict(list)
        for key, row in rows.items():
            self.holders[row.notation].append(key)

    def all(self, row: Row, link: str) -> tuple[str, ...]:
        """Find the concepts that a cell names; one that is not there is a finding."""
        return tuple(key for name in row.links[link] if (key := self._one(name, row)))

    def _one(self, name: str, row: Row) -> str:
        holders = self.holders.get(name, [])
        if len(holders) == 1:
            return holders[0]
        if name in self.rows:
            return name
        self.found.add(faults.UNKNOWN_LINK, row.pointer, found=name)
        return ""


def _ordered(children: list[str], row: Row, names: _Names) -> tuple[str, ...]:
    told = {key: place for place, key in enumerate(names.all(row, "narrowerInOrder"))}
    return tuple(sorted(children, key=lambda key: told.get(key, len(told))))


def _concept(
    key: str, row: Row, names: _Names, tree: tuple[tuple[str, ...], tuple[str, ...]]
) -> ConceptState:
    broader, narrower = tree
    return ConceptState(
        id=key,
        notation=row.notation,
        pref_label=row.by_language("prefLabel"),
        alt_label=row.lists_by_language("altLabel"),
        hidden_label=row.lists_by_language("hiddenLabel"),
        definition=row.by_language("definition"),
        scope_note=row.by_language("scopeNote"),
        status="deprecated" if row.is_deprecated else "active",
        is_assignable=row.is_assignable,
        broader=broader,
        narrower=narrower,
        related=names.all(row, "related"),
        mappings=row.mappings,
        replaced_by=names.all(row, "replacedBy"),
        consider=names.all(row, "consider"),
    )
