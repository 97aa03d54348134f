"""Conditions in Meilisearch's filter language.

What people type never reaches a filter as it stands, as in `meilisearch_query`.
"""

from collections.abc import Iterable, Iterator

from app.search import conditions
from app.search.conditions import Among, Between, Condition, Either, Every, Filled, Not
from app.search.meilisearch_documents import (
    IS_FREE,
    KEY,
    KIND,
    MIN_COST,
    UPDATED,
    document_key,
    facet_attribute,
)
from app.search.meilisearch_words import plain_value

_NUMBERS = {conditions.MIN_COST: MIN_COST, conditions.UPDATED: UPDATED}
_NONE = f"{KIND} IN []"
_ALL = f"NOT {_NONE}"
_TRUTHS = ("true", "false")


def among(attribute: str, values: Iterable[str]) -> str:
    """Return a filter for any of the values; none of none."""
    quoted = ", ".join(f'"{value}"' for value in dict.fromkeys(values))
    return f"{attribute} IN [{quoted}]"


def meant(where: Condition) -> str:
    """Return a filter for the documents for which a condition holds, in brackets if need be."""
    match where:
        case Among(name, values):
            return _among(name, values)
        case Filled(name):
            return f"(NOT {facet_attribute(name)} IS EMPTY)"
        case Between(name, first, last):
            return f"({' AND '.join(_bounds(_NUMBERS[name], first, last))})"
        case Every(parts):
            return _joined(" AND ", parts, _ALL)
        case Either(parts):
            return _joined(" OR ", parts, _NONE)
        case Not(part):
            return f"(NOT {meant(part)})"


def _among(name: str, values: Iterable[str]) -> str:
    if name == conditions.ID:
        return among(KEY, map(document_key, values))
    if name == IS_FREE:
        return among(IS_FREE, (value for value in values if value in _TRUTHS))
    return among(facet_attribute(name), map(plain_value, values))


def _bounds(attribute: str, first: int | None, last: int | None) -> Iterator[str]:
    yield f"{attribute} >= {_EARLIEST if first is None else first}"
    if last is not None:
        yield f"{attribute} <= {last}"


_EARLIEST = -(2**53)
"""Before every number that is kept."""


def _joined(sign: str, parts: Iterable[Condition], nothing: str) -> str:
    return f"({sign.join(map(meant, parts)) or nothing})"
