"""Filters as Meilisearch's clients send them, turned into conditions on services; pure."""

from collections import defaultdict
from collections.abc import Mapping
from math import ceil, floor, isfinite
from typing import Literal

from app.api.meili import grammar
from app.api.meili.attributes import (
    FILTERED,
    IS_FREE,
    LABELLED,
    MIN_COST,
    MODIFIED_AT,
    SINGLE,
)
from app.api.meili.grammar import Expression, FilterFault
from app.search import conditions
from app.search.conditions import Among, Between, Condition, Either, Every, Filled, Not
from app.search.documents import FACETS
from app.search.queries import Labels

MOST_CONDITIONS = 500
"""Comparisons of all filters of one request."""
MOST_NUMBERS = 100
"""Numbers among them that are compared with: for each, the number of every service is read."""
MOST_LETTERS = 100_000
"""Letters of one filter."""

_NUMBERS = (MIN_COST, MODIFIED_AT)
_MICROSECONDS = 1_000_000
_LARGEST = 2**53
"""Numbers beyond are compared as this one: JavaScript counts no further."""
_EVERYTHING: Condition = Every()
_NOTHING: Condition = Either()


def read_filter(sent: object) -> Expression | None:
    """Read the ``filter`` of a request: a text, or a list of texts and of lists of texts.

    The parts of the outer list are joined by AND, those of an inner one by OR.

    Raises:
        FilterFault: it is of another shape or too long, or a text cannot be read.

    """
    if sent is None:
        return None
    if not isinstance(sent, str | list):
        raise FilterFault("a text or a list is expected")
    if _letters(sent) > MOST_LETTERS:
        raise FilterFault(f"it has more than {MOST_LETTERS} letters")
    if isinstance(sent, str):
        return grammar.parse(sent)
    found = [_any_of(part) if isinstance(part, list) else _text(part) for part in sent]
    parts = tuple(part for part in found if part is not None)
    return grammar.All(parts) if parts else None


def _letters(sent: object) -> int:
    """Count letters, each part of a list as one more; two levels deep."""
    if isinstance(sent, str):
        return len(sent)
    parts = sent if isinstance(sent, list) else ()
    return sum(1 + (len(one) if isinstance(one, str) else _flat(one)) for one in parts)


def _flat(sent: object) -> int:
    parts = sent if isinstance(sent, list) else ()
    return sum(1 + len(one) for one in parts if isinstance(one, str))


def _any_of(sent: list[object]) -> Expression | None:
    parts = tuple(part for part in map(_text, sent) if part is not None)
    return grammar.AnyOf(parts) if parts else None


def _text(part: object) -> Expression | None:
    if not isinstance(part, str):
        raise FilterFault("the parts of a list are texts, or in the outer list lists of texts")
    return grammar.parse(part)


