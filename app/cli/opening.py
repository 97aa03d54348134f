"""What every command opens first, and what it says when it cannot."""

import typer
from pydantic import ValidationError
from rich.console import Console

from app.core.db import Database
from app.core.settings import Settings
from app.wiring import NotMigrated, check_schema

console = Console(stderr=True)


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


def open_database(settings: Settings) -> Database:
    """Open the database that the settings name."""
    return Database(settings.resolved_database_url)


def open_migrated(settings: Settings) -> Database:
    """Open the database, or end with 1 when it is not at the newest schema."""
    database = open_database(settings)
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
