"""``dalil mirror``: keep a copy of a catalogue in one SQLite file, by its change feed."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from app.cli import mirroring
from app.cli.mirror_file import MirrorFile, NotThisMirror
from app.cli.mirror_source import Source, SourceRefuses
from app.cli.opening import console

_ATTEMPTS = 6
_MOST_SHOWN = 50


def mirror(
    url: Annotated[str, typer.Argument(help="Where the catalogue is: https://dalil.example")],
    *,
    into: Annotated[Path, typer.Option(help="SQLite file of the mirror.")] = Path("mirror.sqlite3"),
    follow: Annotated[
        bool, typer.Option("--follow", help="Stay up to date until interrupted.")
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Compare every document; exit 1 if one differs.")
    ] = False,
) -> None:
    """Keep a copy of a catalogue in one SQLite file, by its change feed."""
    if follow and verify:
        _refuse("Either --follow or --verify.")
    if not url.lower().startswith(("http://", "https://")):
        _refuse("The address begins with http:// or https://.")
    source = Source(url, attempts=None if follow else _ATTEMPTS, on_fault=_told)
    try:
        opened = MirrorFile(into, source.url)
        try:
            _work(opened, source, follow=follow, verify=verify)
        finally:
            opened.close()
    except (NotThisMirror, SourceRefuses) as fault:
        _refuse(str(fault))
    except KeyboardInterrupt:
        raise typer.Exit(0) from None
    finally:
        source.close()


def _work(opened: MirrorFile, source: Source, *, follow: bool, verify: bool) -> None:
    if follow:
        mirroring.follow(opened, source, told=_told)
    mirroring.catch_up(opened, source, told=_told)
    _told(mirroring.standing(opened))
    if not verify:
        return
    found = mirroring.verify(opened, source, told=_told)
    for one in found[:_MOST_SHOWN]:
        _told(one)
    if found:
        _refuse(f"The mirror differs in {len(found)} documents.")
    _told("The mirror is the catalogue, byte for byte.")


def _told(text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)


def _refuse(reason: str) -> NoReturn:
    console.print(reason, style="red", highlight=False, markup=False, soft_wrap=True)
    raise typer.Exit(1)
