"""Meilisearch's filter language, read into a tree; pure.

The grammar is that of Meilisearch's documentation (Filter expression reference): AND binds
more tightly than OR, words are letters, digits and ``_ - / .``, everything else stands in
quotes, and operators are in capitals.
"""

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

DEEPEST = 50
"""Brackets and NOTs within one another."""
MOST_WORDS = 5_000
"""Words, values and signs of one filter."""

Operator = Literal["=", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Compared:
    """An attribute beside a value."""

    attribute: str
    operator: Operator
    value: str


@dataclass(frozen=True, slots=True)
class Ranged:
    """An attribute from one value to another, both included."""

    attribute: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Listed:
    """An attribute that has one of several values."""

    attribute: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Presence:
    """An attribute that is there, is null, or is empty."""

    attribute: str
    test: Literal["EXISTS", "NULL", "EMPTY"]


@dataclass(frozen=True, slots=True)
class All:
    """Parts joined by AND."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Parts joined by OR."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Negated:
    """A part that must not hold."""

    part: "Expression"


Single = Compared | Ranged | Listed | Presence
Expression = Single | All | AnyOf | Negated


class FilterFault(Exception):
    """The filter cannot be read; the message says where."""


class _Word(NamedTuple):
    text: str
    place: int
    is_quoted: bool
    is_sign: bool


_WORD = re.compile(
    r"""(?P<space>\s++)
      | (?P<quoted>"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+')
      | (?P<sign><=|>=|!=|[<>=()\[\],])
      | (?P<plain>[\w\-/.]++)
      | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"""\\(["'\\])""")
_RESERVED = frozenset({"AND", "OR", "NOT", "TO", "IN", "IS", "EXISTS", "NULL", "EMPTY"})
_OPERATORS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_NOT_TAKEN = {"CONTAINS", "STARTS"}


def parse(text: str) -> Expression | None:
    """Read a filter; nothing but spaces is no filter.

    Raises:
        FilterFault: it is not of the language, or too long or too deep.

    """
    words = _words(text)
    return _Parser(words).whole() if words else None


def _words(text: str) -> list[_Word]:
    found: list[_Word] = []
    for match in _WORD.finditer(text):
        kind, word, place = match.lastgroup, match[0], match.start()
        if kind == "space":
            continue
        if kind == "other":
            raise FilterFault(f"at {place}: `{text[place : place + 20]}` cannot be read")
        if len(found) >= MOST_WORDS:
            raise FilterFault(f"it has more than {MOST_WORDS} words and signs")
        plain = _ESCAPED.sub(r"\1", word[1:-1]) if kind == "quoted" else word
        found.append(_Word(plain, place, kind == "quoted", kind == "sign"))
    return found


class _Parser:
    """Reads words one after another; every method consumes what it gives back."""

    def __init__(self, words: list[_Word]) -> None:
        self._words = words
        self._place = 0
        self._depth = 0

    def whole(self) -> Expression:
        found = self._either()
        if self._place < len(self._words):
            raise self._unexpected("AND, OR or the end")
        return found

    def _either(self) -> Expression:
        parts = [self._both()]
        while self._takes("OR"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _both(self) -> Expression:
        parts = [self._one()]
        while self._takes("AND"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _one(self) -> Expression:
        is_negated = self._takes("NOT")
        if not is_negated and not self._takes_sign("("):
            return self._condition()
        self._depth += 1
        if self._depth > DEEPEST:
            raise FilterFault(f"it is more than {DEEPEST} levels deep")
        if is_negated:
            found: Expression = Negated(self._one())
        else:
            found = self._either()
            self._expect_sign(")")
        self._depth -= 1
        return found

    def _condition(self) -> Expression:
        attribute = self._value("an attribute")
        if attribute.startswith("_geo") and self._sees_sign("("):
            raise FilterFault("services have no place on the map to filter by")
        for operator in _OPERATORS:
            if self._takes_sign(operator):
                return Compared(attribute, operator, self._value("a value"))  # type: ignore[arg-type]  # one of them
        if self._takes("NOT"):
            return Negated(self._tested(attribute))
        if self._sees_value():
            return self._ranged(attribute)
        return self._tested(attribute)

    def _tested(self, attribute: str) -> Expression:
        if self._takes("IN"):
            return Listed(attribute, self._list())
        if self._takes("EXISTS"):
            return Presence(attribute, "EXISTS")
        if self._takes("IS"):
            is_negated = self._takes("NOT")
            if self._takes("NULL"):
                found = Presence(attribute, "NULL")
            elif self._takes("EMPTY"):
                found = Presence(attribute, "EMPTY")
            else:
                raise self._unexpected("NULL or EMPTY")
            return Negated(found) if is_negated else found
        raise self._unexpected("an operator (=, !=, <, <=, >, >=, TO, IN, EXISTS, IS)")

    def _ranged(self, attribute: str) -> Expression:
        first = self._value("a value")
        if first in _NOT_TAKEN:
            raise FilterFault(f"the operator {first} is not offered here")
        if not self._takes("TO"):
            raise self._unexpected("TO")
        return Ranged(attribute, first, self._value("a value"))

    def _list(self) -> tuple[str, ...]:
        self._expect_sign("[")
        values: list[str] = []
        while not self._takes_sign("]"):
            values.append(self._value("a value or ]"))
            if not self._takes_sign(",") and not self._sees_sign("]"):
                raise self._unexpected(", or ]")
        return tuple(values)

    def _value(self, expected: str) -> str:
        if not self._sees_value():
            raise self._unexpected(expected)
        self._place += 1
        return self._words[self._place - 1].text

    def _next(self) -> _Word | None:
        return self._words[self._place] if self._place < len(self._words) else None

    def _sees_value(self) -> bool:
        word = self._next()
        if word is None or word.is_sign:
            return False
        return word.is_quoted or word.text not in _RESERVED

    def _takes(self, keyword: str) -> bool:
        word = self._next()
        is_there = word is not None and not word.is_quoted and word.text == keyword
        self._place += is_there
        return is_there

    def _sees_sign(self, sign: str) -> bool:
        word = self._next()
        return word is not None and word.is_sign and word.text == sign

    def _takes_sign(self, sign: str) -> bool:
        is_there = self._sees_sign(sign)
        self._place += is_there
        return is_there

    def _expect_sign(self, sign: str) -> None:
        if not self._takes_sign(sign):
            raise self._unexpected(sign)

    def _unexpected(self, expected: str) -> FilterFault:
        word = self._next()
        found = f"at {word.place}: `{word.text[:40]}`" if word else "at the end"
        return FilterFault(f"{found} where {expected} is expected")
