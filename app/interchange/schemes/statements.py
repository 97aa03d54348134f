"""The statements of a SKOS file, which the process that reads strangers' files has parsed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias, TypeGuard

from app.core.faults import Fault
from app.core.reading.errors import UnreadableFile
from app.core.reading.process import Asked, read_rows, write_rows
from app.interchange.schemes import faults
from app.interchange.schemes.errors import refused
from app.interchange.schemes.vocabulary import RDF

MOST_BYTES = 32 * 1024 * 1024
_BLANK = "_:"
_FAULTS: Mapping[str, Fault] = {
    "bomb": faults.TOO_LARGE,
    "empty": faults.NO_CONCEPTS,
    "entities": faults.DECLARATIONS,
    "remote-context": faults.REMOTE_CONTEXT,
    "too-many-statements": faults.TOO_LARGE,
    "too-much-memory": faults.TOO_LARGE,
    "too-slow": faults.TOO_LARGE,
}


@dataclass(frozen=True)
class Text:
    """A text, a number or a date; ``language`` is empty where none is told."""

    value: str
    language: str = ""


Value: TypeAlias = str | Text
"""A thing by its address, or by a name of this file alone that begins with ``_:``; or a text."""


@dataclass
class Statements:
    """What a file says of each subject, by property, in the order of the file."""

    said: dict[str, dict[str, dict[Value, None]]] = field(default_factory=dict)

    def add(self, subject: str, name: str, value: Value) -> None:
        """Keep a statement, once."""
        self.said.setdefault(subject, {}).setdefault(name, {})[value] = None

    def values(self, subject: str, name: str) -> list[Value]:
        """List what is said of a subject by one property."""
        return list(self.said.get(subject, {}).get(name, ()))

    def nodes(self, subject: str, name: str) -> list[str]:
        """List the addresses among the values."""
        return [one for one in self.values(subject, name) if is_named(one)]

    def literals(self, subject: str, name: str) -> list[Text]:
        """List the texts, numbers and dates among the values."""
        return [one for one in self.values(subject, name) if isinstance(one, Text)]

    def listed(self, subject: str, name: str) -> list[str]:
        """Read the list that a property holds, as far as it goes."""
        found: list[str] = []
        seen: set[Value] = set()
        rest = next(iter(self.values(subject, name)), None)
        while isinstance(rest, str) and not is_named(rest) and rest not in seen:
            seen.add(rest)
            found.extend(self.nodes(rest, RDF + "first")[:1])
            rest = next(iter(self.values(rest, RDF + "rest")), None)
        return found


def is_named(value: Value) -> TypeGuard[str]:
    """Tell an address from a text, and from a name of the file alone."""
    return isinstance(value, str) and not value.startswith(_BLANK)


def gather(rows: Iterable[list[Any]]) -> Statements:  # Any: JSON of the reading process
    """Gather the statements that were read."""
    found = Statements()
    for subject, name, value in rows:
        found.add(subject, name, Text(*value) if isinstance(value, list) else value)
    return found


def read_statements(path: Path, form: str) -> Statements:
    """Read the statements of a file; ``form`` is turtle, rdfxml or jsonld.

    Raises:
        UnreadableScheme: the file is too large, hostile, or not of this format.

    """
    if path.stat().st_size > MOST_BYTES:
        raise refused([faults.TOO_LARGE.at("")])
    with TemporaryDirectory(prefix="dalil-graph-") as folder:
        output = Path(folder) / "statements"
        try:
            write_rows(path, output, Asked(form))
        except UnreadableFile as fault:
            kind = _FAULTS.get(fault.reason, faults.NOT_PARSED)
            raise refused([kind.at("", reason=fault.said or fault.detail)]) from None
        return gather(cells for _, cells, _ in read_rows(output))
