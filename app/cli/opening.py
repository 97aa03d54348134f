"""What every command opens first, and what it says when it cannot."""

import socket
from pathlib import Path
from typing import NoReturn

import typer
from pydantic import ValidationError
from sqlalchemy import make_url

from app.cli.screen import Screen
from app.core.db import Database
from app.core.settings import Settings
from app.wiring import NotMigrated, check_schema

console = Screen(stderr=True)


def read_settings() -> Settings:
    """Read the settings, or name those that cannot be used and end with 2."""
    try:
        return Settings()
    except ValidationError as fault:
        for one in fault.errors():
            name = str(one["loc"][0])
            variable = name if name.isupper() else f"DALIL_{name.upper()}"
            console.print(f"{variable}: {one['msg']}", style="red", highlight=False)
        raise typer.Exit(2) from None


def demand_free(host: str, port: int) -> None:
    """End with 1 when nobody can listen there, as when somebody does already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as fault:
        told = f"Cannot listen at {host}:{port}: {fault.strerror}."
        console.print(f"{told} Try another port: `dalil serve --port 8080`.", style="red")
        raise typer.Exit(1) from None


def open_database(settings: Settings) -> Database:
    """Open the database that the settings name; a SQLite file is made where there is none."""
    return Database(settings.resolved_database_url)


def open_existing(settings: Settings) -> Database:
    """Open the database, or end with 1 when there is no file: looking must not make one."""
    url = make_url(settings.resolved_database_url)
    if url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}:
        path = Path(str(url.database))
        if not path.is_file():
            _refuse_missing(path)
    return open_database(settings)


def open_migrated(settings: Settings) -> Database:
    """Open the database, or end with 1 when it is missing or not at the newest schema."""
    database = open_existing(settings)
    try:
        check_schema(database)
    except NotMigrated as fault:
        database.close()
        console.print(fault.title, style="red")
        where = database.url.render_as_string(hide_password=True)
        console.print(
            f"The database is {where}; DALIL_DATA_DIR or DALIL_DATABASE_URL names another.",
            highlight=False,
        )
        raise typer.Exit(1) from None
    return database


def _refuse_missing(path: Path) -> NoReturn:
    """Say where a database was looked for, and how to name another place or make one there."""
    for line in (
        f"There is no database in the folder {path.parent.absolute()}: '{path.name}' is missing.",
        "DALIL_DATA_DIR names the folder, DALIL_DATABASE_URL another database; "
        "run `dalil migrate` or `dalil serve` to make one here.",
    ):
        console.print(line, style="red", highlight=False, markup=False, soft_wrap=True)
    raise typer.Exit(1)
