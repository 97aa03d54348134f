"""What becomes of rows: predicted while they are checked, and noted when they are saved."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from app.catalogue.schemas.content import ServiceEntry
from app.core.errors import Finding
from app.core.findings import finding_json
from app.submissions.commands.batches import SoundEntry
from app.submissions.imports import limits
from app.submissions.imports.building import Builder, Built
from app.submissions.imports.rows import place_of
from app.submissions.imports.schemas import Outcome
from app.submissions.judging import Verdict
from app.submissions.rules import has_errors

_RANKS = {"error": 0, "warning": 1, "suggestion": 2}


@dataclass
class Judged:
    """A row that was judged; ``entry`` is None when it is refused.

    ``based_on`` is the revision that the row was laid over, 0 when there was none.
    """

    number: int
    source_id: str
    service_id: str | None
    outcome: Outcome
    findings: list[dict[str, Any]]  # Any: RowFinding as JSON
    entry: ServiceEntry | None = None
    based_on: int = 0

    @property
    def sound(self) -> SoundEntry:
        """The entry as it is sent in, without what only a table knows."""
        assert self.entry is not None  # noqa: S101  # asked for of rows that are not refused
        return SoundEntry(self.entry, [entry_finding(one) for one in self.findings])

    @property
    def has_warnings(self) -> bool:
        """Whether a rule warns of something."""
        return any(one["severity"] == "warning" for one in self.findings)


def judged(builder: Builder, one: Built, verdict: Verdict | None) -> Judged:
    """Join what the reader and the rules say of a row."""
    placed = list(one.findings)
    if verdict:
        read = one.read
        placed += [(found, place_of(found.pointer, read.places)) for found in verdict.findings]
    placed.sort(key=lambda pair: _RANKS[pair[0].severity])
    is_refused = verdict is None or has_errors([found for found, _ in placed])
    return Judged(
        number=one.number,
        source_id=one.source_id,
        service_id=one.entry.id if one.entry else None,
        outcome="refused" if is_refused or verdict is None else _outcome(one, verdict),
        findings=[row_finding(builder, one.number, *pair) for pair in placed][
            : limits.MOST_FINDINGS_OF_ROW
        ],
        entry=None if is_refused else one.entry,
        based_on=one.before.revision if one.before else 0,
    )


def row_finding(
    builder: Builder, number: int, finding: Finding, place: int | None
) -> dict[str, Any]:  # Any: RowFinding as JSON
    """Write a finding with the cell it speaks of."""
    fills = builder.heading.fills if builder.heading else ()
    column = next((fill.column for fill in fills if place in fill.places), None)
    return {
        **finding_json(finding),
        "cell": builder.cell(number, place),
        "column": column.name if column and place is not None else None,
    }


def entry_finding(found: Mapping[str, Any]) -> dict[str, Any]:  # Any: findings as JSON
    """Write a finding of a row as one of the entry."""
    return {key: value for key, value in found.items() if key not in {"cell", "column"}}


def pack(findings: list[dict[str, Any]]) -> bytes:  # Any: RowFinding as JSON
    """Pack the findings of a row: they repeat themselves, and there are very many."""
    return zlib.compress(orjson.dumps(findings), 1)


def unpack(packed: bytes) -> list[dict[str, Any]]:  # Any: RowFinding as JSON
    """Read packed findings."""
    found: list[dict[str, Any]] = orjson.loads(zlib.decompress(packed))  # Any: as above
    return found


def count(counts: Mapping[str, int], rows: Sequence[Judged]) -> dict[str, int]:
    """Add the outcomes of rows to what was counted before."""
    total = dict(counts)
    for row in rows:
        total[row.outcome] = total.get(row.outcome, 0) + 1
        if row.has_warnings:
            total["with_warnings"] = total.get("with_warnings", 0) + 1
    return total


def _outcome(one: Built, verdict: Verdict) -> Outcome:
    if one.before is None:
        return "created"
    is_same = _settled(verdict.content, verdict) == _settled(one.before.content, verdict)
    return "unchanged" if is_same else "changed"


def _settled(content: Mapping[str, Any], verdict: Verdict) -> dict[str, Any]:  # Any: JSON
    """Name concepts by their ids alone: a notation and its id mean the same."""
    codes = verdict.known.code_ids
    concepts = [
        one["conceptId"] or codes.get((one["scheme"], one["notation"]))
        for one in content["isClassifiedBy"]
    ]
    return {**content, "isClassifiedBy": concepts}
