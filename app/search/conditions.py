"""Conditions joined by AND, OR and NOT, beside the plain filters; pure.

Each engine has its own way to carry them out; ``holds`` is the plain meaning of all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

ID: Final = "id"
IS_FREE: Final = "isFree"
MIN_COST: Final = "minCostFils"
UPDATED: Final = "updated"
"""Microseconds since 1970."""

Number = Literal["minCostFils", "updated"]


@dataclass(frozen=True, slots=True)
class Among:
    """The document has one of these values: of a facet, its id, or true or false of `isFree`."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """The document has any value of a facet."""

    name: str


@dataclass(frozen=True, slots=True)
class Between:
    """The document has this number, from the first to the last; without them any number."""

    name: Number
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold; without parts every document is meant."""

    parts: tuple["Condition", ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """One of the parts holds; without parts no document is meant."""

    parts: tuple["Condition", ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


Condition = Among | Filled | Between | Every | Either | Not


@dataclass(frozen=True, slots=True)
class Values:
    """What a document is judged by: its values by name, and its numbers where it has them."""

    texts: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, int]


def holds(condition: Condition, values: Values) -> bool:
    """Tell whether a condition holds for a document with these values."""
    match condition:
        case Among(name, wanted):
            return not set(wanted).isdisjoint(values.texts.get(name, ()))
        case Filled(name):
            return bool(values.texts.get(name))
        case Between(name, first, last):
            number = values.numbers.get(name)
            return number is not None and _is_within(number, first, last)
        case Every(parts):
            return all(holds(part, values) for part in parts)
        case Either(parts):
            return any(holds(part, values) for part in parts)
        case Not(part):
            return not holds(part, values)


def _is_within(number: int, first: int | None, last: int | None) -> bool:
    return (first is None or number >= first) and (last is None or number <= last)
