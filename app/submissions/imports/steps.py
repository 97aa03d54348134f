"""The parts of a step of an import that need no memory of earlier steps."""

from collections.abc import Iterator, Sequence
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.errors import UnknownReference
from app.catalogue.queries.entry_batches import find_last_revisions
from app.core.access import Caller
from app.core.errors import Finding
from app.core.reading.process import Asked, Described, read_rows
from app.submissions.commands.batches import SoundEntry, submit_entries
from app.submissions.imports import limits
from app.submissions.imports.building import Builder, RawRow
from app.submissions.imports.columns import known_headers
from app.submissions.imports.faults import OTHER_SHEET
from app.submissions.imports.headers import Heading, read_headers
from app.submissions.imports.mapping import MappingFile, apply_mapping, wanted_headers
from app.submissions.imports.models import EntryImport, ImportRow
from app.submissions.imports.outcomes import Judged, entry_finding, judged, pack, unpack
from app.submissions.imports.sheet_names import OWN_SHEETS
from app.submissions.imports.storage import ImportFolder
from app.submissions.judging import Near, judge_entries

Notice = tuple[Finding, int | None]
_MOST_SHEETS_NAMED = 20


class Overtaken(Exception):
    """An entry was changed between the judging of a row and its saving."""


def asked_of(kind: str, encoding: str | None, mapping: MappingFile | None) -> Asked:
    """Say how a file is to be read."""
    return Asked(
        kind=kind,
        encoding={"windows-1256": "cp1256"}.get(encoding or "", encoding),
        delimiter=mapping.delimiter if mapping else None,
        sheet=mapping.sheet if mapping else None,
        headers=wanted_headers(mapping) if mapping else None,
        known=[] if mapping else sorted(known_headers()),
    )


def mapping_of(one: EntryImport) -> MappingFile | None:
    """Read the mapping of an import, if it has one."""
    return MappingFile.model_validate(one.mapping) if one.mapping else None


def heading_of(mapping: MappingFile | None, table: Described) -> Heading | None:
    """Find out what the columns of a table are; None when its lines are entries.

    Raises:
        UnreadableFile: the columns do not make entries.
        UnusableMapping: the mapping names a column that is not there.

    """
    if table.kind == "objects":
        return None
    return apply_mapping(mapping, table.headers) if mapping else read_headers(table.headers)


def notices_of(heading: Heading | None, table: Described) -> list[Notice]:
    """List what is to be said of the file as a whole."""
    columns: list[Notice] = list(heading.notices) if heading else []
    others = [name for name in table.others if name not in OWN_SHEETS]
    sheets: list[Notice] = [(OTHER_SHEET.at("", found=name), None) for name in others]
    return [*columns, *sheets[:_MOST_SHEETS_NAMED]]


def judge_rows(
    session: Session, builder: Builder, raw: Sequence[RawRow], *, near: Near
) -> list[Judged]:
    """Build rows and judge those that make entries."""
    built = builder.build(session, raw)
    entries = [one.entry for one in built if one.entry]
    verdicts = iter(judge_entries(session, entries, near=near))
    return [judged(builder, one, next(verdicts) if one.entry else None) for one in built]


def rebuild_rows(session: Session, builder: Builder, raw: Sequence[RawRow]) -> list[SoundEntry]:
    """Build rows again that were checked before, with what was found then.

    Raises:
        UnknownReference: what a row refers to has changed since.

    """
    found = session.execute(
        select(ImportRow.number, ImportRow.findings).where(
            ImportRow.import_id == builder.import_id,
            ImportRow.number.between(raw[0][0], raw[-1][0]),
        )
    )
    findings = {row.number: [entry_finding(one) for one in unpack(row.findings)] for row in found}
    built = builder.build(session, raw, is_checked=True)
    broken = [one.number for one in built if one.entry is None]
    if broken:
        raise UnknownReference(f"Row {broken[0]} is not sound any more.")
    return [SoundEntry(one.entry, findings.get(one.number, [])) for one in built if one.entry]


def check_present_still(session: Session, rows: Sequence[Judged]) -> None:
    """Let no row be saved over what nobody had written yet when it was judged.

    Raises:
        Overtaken: somebody has changed one of the entries meanwhile.

    """
    based_on = {one.entry.id: one.based_on for one in rows if one.entry}
    last = find_last_revisions(session, based_on)
    if any(last.get(key, 0) != revision for key, revision in based_on.items()):
        raise Overtaken


def submit_rows(session: Session, one: EntryImport, sound: Sequence[SoundEntry]) -> None:
    """Send in what is sound, in the name of whoever sent the file."""
    if sound:
        caller = Caller(one.created_by, "key")
        submit_entries(session, sound, caller=caller, publishes=one.publishes, reason=one.reason)


def next_rows(folder: ImportFolder, offset: int) -> tuple[list[RawRow], int]:
    """Read the next batch, and where the file goes on after it."""
    found = list(islice(read_rows(folder.rows, offset=offset), limits.BATCH_ROWS))
    rows = [(number, cells) for number, cells, _ in found]
    return rows, found[-1][2] if found else offset


def batches_of(folder: ImportFolder) -> Iterator[list[RawRow]]:
    """Read all rows, a batch at a time."""
    rows = ((number, cells) for number, cells, _ in read_rows(folder.rows))
    while batch := list(islice(rows, limits.BATCH_ROWS)):
        yield batch


def table_row(import_id: str, row: Judged) -> dict[str, object]:
    """Write a row of the table ``import_row``."""
    return {
        "import_id": import_id,
        "number": row.number,
        "source_id": row.source_id or None,
        "service_id": row.service_id,
        "outcome": row.outcome,
        "findings": pack(row.findings),
    }
