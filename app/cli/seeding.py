"""Filling the catalogue with the demonstration content, through its own commands."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

import orjson
from sqlalchemy.orm import Session

from app.catalogue import commands
from app.catalogue.commands.registries import RecordIn
from app.catalogue.schemas.content import ServiceEntry
from app.catalogue.schemas.registries import ChannelIn, EvidenceTypeIn, LegalResourceIn
from app.core.db import Database
from app.core.schemas import Schema
from app.core.settings import ROOT
from app.entities.schemas import EntityIn
from app.taxonomy.lexicon.commands import release_lexicon_file
from app.taxonomy.lexicon.queries import find_served_version
from app.taxonomy.lexicon.schemas import LexiconFile
from app.taxonomy.schemas import SchemeFile

ACTOR = "dalil seed"
LEXICONS = "lexicon-*.json"
Shape = TypeVar("Shape", bound=Schema)
Progress = Callable[[str, int, int], None]
"""Takes a kind of thing, how many more of it are done, and of how many."""


def seed(database: Database, *, progress: Progress, folder: Path = ROOT) -> None:
    """Load schemes, lexicon, entities, registries, services; what is there already stays.

    All of it is one unit of work: a catalogue that was being filled when the process
    ended is empty, and is filled when it is started again.
    """
    seeds = folder / "seeds"
    with database.write() as session:
        _release_schemes(session, folder / "taxonomy", progress)
        _release_lexicon(session, folder / "taxonomy", progress)
        entities = list(read_lines(seeds / "entities.jsonl", EntityIn))
        for entity in entities:
            commands.put_entity(session, entity, actor=ACTOR)
            progress("entities", 1, len(entities))
        records = [one for path, shape in _registries(seeds) for one in read_lines(path, shape)]
        for record in records:
            commands.put_record(session, record, actor=ACTOR)
            progress("shared records", 1, len(records))
        services = list(read_lines(seeds / "services.jsonl", ServiceEntry))
        _put_batch(session, services)
        progress("services", len(services), len(services))


def _release_schemes(session: Session, folder: Path, progress: Progress) -> None:
    paths = sorted(set(folder.glob("*-*.json")) - set(folder.glob(LEXICONS)))
    for path in paths:
        scheme = SchemeFile.model_validate_json(path.read_bytes())
        commands.load_scheme(session, scheme, actor=ACTOR)
        progress("schemes", 1, len(paths))


def _release_lexicon(session: Session, folder: Path, progress: Progress) -> None:
    """Release the lexicon, unless there is one, which may have been changed since."""
    if find_served_version(session):
        return
    paths = sorted(folder.glob(LEXICONS))
    for path in paths:
        lexicon = LexiconFile.model_validate_json(path.read_bytes())
        release_lexicon_file(session, lexicon, actor=ACTOR)
        progress("lexicon", 1, len(paths))


def put_services(
    database: Database,
    entries: Iterator[ServiceEntry],
    progress: Progress,
    *,
    total: int,
    batch: int = 1000,
) -> None:
    """Save and publish entries, a batch at a time; entries of one batch may name each other."""
    while chunk := list(islice(entries, batch)):
        with database.write() as session:
            _put_batch(session, chunk)
        progress("services", len(chunk), total)


def _put_batch(session: Session, entries: Sequence[ServiceEntry]) -> None:
    saved = commands.save_revisions(session, entries, actor=ACTOR)
    new = {one.service_id: one.revision for one in saved if one.is_new}
    commands.publish(session, new, actor=ACTOR)


def read_lines(path: Path, shape: type[Shape]) -> Iterator[Shape]:
    """Read a file of JSON lines as shapes."""
    with path.open("rb") as lines:
        for line in lines:
            yield shape.model_validate(orjson.loads(line))


def _registries(seeds: Path) -> Sequence[tuple[Path, type[RecordIn]]]:
    return [
        (seeds / "evidence-types.jsonl", EvidenceTypeIn),
        (seeds / "channels.jsonl", ChannelIn),
        (seeds / "legal-resources.jsonl", LegalResourceIn),
    ]
