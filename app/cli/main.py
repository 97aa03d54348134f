"""The operator's commands: ``dalil --help`` lists them."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from alembic.util import CommandError
from pydantic import ValidationError

from app import __version__
from app.cli import (
    audit,
    checkup,
    importing,
    insights,
    keys,
    mirror,
    releasing,
    searching,
    seeding,
    taxonomy,
    working,
)
from app.cli.generate import MOST_SERVICES, generate_services, load_vocabulary
from app.cli.opening import (
    console,
    demand_free,
    open_database,
    open_existing,
    open_migrated,
    read_settings,
)
from app.cli.progress import counting
from app.core import journal, logs, memory, migrating
from app.core.db import Database
from app.core.errors import DalilError
from app.main import openapi_document
from app.search.errors import SearchUnavailable
from app.submissions.imports.schemas import Mode
from app.wiring import rebuild_index

app = typer.Typer(
    help="Dalil: a government's catalogue of services.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
journal_commands = typer.Typer(help="The former name of `dalil audit`.", hidden=True)
journal_commands.command("verify")(audit.verify)
app.add_typer(journal_commands, name="journal")
app.add_typer(audit.app, name="audit")
app.add_typer(keys.app, name="keys")
app.add_typer(taxonomy.app, name="taxonomy")
app.command("mirror")(mirror.mirror)
app.command("search")(searching.search_catalogue)
app.command("insights")(insights.insights)


def _tell_version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def dalil(
    *,
    _version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_tell_version, help="Tell the version."),
    ] = False,
) -> None:
    """Take what stands before the command."""


DemoOption = Annotated[
    bool, typer.Option("--demo", help="Fill an empty catalogue with the demonstration content.")
]


@app.command()
def serve(
    demo: DemoOption = False,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Serve the catalogue; the database is brought to the newest schema first."""
    memory.share()
    settings = read_settings()
    host, port = host or settings.host, port or settings.port
    demand_free(host, port)
    database = open_database(settings)
    migrating.migrate(database)
    if demo or settings.seed_demonstration:
        _seed_if_empty(database)
    hint = keys.first_key_hint(database)
    database.close()
    console.print(f"Dalil {__version__} at http://{host}:{port}", highlight=False)
    if hint:
        console.print(hint, highlight=False, soft_wrap=True)
    uvicorn.run(
        "app.main:create_served",
        factory=True,
        host=host,
        port=port,
        http="app.api.edge.protocol:ForgivingProtocol",
        ws="none",
        loop="auto",
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,  # the application does it: see app/api/edge/forwarded.py
        timeout_keep_alive=30,
        timeout_graceful_shutdown=25,
        log_level=settings.log_level.lower(),
        log_config=logs.of_server(settings.log_level),
    )


@app.command()
def migrate(
    to: Annotated[str, typer.Option(help="Revision to go to; `base` empties the database.")] = "",
) -> None:
    """Bring the database to the newest schema, or back to an earlier one."""
    database = open_database(read_settings())
    try:
        if to:
            migrating.step_down(database, to)
        else:
            migrating.migrate(database)
        console.print(f"The schema is at {migrating.present_revision(database) or 'base'}.")
    except CommandError as fault:
        console.print(str(fault), style="red")
        raise typer.Exit(1) from None
    finally:
        database.close()


@app.command()
def release_lexicon(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A lexicon file.")],
) -> None:
    """Release the version of the lexicon that a file holds; search uses it at once."""
    database = open_migrated(read_settings())
    try:
        said = releasing.release_lexicon(database, file)
    except (DalilError, ValidationError) as fault:
        for line in releasing.faults_of(fault):
            console.print(line, style="red", markup=False)
        raise typer.Exit(1) from None
    finally:
        database.close()
    console.print(said)


@app.command()
def seed() -> None:
    """Load the demonstration content; what is there already stays."""
    database = open_database(read_settings())
    migrating.migrate(database)
    before = _head(database)
    memory.settle()
    with counting(console) as advance:
        seeding.seed(database, progress=advance)
    if _head(database) == before:
        console.print("Everything was there already; nothing has changed.")
    database.close()


