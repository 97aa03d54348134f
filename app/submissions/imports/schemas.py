"""Shapes of imports: what is asked for and what is answered."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from app.core.findings import FindingOut
from app.core.schemas import Code, Line, Schema
from app.submissions.imports.mapping import MappingFile

Kind = Literal["xlsx", "csv", "ndjson"]
Mode = Literal["all-or-nothing", "valid-rows"]
Encoding = Literal["utf-8", "utf-16", "windows-1256"]
State = Literal["queued", "reading", "checking", "saving", "finished", "refused", "failed"]
Outcome = Literal["created", "changed", "unchanged", "refused"]
ENDED: frozenset[State] = frozenset(("finished", "refused", "failed"))


class ImportIn(Schema):
    """How a file is to be imported."""

    entity: Code
    mode: Mode = "all-or-nothing"
    dry_run: bool = False
    publish: bool = False
    encoding: Encoding | None = None
    mapping: MappingFile | None = None
    reason: Line | None = None


class RowFinding(FindingOut):
    """A finding with the cell it speaks of, such as ``H12``; null when there is none."""

    cell: str | None = None
    column: str | None = None


class CountsOut(Schema):
    """How many rows had which outcome; in a dry run, which they would have."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    with_warnings: int = 0


class ImportOut(Schema):
    """An import and how far it has come.

    ``totalRows`` is null until the file was read. ``problem`` says why a file was not
    imported at all; ``notices`` speak of the file as a whole.
    """

    id: str
    entity: str
    state: State
    kind: Kind
    mode: Mode
    dry_run: bool
    publish: bool
    file_name: str
    size_bytes: int
    sha256: str
    created_at: datetime
    created_by: str
    finished_at: datetime | None
    total_rows: int | None
    done_rows: int
    counts: CountsOut
    notices: list[RowFinding]
    problem: FindingOut | None


class RowOut(Schema):
    """What became of one row; ``row`` is its number in the file."""

    row: int
    source_id: str | None
    service: str | None
    outcome: Outcome
    findings: list[RowFinding] = Field(default_factory=list)