class Filtering:
    """Turns the filters of one request into conditions, with the names that values have now."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self._codes: dict[str, Mapping[str, tuple[str, ...]]] = {}
        self._count = self._numbers = 0

    def condition_of(self, expression: Expression) -> Condition:
        """Return the condition that an expression states.

        Raises:
            FilterFault: an attribute cannot be filtered by, or not in this way.

        """
        match expression:
            case grammar.All(parts):
                return Every(tuple(map(self.condition_of, parts)))
            case grammar.AnyOf(parts):
                return Either(tuple(map(self.condition_of, parts)))
            case grammar.Negated(part):
                return Not(self.condition_of(part))
            case _:
                self._check(expression.attribute)
                return self._single(expression)

    def _single(self, expression: grammar.Single) -> Condition:
        match expression:
            case grammar.Compared(attribute, operator, value):
                return self._compared(attribute, operator, value)
            case grammar.Ranged(attribute, first, last):
                _check_number(attribute, "TO")
                self._count_numbers(1)
                return _between(attribute, ceil(_number(first)), floor(_number(last)))
            case grammar.Listed(attribute, values):
                return self._among(attribute, values)
            case grammar.Presence(attribute, test):
                return _tested(attribute, test)

    def _check(self, attribute: str) -> None:
        self._count += 1
        if self._count > MOST_CONDITIONS:
            raise FilterFault(f"it has more than {MOST_CONDITIONS} conditions")
        if attribute not in FILTERED:
            known = ", ".join(f"`{name}`" for name in FILTERED)
            raise FilterFault(
                f"attribute `{attribute[:60]}` is not filterable. "
                f"Available filterable attributes are: {known}"
            )

    def _count_numbers(self, further: int) -> None:
        self._numbers += further
        if self._numbers > MOST_NUMBERS:
            raise FilterFault(f"it compares with more than {MOST_NUMBERS} numbers")

    def _compared(self, attribute: str, operator: grammar.Operator, value: str) -> Condition:
        if operator == "=":
            return self._among(attribute, (value,))
        if operator == "!=":
            return Not(self._among(attribute, (value,)))
        _check_number(attribute, operator)
        self._count_numbers(1)
        number = _number(value)
        if operator == "<":
            return _between(attribute, None, ceil(number) - 1)
        if operator == "<=":
            return _between(attribute, None, floor(number))
        first = floor(number) + 1 if operator == ">" else ceil(number)
        return _between(attribute, first, None)

    def _among(self, attribute: str, values: tuple[str, ...]) -> Condition:
        if attribute in _NUMBERS:
            self._count_numbers(len(values))
            return Either(tuple(_equal(attribute, value) for value in values))
        if attribute in LABELLED:
            facet, _ = LABELLED[attribute]
            known = self._codes_by_label(attribute)
            return Among(facet, tuple(code for each in values for code in known.get(each, ())))
        return Among(attribute, values)

    def _codes_by_label(self, attribute: str) -> Mapping[str, tuple[str, ...]]:
        """Find which codes are called what; two may be called the same."""
        if attribute not in self._codes:
            facet, language = LABELLED[attribute]
            found: dict[str, tuple[str, ...]] = defaultdict(tuple)
            for code, label in self._labels.get(facet, {}).items():
                if language in label:
                    found[label[language]] += (code,)
            self._codes[attribute] = found
        return self._codes[attribute]


def _check_number(attribute: str, operator: str) -> None:
    if attribute not in _NUMBERS:
        known = " and ".join(f"`{name}`" for name in _NUMBERS)
        raise FilterFault(
            f"the operator `{operator}` is not allowed for the attribute `{attribute}`; "
            f"it compares the numbers {known}"
        )


def _number(text: str) -> float:
    try:
        number = float(text.replace("_", "?"))  # only Python writes 1_000
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise FilterFault(f"`{text[:40]}` is not a number")
    return max(-_LARGEST, min(number, _LARGEST))


def _equal(attribute: str, text: str) -> Condition:
    number = _number(text)
    if not float(number).is_integer():
        return _NOTHING
    return _between(attribute, int(number), int(number))


def _between(attribute: str, first: int | None, last: int | None) -> Condition:
    if attribute == MIN_COST:
        return Between(conditions.MIN_COST, first, last)
    return Between(
        conditions.UPDATED,
        None if first is None else first * _MICROSECONDS,
        None if last is None else last * _MICROSECONDS + _MICROSECONDS - 1,
    )


def _tested(attribute: str, test: Literal["EXISTS", "NULL", "EMPTY"]) -> Condition:
    """Every service carries every attribute; some are null, and lists may be empty."""
    if test == "EXISTS":
        return _EVERYTHING
    facet, _ = LABELLED.get(attribute, (attribute, ""))
    if test == "EMPTY":
        return Not(Filled(facet)) if facet in FACETS and facet not in SINGLE else _NOTHING
    if facet in SINGLE:
        return Not(Filled(facet))
    if attribute == MIN_COST:
        return Not(Between(conditions.MIN_COST))
    if attribute == IS_FREE:
        return Not(Among(IS_FREE, ("true", "false")))
    return _NOTHING
