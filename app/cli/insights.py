"""``dalil insights``: what people ask for and do not find, in the terminal."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from app.cli.opening import console, open_migrated, read_settings
from app.cli.screen import Screen
from app.cli.taxonomy_tree import is_shaping_needed
from app.core.clock import now
from app.core.db import Database
from app.core.settings import Settings
from app.core.shaping import shaped
from app.search.insights.queries import Period
from app.search.insights.reporting import report_insights
from app.search.insights.schemas import AskedText, Candidate, InsightsOut, UnknownWord
from app.wiring import open_index

_COUNTS = ("بحث · Searches", "جلسات · Sessions")


def insights(
    days: Annotated[int, typer.Option(min=1, max=400, help="How many days, up to today.")] = 30,
    limit: Annotated[int, typer.Option(min=1, max=100, help="Entries of each list.")] = 20,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write JSON, as /v1/search-insights answers.")
    ] = False,
    shaping_terminal: Annotated[
        str, typer.Option(envvar=["VTE_VERSION", "KONSOLE_VERSION", "MLTERM"], hidden=True)
    ] = "",
) -> None:
    """Show the words nobody knows and the searches that lead nowhere."""
    settings = read_settings()
    database = open_migrated(settings)
    try:
        found = _report(settings, database, days=days, limit=limit)
    finally:
        database.close()
    if as_json:
        typer.echo(found.model_dump_json(by_alias=True))
        return
    _print(found, is_shaping_terminal=bool(shaping_terminal))
    if not settings.search_log_days:
        console.print("DALIL_SEARCH_LOG_DAYS is 0: nothing is logged.", style="yellow")


def _report(settings: Settings, database: Database, *, days: int, limit: int) -> InsightsOut:
    today = now().date()
    first = date.fromordinal(max(1, (today - timedelta(days=days - 1)).toordinal()))
    period = Period(first, today, settings.search_log_sessions)
    index = open_index(settings, database)
    try:
        with database.read() as session:
            return report_insights(session, index.engine, period, limit=limit)
    finally:
        index.close()


def _print(found: InsightsOut, *, is_shaping_terminal: bool) -> None:
    screen = Screen()
    is_shaped = is_shaping_needed(screen, is_terminal_shaping=is_shaping_terminal)
    for table in (
        _words(found.unknown_words, is_shaped=is_shaped),
        _texts("بلا نتائج · Without hits", found.without_hits, is_shaped=is_shaped),
        _texts("قلّ فتح نتائجها · With few clicks", found.with_few_clicks, is_shaped=is_shaped),
    ):
        screen.print(table)
    screen.print(
        f"{found.from_} – {found.until}: searches {found.searches:,}, sessions {found.sessions:,}; "
        f"least sessions to be shown {found.least_sessions:,}.",
        highlight=False,
    )


def _words(words: Iterable[UnknownWord], *, is_shaped: bool) -> Table:
    title = "كلمات لا يعرفها أحد · Words nobody knows"
    table = _table(title, "الكلمة · Word", _COUNTS, is_shaped=is_shaped)
    table.add_column(_text("لعلها · May be", is_shaped=is_shaped))
    for one in words:
        near = _text("، ".join(map(_near, one.candidates)), is_shaped=is_shaped)
        _add(table, one.word, (one.searches, one.sessions), near, is_shaped=is_shaped)
    return table


def _texts(title: str, texts: Iterable[AskedText], *, is_shaped: bool) -> Table:
    names = (*_COUNTS, "نتائج · Hits", "فتحت · Opened")
    table = _table(title, "النص · Text", names, is_shaped=is_shaped)
    for one in texts:
        numbers = (one.searches, one.sessions, one.hits or 0, one.clicked_sessions)
        _add(table, one.text, numbers, is_shaped=is_shaped)
    return table


def _table(title: str, first: str, numbers: Iterable[str], *, is_shaped: bool) -> Table:
    table = Table(title=_text(title, is_shaped=is_shaped), title_justify="left")
    table.add_column(_text(first, is_shaped=is_shaped))
    for name in numbers:
        table.add_column(_text(name, is_shaped=is_shaped), justify="right")
    return table


def _add(table: Table, text: str, numbers: Sequence[int], *further: Text, is_shaped: bool) -> None:
    table.add_row(
        _text(text, is_shaped=is_shaped), *(f"{number:,}" for number in numbers), *further
    )


def _near(one: Candidate) -> str:
    groups = ", ".join(group.id for group in one.groups)
    return f"{one.text} ({groups})" if groups else one.text


def _text(text: str, *, is_shaped: bool) -> Text:
    """Return what people have typed as plain text, never as markup."""
    return Text(shaped(text) if is_shaped else text)
