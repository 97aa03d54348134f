"""``dalil audit``: prove that the journal is whole, and write down who changed what."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer
from sqlalchemy.orm import Session

from app.catalogue.queries.proving import find_altered
from app.catalogue.queries.proving_records import find_altered_records
from app.cli.opening import console, open_migrated, read_settings
from app.cli.screen import write_lines
from app.core import journal
from app.core.csv_text import csv_lines
from app.core.journal.schemas import COLUMNS, AuditEntry, audit_row, audited
from app.core.moments import read_end, read_moment
from app.submissions.queries.proving import find_altered_submissions

_MOST_SHOWN = 50
app = typer.Typer(help="The audit: the journal of every change.", no_args_is_help=True)


def _parsed(read: Callable[[str], datetime]) -> Callable[[str], datetime]:
    """Read an option, or say what cannot be read."""

    def parse(text: str) -> datetime:
        try:
            return read(text)
        except ValueError as fault:
            raise typer.BadParameter(f"'{text}' {fault}.") from None

    return parse


def _read_anchor(text: str) -> tuple[int, str]:
    number, _, mark = text.partition(":")
    if not number.isascii() or not number.isdigit() or len(number) > 15 or not mark:
        raise typer.BadParameter("Write the number of an entry, a colon and its hash.")
    return int(number), mark.lower()


@app.command("verify")
def verify(
    anchor: Annotated[
        str, typer.Option(help="NUMBER:HASH that an earlier proof has printed.")
    ] = "",
) -> None:
    """Walk the hash chain of the journal, and compare all services with it; exit 1 on a fault."""
    number, mark = _read_anchor(anchor) if anchor else (0, "")
    database = open_migrated(read_settings())
    try:
        with database.read() as session:
            _prove(session, number, mark)
    finally:
        database.close()


def _prove(session: Session, number: int, mark: str) -> None:
    broken = journal.find_broken_entry(session)
    if broken is not None:
        _fail(f"The journal is broken at entry {broken}.")
    last, kept = journal.head(session), journal.entry_at(session, number)
    if mark and (kept is None or kept.hash != mark):
        _fail(f"Entry {number} is not the one that the anchor names: the journal was replaced.")
    found = chain(
        find_altered(session), find_altered_records(session), find_altered_submissions(session)
    )
    altered = list(islice(found, _MOST_SHOWN))
    if altered:
        _fail("\n".join(f"{one} is not what the journal says." for one in altered))
    console.print(f"{last} entries, each follows the one before it.")
    console.print("Every document and revision of a service is what its entry says.")
    console.print("So is every entity, shared record, and version of a taxonomy or the lexicon.")
    console.print("So is every submission, as far as its last entry has a digest.")
    if tip := journal.entry_at(session, last):
        console.print(f"Anchor: {last}:{tip.hash}", highlight=False, soft_wrap=True)


@app.command("export")
def export(
    *,
    since: Annotated[
        datetime | None,
        typer.Option("--from", parser=_parsed(read_moment), help="At or after: 2026-03-01."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option("--to", parser=_parsed(read_end), help="At or before; a date counts whole."),
    ] = None,
    actor: Annotated[str | None, typer.Option(help="Only what this actor did.")] = None,
    subject: Annotated[str | None, typer.Option(help="Only what happened to this id.")] = None,
    form: Annotated[Literal["csv", "ndjson"], typer.Option("--format", help="Form.")] = "csv",
    output: Annotated[
        Path | None, typer.Option(help="File to write; standard output if none.")
    ] = None,
) -> None:
    """Write down who changed what, when and why, the oldest first."""
    wanted = journal.Wanted(actor=actor, subject_id=subject, since=since, until=until)
    database = open_migrated(read_settings())
    try:
        with database.read() as session:
            entries = (audited(one) for one in journal.stream_entries(session, wanted))
            _write(_csv(entries) if form == "csv" else _lines(entries), output)
    finally:
        database.close()


def _csv(entries: Iterator[AuditEntry]) -> Iterator[str]:
    return csv_lines((audit_row(one) for one in entries), COLUMNS)


def _lines(entries: Iterator[AuditEntry]) -> Iterator[str]:
    return (one.model_dump_json(by_alias=True) + "\n" for one in entries)


def _write(lines: Iterable[str], output: Path | None) -> None:
    if output is None:
        write_lines(lines)
        return
    try:
        with output.open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines)
    except OSError as fault:
        _fail(f"{output} cannot be written: {fault.strerror}.")


def _fail(reason: str) -> NoReturn:
    console.print(reason, style="red", highlight=False, soft_wrap=True)
    raise typer.Exit(1)
