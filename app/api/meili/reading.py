"""The fields of a JSON object, each read as what it has to be; pure."""

from collections.abc import Mapping, Set
from typing import Any

from app.api.meili.faults import MeiliFault, code_of

LONGEST_TEXT = 200
"""Letters of a tag, a marker or a name: each may come back thousands of times."""
MOST_TEXTS = 100
_LARGEST = 2**53
_KINDS = (
    (bool, "a boolean"),
    (str, "a string"),
    (int, "a number"),
    (float, "a number"),
    (list, "an array"),
    (dict, "an object"),
)


class Fields:
    """Fields of an object; ``where`` it stands in the body, e.g. ``queries[0]``."""

    def __init__(self, sent: Mapping[str, Any], where: str = "") -> None:
        self._sent = sent
        self._where = where

    def only(self, known: Set[str]) -> None:
        """Refuse fields that do not exist.

        Raises:
            MeiliFault: names the first of them.

        """
        for name in self._sent:
            if name not in known:
                raise MeiliFault("bad_request", f"Unknown field `{name[:60]}`{self._place()}.")

    def has(self, name: str) -> bool:
        """Tell whether a field is there and not null."""
        return self._sent.get(name) is not None

    def value(self, name: str) -> Any:  # Any: JSON
        """Return whatever a field holds."""
        return self._sent.get(name)

    def text(self, name: str, default: str, *, longest: int | None = LONGEST_TEXT) -> str:
        """Return a text."""
        found = self._sent.get(name)
        if found is None:
            return default
        if not isinstance(found, str):
            raise self._other(name, "a string", found)
        if longest is not None and len(found) > longest:
            raise self.fault(name, f"has more than {longest} letters")
        return found

    def truth(self, name: str) -> bool:
        """Return whether something is asked for."""
        found = self._sent.get(name)
        if found is None:
            return False
        if not isinstance(found, bool):
            raise self._other(name, "a boolean", found)
        return found

    def number(self, name: str, default: int) -> int:
        """Return a whole number from 0."""
        found = self.find_number(name)
        return default if found is None else found

    def find_number(self, name: str) -> int | None:
        """Return a whole number from 0, or None when it is not there."""
        found = self._sent.get(name)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int):
            raise self._other(name, "a positive integer", found)
        if not 0 <= found <= _LARGEST:
            raise self.fault(name, "is a positive integer that JavaScript can count")
        return found

    def texts(self, name: str) -> tuple[str, ...] | None:
        """Return a list of texts, or None when it is not there."""
        found = self._sent.get(name)
        if found is None:
            return None
        if not isinstance(found, list):
            raise self._other(name, "an array", found)
        if len(found) > MOST_TEXTS:
            raise self.fault(name, f"has more than {MOST_TEXTS} values")
        for place, one in enumerate(found):
            if not isinstance(one, str):
                raise self._other(f"{name}[{place}]", "a string", one)
            if len(one) > LONGEST_TEXT:
                raise self.fault(name, f"has a value of more than {LONGEST_TEXT} letters")
        return tuple(dict.fromkeys(found))

    def fault(self, name: str, reason: str) -> MeiliFault:
        """Say what is wrong with a field."""
        code = code_of(name.partition("[")[0])
        return MeiliFault(code, f"`{name}`{self._place()} {reason}.")

    def _other(self, name: str, expected: str, found: object) -> MeiliFault:
        kind = next((kind for one, kind in _KINDS if isinstance(found, one)), "null")
        return self.fault(name, f"is {expected}, and {kind} was sent")

    def _place(self) -> str:
        return f" inside `{self._where}`" if self._where else ""
