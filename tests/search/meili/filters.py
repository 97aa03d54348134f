"""Meilisearch's filter language, as far as its own parser takes it: a reference reading."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Set
from typing import Any

Document = Mapping[str, Any]
Predicate = Callable[["Stored"], bool]

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<quoted>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
      | (?P<op><=|>=|!=|<|>|=|\(|\)|\[|\]|,)
      | (?P<word>[\w\-.]+)
    )""",
    re.VERBOSE,
)
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class FilterFault(Exception):
    """The filter is not one that Meilisearch takes."""


def normal(value: object) -> str:
    """Compare facets as Meilisearch does: trimmed, decomposed, without case."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return unicodedata.normalize("NFKD", text.strip()).lower()


def values_of(document: Document, attribute: str) -> list[Any]:
    value = document.get(attribute)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


class Stored(dict[str, Any]):
    """A document, which remembers what its values are compared as."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._normals: dict[str, frozenset[str]] = {}

    def normals(self, attribute: str) -> frozenset[str]:
        if attribute not in self._normals:
            self._normals[attribute] = frozenset(map(normal, values_of(self, attribute)))
        return self._normals[attribute]


def parse(text: str, *, equalled: Set[str], compared: Set[str]) -> Predicate:
    """Read a filter; only attributes that were made filterable may stand in it."""
    return _Parser(text, equalled, compared).read()


class _Parser:
    def __init__(self, text: str, equalled: Set[str], compared: Set[str]) -> None:
        self._tokens = list(_tokens(text))
        self._place = 0
        self._equalled, self._compared = equalled, compared

    def read(self) -> Predicate:
        found = self._or()
        if self._place < len(self._tokens):
            raise FilterFault(f"unexpected {self._tokens[self._place]}")
        return found

    def _or(self) -> Predicate:
        parts = [self._and()]
        while self._takes("OR"):
            parts.append(self._and())
        return lambda document: any(part(document) for part in parts)

    def _and(self) -> Predicate:
        parts = [self._not()]
        while self._takes("AND"):
            parts.append(self._not())
        return lambda document: all(part(document) for part in parts)

    def _not(self) -> Predicate:
        if self._takes("NOT"):
            inner = self._not()
            return lambda document: not inner(document)
        if self._takes("("):
            inner = self._or()
            self._expect(")")
            return inner
        return self._condition()

    def _condition(self) -> Predicate:
        attribute = self._next()
        if self._takes("NOT"):
            self._expect("IN")
            return _negated(self._among(attribute))
        if self._takes("IN"):
            return self._among(attribute)
        if self._takes("IS"):
            self._expect("EMPTY")
            self._check(attribute, self._equalled)
            return lambda document: document.get(attribute) in ("", [], {})
        sign = self._next()
        if sign in _COMPARE:
            self._check(attribute, self._compared)
            bound, compare = float(self._next()), _COMPARE[sign]
            return lambda document: any(
                compare(value, bound)
                for value in values_of(document, attribute)
                if isinstance(value, int | float) and not isinstance(value, bool)
            )
        if sign not in ("=", "!="):
            raise FilterFault(f"unexpected {sign}")
        equal = self._one_of(attribute, [self._next()])
        return equal if sign == "=" else _negated(equal)

    def _among(self, attribute: str) -> Predicate:
        self._expect("[")
        values: list[str] = []
        while not self._takes("]"):
            values.append(self._next())
            self._takes(",")
        return self._one_of(attribute, values)

    def _one_of(self, attribute: str, values: list[str]) -> Predicate:
        self._check(attribute, self._equalled)
        wanted = {normal(value) for value in values}
        return lambda document: not wanted.isdisjoint(document.normals(attribute))

    def _check(self, attribute: str, allowed: Set[str]) -> None:
        if attribute not in allowed:
            raise FilterFault(f"attribute {attribute} is not filterable")

    def _takes(self, word: str) -> bool:
        if self._place < len(self._tokens) and self._tokens[self._place] == (False, word):
            self._place += 1
            return True
        return False

    def _expect(self, word: str) -> None:
        if not self._takes(word):
            raise FilterFault(f"expected {word}")

    def _next(self) -> str:
        if self._place >= len(self._tokens):
            raise FilterFault("unexpected end")
        self._place += 1
        return self._tokens[self._place - 1][1]


def _negated(inner: Predicate) -> Predicate:
    return lambda document: not inner(document)


def _tokens(text: str) -> list[tuple[bool, str]]:
    """Cut a filter into tokens; a quoted one is never a keyword."""
    found, place, text = [], 0, text.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise FilterFault(f"cannot read {text[place : place + 20]!r}")
        place = match.end()
        quoted = match["quoted"]
        if quoted is None:
            found.append((False, match["op"] or match["word"]))
        else:
            found.append((True, re.sub(r"\\(.)", r"\1", quoted[1:-1])))
    return found
