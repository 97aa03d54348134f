"""Keeping a mirror of a catalogue, and proving that it is one.

The mirror is read from the start of the feed, never from an export: a page and its
cursor are of one moment, so whatever is published has an entry behind or before the
cursor. An export and the number of an entry, asked for one after the other, may come
from two processes of which one is a moment behind.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from app.cli.mirror_file import KINDS, MirrorFile, kept
from app.cli.mirror_source import FeedWasReset, Source
from app.core.canonical import canonical_json

WAIT_SECONDS = 30
_ROUNDS = 4
_SETTLE_SECONDS = 1.0
Told = Callable[[str], None]


def follow(mirror: MirrorFile, source: Source, *, told: Told) -> None:
    """Catch up and stay so, until interrupted."""
    catch_up(mirror, source, told=told)
    while True:
        if _read_on(mirror, source, wait=WAIT_SECONDS, told=told)[0]:
            told(standing(mirror))


def catch_up(mirror: MirrorFile, source: Source, *, told: Told) -> set[tuple[str, str]]:
    """Read to the end of the feed; returns the kinds and ids that were touched."""
    touched: set[tuple[str, str]] = set()
    while True:
        found, has_more = _read_on(mirror, source, wait=0, told=told)
        touched |= found
        if not has_more:
            return touched


def verify(mirror: MirrorFile, source: Source, *, told: Told) -> list[str]:
    """Compare the mirror with the catalogue, byte for byte; returns what differs.

    What changes while it is compared is compared again. A difference counts when it is
    there in every round.
    """
    found: list[str] = []
    for number in range(_ROUNDS):
        if number:
            time.sleep(_SETTLE_SECONDS)
        catch_up(mirror, source, told=told)
        services = source.export(lambda found: list(_differences("service", found, mirror)))
        entities = list(_differences("entity", source.read_entities(), mirror))
        moved = catch_up(mirror, source, told=told)
        found = [*services, *entities]
        if not found:
            return []
        told(f"{len(found)} differences, of which {len(moved)} may have moved meanwhile.")
    return found


def standing(mirror: MirrorFile) -> str:
    """Tell what the mirror holds."""
    counts = " and ".join(f"{mirror.count(kind)} of kind {kind}" for kind in KINDS)
    return f"The mirror holds {counts}."


def _read_on(
    mirror: MirrorFile, source: Source, *, wait: int, told: Told
) -> tuple[set[tuple[str, str]], bool]:
    """Read and apply one page; returns what it touched, and whether there is more."""
    place = mirror.place()
    try:
        page = source.read_page(place.cursor, wait=wait)
    except FeedWasReset:
        told("The feed was replaced. Reading it from the start.")
        mirror.begin_anew()
        return set(), True
    mirror.apply(place, page.items, page.cursor, is_end=not page.has_more)
    return {(one["subject"]["type"], one["subject"]["id"]) for one in page.items}, page.has_more


def _differences(
    kind: str,
    theirs: Iterable[Any],
    mirror: MirrorFile,  # Any: JSON
) -> Iterator[str]:
    """Name the documents that are not the same here and there."""
    seen = set()
    for document in theirs:
        key = document["id"]
        seen.add(key)
        mine = mirror.find(kind, key)
        if mine is None:
            yield f"{kind} {key}: missing in the mirror"
        elif mine != canonical_json(kept(kind, document)):
            yield f"{kind} {key}: differs"
    yield from (
        f"{kind} {key}: not in the catalogue" for key in mirror.ids(kind) if key not in seen
    )
