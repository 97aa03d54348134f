"""``dalil taxonomy``: what has changed between two files, what an edited file means, releases."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.cli.opening import console, open_migrated, read_settings
from app.cli.screen import Screen, write_lines
from app.cli.taxonomy_comparing import compare, operations_table, snapshot_of
from app.core.access import Caller
from app.core.errors import DalilError
from app.interchange.schemes.files import format_of
from app.interchange.schemes.guess_schemas import GuessOut
from app.interchange.schemes.guesses import FileGuess, guess_file, shown
from app.taxonomy.commands import Release, enact_operations
from app.taxonomy.operation_schemas import MOST_OPERATIONS
from app.workshops.commands.releasing import release as release_version

_ACTOR = "dalil taxonomy"
_OPERATOR = Caller(_ACTOR, "key", frozenset(("admin",)))
_LIKELY = 80
"""From this confidence on (percent) a guess needs no second look."""
SchemeOption = Annotated[str, typer.Option(help="Id of the scheme, e.g. services.")]


def diff(
    old: Annotated[str, typer.Argument(help="A file, or a version such as services@1.0.0.")],
    new: Annotated[str, typer.Argument(help="A file, or a version such as services@latest.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print the operations that lead from one version to another, their level and why."""
    try:
        found = compare(snapshot_of(old), snapshot_of(new))
    except DalilError as fault:
        raise _refused(fault) from None
    if as_json:
        write_lines([json.dumps(found.as_json(), ensure_ascii=False, indent=2), "\n"])
        return
    screen = Screen()
    screen.print(operations_table(found))
    _say(screen, f"{len(found.guess.operations)} operations; level: {found.level}")
    for text in found.because:
        _say(screen, f"  {text}")


def import_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The edited file.")],
    *,
    scheme: SchemeOption,
    enact: Annotated[
        bool, typer.Option("--enact", help="Write the operations to the draft.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--json", help="Write the body of a change request here.")
    ] = None,
) -> None:
    """Guess what an edited file means for the draft; without --enact nothing changes."""
    form = format_of(file)
    if form is None:
        raise typer.BadParameter(f"'{file.name}' does not tell its format.")
    database = open_migrated(read_settings())
    try:
        with database.read() as session:
            found = guess_file(session, scheme, file, form)
        if enact and found.guess.operations:
            with database.write() as session:
                enact_operations(
                    session,
                    scheme,
                    found.guess.operations,
                    source=f"file {file.name}",
                    actor=_ACTOR,
                )
    except DalilError as fault:
        raise _refused(fault) from None
    finally:
        database.close()
    _print_guess(found, shown(found), output, is_enacted=enact)


def release(
    scheme: Annotated[str, typer.Argument(help="Id of a scheme, e.g. services.")],
    *,
    candidate: Annotated[
        bool, typer.Option("--candidate", help="A candidate, which changes no service.")
    ] = False,
    title_ar: Annotated[str, typer.Option(help="Title of the version in Arabic.")] = "",
    title_en: Annotated[str, typer.Option(help="Title of the version in English.")] = "",
) -> None:
    """Release the draft of a scheme; its number is computed, and services are carried along."""
    said = {"ar": title_ar, "en": title_en}
    title = {language: text for language, text in said.items() if text}
    database = open_migrated(read_settings())
    try:
        with database.write() as session:
            asked = Release(title=title or None, is_candidate=candidate)
            outcome = release_version(session, scheme, asked, caller=_OPERATOR)
    except DalilError as fault:
        raise _refused(fault) from None
    finally:
        database.close()
    released, counts = outcome.released, outcome.counts
    _say(console, f"{scheme} {released.number} ({released.level}) {released.sha256}")
    _say(console, f"services: {counts.automatic} moved by themselves, {counts.tasks} tasks")
    for one in list(dict.fromkeys(one.en for one in released.because))[:10]:
        _say(console, f"  {one}")


def _print_guess(
    found: FileGuess, answer: GuessOut, output: Path | None, *, is_enacted: bool
) -> None:
    table = Table("", "%", "Operation", "Why")
    for place, one in enumerate(answer.operations, start=1):
        sure = one.reason.confidence_percent
        style = "" if sure >= _LIKELY else "yellow"
        words = (one.words.en or "", one.reason.text.en or "")
        table.add_row(str(place), str(sure), *(Text(_plain(text)) for text in words), style=style)
    screen = Screen()
    if answer.operations:
        screen.print(table)
    counts = answer.counts
    _say(
        screen,
        f"{answer.scheme}: {counts.rows} rows, {counts.known} known, {counts.added} added, "
        f"{counts.gone} gone; {len(answer.operations)} operations; level: {answer.level.level}",
    )
    for finding in answer.findings:
        _say(screen, f"{finding.severity} {finding.rule} {finding.pointer}: {finding.message.en}")
    if len(answer.operations) > MOST_OPERATIONS:
        _say(console, f"A change request holds {MOST_OPERATIONS} operations: divide the file.")
    if output:
        output.write_text(_body(answer, found), encoding="utf-8")
    _say(screen, "Enacted." if is_enacted else "Nothing was changed.")


def _body(answer: GuessOut, found: FileGuess) -> str:
    """Write what can be sent to /v1/change-requests when its title has been looked at."""
    title = {
        "ar": f"تعديل {found.opened.scheme} من ملف",
        "en": f"{found.opened.scheme}, from a file",
    }
    operations = [one.operation for one in answer.operations]
    body = {"scheme": found.opened.scheme, "title": title, "operations": operations}
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _say(screen: Console, text: str) -> None:
    screen.print(_plain(text), markup=False, highlight=False, soft_wrap=True)


def _plain(text: str) -> str:
    """Keep what a file says from steering the terminal."""
    return "".join(one if one.isprintable() else " " for one in text)


def _refused(fault: DalilError) -> typer.Exit:
    _say(console, fault.detail)
    for finding in fault.findings[:20]:
        _say(console, f"  {finding.rule} {finding.pointer}: {finding.message['en']}")
    return typer.Exit(1)