@app.command()
def generate(
    services: Annotated[int, typer.Option(min=1, max=MOST_SERVICES, help="How many to make.")],
    seed: Annotated[int, typer.Option(min=0, max=9999, help="Another seed, others.")] = 0,
) -> None:
    """Add invented services for measuring; an empty catalogue gets the demonstration first."""
    database = open_database(read_settings())
    migrating.migrate(database)
    _seed_if_empty(database)
    with database.read() as session:
        known = load_vocabulary(session)
    memory.settle()
    with counting(console) as advance:
        entries = generate_services(known, services=services, seed=seed)
        seeding.put_services(database, entries, advance, total=services)
    database.close()


@app.command("import")
def import_file(  # noqa: PLR0917  # Typer takes them by name
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="XLSX, CSV or NDJSON.")],
    entity: Annotated[str, typer.Option(help="Whose entries they are.")],
    mode: Annotated[
        Mode, typer.Option(help="What becomes of sound rows: all-or-nothing or valid-rows.")
    ] = "all-or-nothing",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Save nothing.")] = False,
    publish: Annotated[bool, typer.Option("--publish", help="Publish at once.")] = False,
    mapping: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="How to read a foreign table.")
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Workbook to write the findings to.")] = None,
) -> None:
    """Take in a file of entries; exit 1 when a row was refused."""
    settings = read_settings()
    database = open_migrated(settings)
    try:
        asked = importing.asked_from(
            entity, mode=mode, dry_run=dry_run, publish=publish, mapping=mapping
        )
        memory.settle()
        found = importing.run_import(settings, database, file, asked, console=console)
        importing.show_outcome(database, found, console=console)
        if report:
            importing.save_report(settings, database, found.id, report)
    except DalilError as fault:
        raise importing.refuse(fault, console) from None
    finally:
        database.close()
    raise typer.Exit(0 if importing.is_success(found) else 1)


@app.command()
def reindex() -> None:
    """Build the search index anew beside the one in use, and switch to it."""
    settings = read_settings()
    database = open_migrated(settings)
    try:
        memory.settle()
        with console.status("Building the search index"):
            index = rebuild_index(settings, database)
        console.print(f"{index.engine.count} services as of journal entry {index.engine.seq}.")
        index.close()
    except SearchUnavailable as fault:
        console.print(fault.detail, style="red")
        raise typer.Exit(1) from None
    finally:
        database.close()


@app.command()
def worker() -> None:
    """Follow the journal without serving: keep the search index up, deliver to webhooks."""
    settings = read_settings()
    logs.configure(settings.log_level)
    database = open_migrated(settings)
    with working.until_told_to_stop() as stop:
        working.work(settings, database, stop=stop)
    database.close()


@app.command()
def doctor() -> None:
    """Check schema, journal and search index; exit 1 when something is wrong."""
    settings = read_settings()
    database = open_existing(settings)
    is_well = checkup.show(console, checkup.examine(settings, database))
    database.close()
    raise typer.Exit(0 if is_well else 1)


@app.command()
def openapi(
    output: Annotated[
        Path | None, typer.Option(help="File to write; standard output if none.")
    ] = None,
) -> None:
    """Write the OpenAPI document."""
    document = json.dumps(openapi_document(), ensure_ascii=False, indent=2)
    if output:
        output.write_text(document + "\n", encoding="utf-8")
    else:
        sys.stdout.write(document + "\n")


@app.command()
def version() -> None:
    """Tell the version of this program."""
    sys.stdout.write(f"{__version__}\n")


def _head(database: Database) -> int:
    with database.read() as session:
        return journal.head(session)


def _seed_if_empty(database: Database) -> None:
    if _head(database) == 0:
        with counting(console) as advance:
            seeding.seed(database, progress=advance)
