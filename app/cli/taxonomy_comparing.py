"""What ``dalil taxonomy diff`` does: it reads two versions and names what lies between."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from app.cli.opening import open_migrated, read_settings
from app.core.errors import Invalid
from app.core.identity import new_concept_id
from app.interchange.schemes.files import format_of, read_scheme
from app.interchange.schemes.guesses import naming
from app.interchange.schemes.released import load_released
from app.interchange.schemes.table_reading import TableOptions
from app.taxonomy.errors import OperationRefused
from app.taxonomy.guessing import Guess, guess_snapshot
from app.taxonomy.operations import Draft, Refused, SchemeRules, open_draft
from app.taxonomy.operations.levels import level_of
from app.taxonomy.operations.wording import in_words
from app.taxonomy.sendable import sendable
from app.taxonomy.state import SchemeState

# Files of others have labels in other languages, and some stand twice.
_LENIENT = SchemeRules(is_polyhierarchical=True, languages=(), unique_labels="siblings")
_MOST_REASONS = 10


@dataclass(frozen=True)
class Difference:
    """The operations between two versions, the level of a release with them, and why."""

    draft: Draft
    guess: Guess
    level: str
    because: tuple[str, ...]

    def words(self) -> list[str]:
        """Say each operation in English."""
        name_of = naming(self.draft, self.guess.target)
        return [in_words(one, name_of)["en"] for one in self.guess.operations]

    def as_json(self) -> dict[str, Any]:  # Any: JSON
        """Write it for programs; operations as they are sent in a change request."""
        sent, _ = sendable(self.guess.operations)
        operations = [
            {
                "operation": one,
                "words": words,
                "confidencePercent": weighed.reason.confidence_percent,
            }
            for one, words, weighed in zip(sent, self.words(), self.guess.weighed, strict=True)
        ]
        return {"level": self.level, "because": list(self.because), "operations": operations}


def snapshot_of(name: str) -> SchemeState:
    """Read a version: ``scheme@version`` from the catalogue, anything else from a file.

    Raises:
        DalilError: there is no such version, or the file cannot be read.

    """
    path = Path(name)
    if path.is_file():
        return _from_file(path)
    scheme, sign, version = name.partition("@")
    if not sign:
        raise Invalid(f"'{name}' is neither a file nor a version such as services@1.0.0.")
    database = open_migrated(read_settings())
    try:
        with database.read() as session:
            return load_released(session, scheme, version).state
    finally:
        database.close()


def compare(old: SchemeState, new: SchemeState) -> Difference:
    """Find the operations that lead from one version to another.

    Raises:
        OperationRefused: the new one says what cannot be had, such as a re-used code.

    """
    draft = open_draft(old, _LENIENT)
    try:
        guess = guess_snapshot(draft, new, new_id=new_concept_id)
    except Refused as refused:
        raise OperationRefused.of(refused) from None
    level, because = level_of(guess.applied, guess.operations)
    texts = tuple(dict.fromkeys(one.en for one in because))[:_MOST_REASONS]
    return Difference(draft, guess, level, texts if guess.operations else ())


def operations_table(found: Difference) -> Table:
    """Show the operations in words, each with how sure it is."""
    table = Table("", "%", "Operation")
    pairs = zip(found.words(), found.guess.weighed, strict=True)
    for place, (words, weighed) in enumerate(pairs, start=1):
        plain = "".join(one if one.isprintable() else " " for one in words)
        table.add_row(str(place), str(weighed.reason.confidence_percent), Text(plain))
    return table


def _from_file(path: Path) -> SchemeState:
    form = format_of(path)
    if form is None:
        raise Invalid(f"'{path.name}' does not tell its format.")
    scheme = path.stem if form in ("csv", "xlsx") else ""
    return read_scheme(path, form, TableOptions(scheme)).state
