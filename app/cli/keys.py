"""``dalil keys``: make, replace, revoke and list the keys of entities and staff."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from shutil import which
from typing import Annotated, NoReturn, TypeVar

import typer
from pydantic import ValidationError
from rich.table import Table
from sqlalchemy.orm import Session

from app.cli.opening import console, open_migrated, read_settings
from app.cli.screen import Screen
from app.core.access import ROLES, commands, queries
from app.core.access.pepper import Pepper
from app.core.access.schemas import IssuedKey, KeyIn, KeyOut
from app.core.db import Database
from app.core.errors import DalilError
from app.entities.queries import check_present, get_entity

ACTOR = "dalil keys"
FIRST_KEY = "keys create --staff --role admin"
Done = TypeVar("Done")

app = typer.Typer(help="Keys of entities and staff.", no_args_is_help=True)
KeyId = Annotated[str, typer.Argument(help="Public id of the key, as `dalil keys list` shows it.")]


@app.command("create")
def create_key(
    *,
    role: Annotated[list[str], typer.Option(help=f"Role; repeat for several: {', '.join(ROLES)}.")],
    entity: Annotated[str | None, typer.Option(help="Entity that the key belongs to.")] = None,
    staff: Annotated[bool, typer.Option("--staff", help="The key belongs to no entity.")] = False,
    label: Annotated[str, typer.Option(help="Who has it and what for.")] = "",
    scope: Annotated[
        list[str] | None, typer.Option(help="Only this right of the roles; repeat for several.")
    ] = None,
    days: Annotated[
        int | None, typer.Option(min=1, max=3650, help="Days until it expires; never if left out.")
    ] = None,
) -> None:
    """Make a key; it is printed once, alone on the last line."""
    if (entity is None) is not staff:
        _refuse("Say whose the key is: --entity ID, or --staff.")
    named = label or f"{entity or 'staff'}: {', '.join(role)}"
    asked = _key_in(
        {
            "label": named,
            "roles": role,
            "entity": entity,
            "scopes": scope or [],
            "lifetime_days": days,
        }
    )

    def work(session: Session, pepper: bytes) -> IssuedKey:
        if entity is not None:
            get_entity(session, entity)
            check_present(session, [entity])
        return commands.create_key(session, asked, pepper=pepper, actor=ACTOR)

    _show_once(_working(work))


@app.command("rotate")
def rotate_key(
    key_id: KeyId,
    overlap: Annotated[
        int, typer.Option(min=0, max=90 * 86400, help="Seconds that the old key stays good.")
    ] = 86400,
) -> None:
    """Make a key in the place of another; both are good while they overlap."""

    def work(session: Session, pepper: bytes) -> IssuedKey:
        return commands.rotate_key(
            session, key_id, pepper=pepper, overlap_seconds=overlap, actor=ACTOR
        )

    _show_once(_working(work))
    console.print(f"The key {key_id} stays good for {overlap} seconds.", highlight=False)


@app.command("revoke")
def revoke_key(
    key_id: KeyId,
    reason: Annotated[str | None, typer.Option(help="Why; it is kept in the journal.")] = None,
) -> None:
    """End a key at once; every process refuses it within a second."""

    def work(session: Session, _pepper: bytes) -> None:
        commands.revoke_key(session, key_id, actor=ACTOR, reason=reason)

    _working(work)
    console.print(f"The key {key_id} is revoked.", highlight=False)


@app.command("list")
def list_keys() -> None:
    """List every key: whose it is, what it may do, and when it was last used."""
    with _opened() as (database, _pepper), database.read() as session:
        found = queries.list_keys(session)
    table = Table("Key", "Label", "Entity", "Roles", "State", "Expires", "Last used")
    for key in found:
        table.add_row(*_row(key))
    # Wide enough for a whole row when the answer goes into a file or a pipe.
    Screen(width=None if sys.stdout.isatty() else 200).print(table)


def first_key_hint(database: Database) -> str | None:
    """Say how to make the first key, while there is none."""
    with database.read() as session:
        has_keys = queries.count_keys(session) > 0
    return None if has_keys else f"There is no key yet. Make the first: {_dalil()} {FIRST_KEY}"


def _dalil() -> str:
    """Return what to type for this program: its path where the shell would not find it."""
    running = Path(sys.argv[0])
    if which(running.name) or not running.is_file():
        return "dalil"
    here = Path.cwd()
    return str(running.relative_to(here) if running.is_relative_to(here) else running)


def _row(key: KeyOut) -> tuple[str, ...]:
    roles = ", ".join(key.roles) + (f" ({', '.join(key.scopes)})" if key.scopes else "")
    state = f"replaced by {key.replaced_by}" if key.state == "replaced" else key.state
    return (
        key.id,
        key.label,
        key.entity or "staff",
        roles,
        state,
        _minute(key.expires_at),
        _minute(key.used_at),
    )


def _minute(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d %H:%M}" if instant else ""


def _key_in(values: dict[str, object]) -> KeyIn:
    try:
        return KeyIn.model_validate(values)
    except ValidationError as fault:
        first = fault.errors()[0]
        _refuse(f"{first['loc'][0]}: {first['msg']}")


@contextmanager
def _opened() -> Iterator[tuple[Database, Pepper]]:
    settings = read_settings()
    database = open_migrated(settings)
    try:
        yield database, Pepper(settings)
    finally:
        database.close()


def _working(work: Callable[[Session, bytes], Done]) -> Done:
    try:
        with _opened() as (database, pepper), database.write() as session:
            return work(session, pepper.make())
    except DalilError as fault:
        _refuse(fault.detail)


def _show_once(issued: IssuedKey) -> None:
    until = f"until {issued.expires_at:%Y-%m-%d %H:%M} UTC" if issued.expires_at else "for ever"
    console.print(f"Key {issued.id}, good {until}. It is shown this once:", highlight=False)
    sys.stdout.write(f"{issued.key}\n")
    sys.stdout.flush()


def _refuse(reason: str) -> NoReturn:
    console.print(reason, style="red", highlight=False)
    raise typer.Exit(1)
