"""From the rows of a file to entries that can be judged."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.queries.entries import KeptEntry
from app.catalogue.queries.entry_batches import find_entries, find_owners
from app.catalogue.schemas.content import ServiceEntry
from app.core.errors import Finding
from app.submissions.errors import UnsoundEntry
from app.submissions.imports import faults
from app.submissions.imports.columns import letters_of
from app.submissions.imports.headers import Heading
from app.submissions.imports.models import ImportRow
from app.submissions.imports.rows import (
    RowRead,
    merged_content,
    place_of,
    read_row,
    units_of,
)
from app.submissions.imports.vocabulary import Vocabulary
from app.submissions.judging import shaped
from app.submissions.sending import Sent, entry_of

RawRow = tuple[int, list[Any]]  # Any: cells, see ``cells``
_ID_COLUMNS = frozenset(("sourceId", "entity", "id", "content"))
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass
class Built:
    """A row on its way: ``entry`` is None when it cannot be judged."""

    number: int
    read: RowRead
    entry: ServiceEntry | None = None
    before: KeptEntry | None = None
    findings: list[tuple[Finding, int | None]] = field(default_factory=list)

    @property
    def source_id(self) -> str:
        """The entity's own id of the service, cut to what can be kept."""
        return "".join(filter(str.isprintable, self.read.source_id))[:64]


@dataclass(frozen=True)
class Builder:
    """Builds the rows of one import; ``heading`` is None when its lines are entries."""

    import_id: str
    entity: str
    heading: Heading | None
    vocabulary: Vocabulary

    def build(
        self, session: Session, rows: Sequence[RawRow], *, is_checked: bool = False
    ) -> list[Built]:
        """Build a batch; what was there before is loaded in a query or two.

        Rows that were checked before are not looked for among the earlier ones again.
        """
        built = [Built(number, self._read(cells)) for number, cells in rows]
        ids = {one.read.source_id for one in built if _is_id(one.read.source_id)}
        known = find_entries(session, self.entity, ids)
        seen = {} if is_checked or not rows else self._seen(session, ids, before=rows[0][0])
        for one in built:
            one.findings = list(one.read.findings)
            self._settle(one, known, seen)
        self._check_owners(session, built)
        return built

    def cell(self, number: int, place: int | None) -> str | None:
        """Name a cell as spreadsheets do."""
        return None if place is None else f"{letters_of(place)}{number}"

    def _read(self, cells: list[Any]) -> RowRead:  # Any: cells
        if self.heading is None:
            return _read_object(cells[0] if cells else None, self.entity)
        return read_row(self.heading.fills, cells, self.vocabulary)

    def _settle(self, one: Built, known: Mapping[str, KeptEntry], seen: dict[str, int]) -> None:
        source_id, place = one.read.source_id, one.read.places.get("/sourceId")
        if not source_id:
            if not one.findings:
                one.findings.append((faults.NO_ID.at("/sourceId"), place))
            return
        if source_id in seen:
            first = self.cell(seen[source_id], place) or str(seen[source_id])
            finding = faults.REPEATED_ID.at("/sourceId", found=source_id, first=first)
            one.findings.append((finding, place))
            return
        seen[source_id] = one.number
        one.before = known.get(source_id)
        content: Any = one.read.content  # Any: of any shape yet
        if one.before and self.heading is not None:
            content = merged_content(one.before.content, content, units_of(self.heading.fills))
        shape, found = shaped(content)
        if shape is None:
            one.findings += _at_cells(found, one.read)
            return
        try:
            one.entry = entry_of(Sent(self.entity, source_id, shape), one.before)
        except UnsoundEntry as unsound:
            one.findings += [(fault, place) for fault in unsound.findings]

    def _seen(self, session: Session, ids: set[str], *, before: int) -> dict[str, int]:
        """Find the ids of this batch that earlier rows have had."""
        rows = session.execute(
            select(ImportRow.source_id, ImportRow.number)
            .where(
                ImportRow.import_id == self.import_id,
                ImportRow.source_id.in_(ids),
                ImportRow.number < before,
            )
            .order_by(ImportRow.number.desc())
        )
        return {row.source_id: row.number for row in rows}

    def _check_owners(self, session: Session, built: Sequence[Built]) -> None:
        """Refuse new entries whose public id is another service's already."""
        new = [one for one in built if one.entry and one.before is None]
        taken = find_owners(session, {one.entry.id for one in new if one.entry})
        twice = Counter(one.entry.id for one in new if one.entry)
        for one in new:
            if one.entry and (one.entry.id in taken or twice[one.entry.id] > 1):
                place = one.read.places.get("/sourceId")
                finding = faults.FOREIGN_ID.at("/sourceId", found=one.entry.id)
                one.findings.append((finding, place))
                one.entry = None


def _read_object(value: Any, entity: str) -> RowRead:  # Any: JSON
    """Read a line of JSON: an entry with its ``content``, or with its fields beside the id."""
    if not isinstance(value, dict):
        return RowRead(findings=[(faults.NO_OBJECT.at(""), None)])
    read = RowRead(source_id=str(value.get("sourceId") or ""))
    named = value.get("entity")
    if named not in (None, entity):
        read.findings.append((faults.OTHER_ENTITY.at("/entity", found=named), None))
        read.source_id = ""
    flat = {key: one for key, one in value.items() if key not in _ID_COLUMNS}
    read.content = value.get("content", flat)
    return read


def _is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def _at_cells(findings: Sequence[Finding], read: RowRead) -> list[tuple[Finding, int | None]]:
    return [(one, place_of(one.pointer, read.places)) for one in findings]
