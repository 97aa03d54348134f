"""``dalil search``: a search in the terminal, and why its hits stand where they do."""

from typing import Annotated

import typer

from app.cli.hits import Saying, sentences_of, tables_of
from app.cli.opening import console, open_migrated, read_settings
from app.cli.screen import Screen
from app.cli.taxonomy_tree import is_shaping_needed
from app.core.db import Database
from app.core.languages import Language
from app.core.settings import Settings
from app.search.errors import SearchUnavailable
from app.search.queries import Search, search
from app.search.schemas import SearchOut
from app.search.serving import ServedSearch
from app.wiring import open_index


def search_catalogue(  # noqa: PLR0917  # Typer takes them by name
    text: Annotated[str, typer.Argument(help="What a person would type.")],
    explain: Annotated[
        bool, typer.Option("--explain", help="Tell the plan, and what ranked each hit.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=100, help="Hits at most.")] = 10,
    lang: Annotated[str, typer.Option(help="Language of output and of readers: ar or en.")] = "ar",
    as_json: Annotated[
        bool, typer.Option("--json", help="Write JSON, as /v1/search answers.")
    ] = False,
    shaping_terminal: Annotated[
        str, typer.Option(envvar=["VTE_VERSION", "KONSOLE_VERSION", "MLTERM"], hidden=True)
    ] = "",
) -> None:
    """Search the published services as the API does; nothing is logged."""
    if lang not in ("ar", "en"):
        raise typer.BadParameter("is ar or en", param_hint="--lang")
    language: Language = "ar" if lang == "ar" else "en"
    asked = Search(text, page_size=limit, language=language, has_explanation=explain)
    settings = read_settings()
    database = open_migrated(settings)
    try:
        found = _found(settings, database, asked)
    except SearchUnavailable as fault:
        console.print(str(fault), style="red", highlight=False)
        raise typer.Exit(1) from None
    finally:
        database.close()
    if as_json:
        typer.echo(found.model_dump_json(by_alias=True))
        return
    _print(found, language, is_shaping_terminal=bool(shaping_terminal))


def _found(settings: Settings, database: Database, asked: Search) -> SearchOut:
    index = open_index(settings, database)
    try:
        served = ServedSearch(database, index)
        served.name()
        with database.read() as session:
            return search(
                session,
                index.engine,
                asked,
                labels=served.labels,
                lexicon=served.lexicon,
                guidance=served.guidance,
            )
    finally:
        index.close()


def _print(found: SearchOut, language: Language, *, is_shaping_terminal: bool) -> None:
    screen = Screen()
    is_shaped = is_shaping_needed(screen, is_terminal_shaping=is_shaping_terminal)
    saying = Saying(language, is_shaped=is_shaped)
    for table in tables_of(found, saying):
        screen.print(table)
    for sentence in sentences_of(found, saying):
        screen.print(sentence)
