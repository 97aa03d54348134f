"""What must be true of a catalogue at every moment, whoever did what to it."""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import suppress

import httpx2
import orjson
from sqlalchemy import select

from app.catalogue.commands.documents import write_documents
from app.catalogue.models import Service, ServiceDocument, ServiceRevision
from app.core import journal
from app.core.canonical import canonical_json
from app.core.db import Base, Database
from app.core.journal import JournalEntry
from app.core.settings import Settings
from app.search.engine_memory import MemoryEngine
from app.search.following import fill
from app.search.source import CatalogueSource
from app.submissions.models import Submission
from app.wiring import open_index

WAITING = ("submitted", "in_review", "scheduled")
# What a refused request may leave behind: that a key was used, and how often. Notices of
# what was done before are written by and by.
_BESIDE = {"api_key_use", "quota_window", "notice", "notice_progress"}


class _Undone(Exception):
    """What was written is not to be kept."""


def journal_faults(database: Database) -> list[str]:
    """Say where the numbers have a gap or the chain is broken."""
    with database.read() as session:
        seqs = list(session.scalars(select(JournalEntry.seq).order_by(JournalEntry.seq)))
        broken, head = journal.find_broken_entry(session), journal.head(session)
    faults = [] if broken is None else [f"the chain is broken at {broken}"]
    if seqs != list(range(1, head + 1)):
        faults.append(f"{len(seqs)} numbers up to {head}")
    return faults


def document_faults(database: Database, services: Collection[str] = ()) -> list[str]:
    """Say which documents are not what is published; rendered anew are all, or some services."""
    with suppress(_Undone), database.write_aside() as session:  # after whoever writes now
        published = session.scalars(select(Service).where(Service.status == "published")).all()
        rows = session.execute(select(ServiceDocument.service_id, ServiceDocument.revision))
        shown = {row.service_id: row.revision for row in rows}
        wanted = {one.id: one.published_revision for one in published}
        looked_at = [one for one in published if not services or one.id in services]
        stale = [one.service_id for one in write_documents(session, looked_at)]
        raise _Undone
    faults = [f"{key}: rendered otherwise" for key in stale]
    return [
        *faults,
        *(
            f"{key}: {shown.get(key)} is shown"
            for key in wanted.keys() | shown.keys()
            if wanted.get(key) != shown.get(key)
        ),
    ]


def submission_faults(database: Database) -> list[str]:
    """Say which submissions do not fit what is published."""
    with database.read() as session:
        submissions = session.scalars(select(Submission)).all()
        services = {one.id: one for one in session.scalars(select(Service))}
        served = {
            (key, number)
            for key, number in session.execute(
                select(ServiceRevision.service_id, ServiceRevision.number).where(
                    ServiceRevision.published_at.is_not(None)
                )
            )
        }
    published = {(one.service_id, one.revision) for one in submissions if one.state == "published"}
    waiting = Counter(one.service_id for one in submissions if one.state in WAITING)
    faults = [f"{key}: {number} wait" for key, number in waiting.items() if number > 1]
    faults += [f"{key}: approved and never served" for key, _ in published - served]
    last = dict(sorted(published))
    faults += [
        f"{key}: {services[key].published_revision} is served, and {number} was approved"
        for key, number in last.items()
        if services[key].status == "published" and services[key].published_revision != number
    ]
    return faults


def faults_of(database: Database, services: Collection[str] = ()) -> list[str]:
    """Say everything that is wrong with a catalogue; documents are rendered of these services."""
    found = (
        journal_faults(database),
        document_faults(database, services),
        submission_faults(database),
    )
    return [fault for faults in found for fault in faults]


def index_faults(settings: Settings, database: Database) -> list[str]:
    """Compare the search index with one that is built anew from the database."""
    index, anew = open_index(settings, database), MemoryEngine()
    try:
        index.catch_up()
        fill(anew, CatalogueSource(database))
        found, wanted = index.engine, anew
        pairs = {
            "entries": (found.seq, wanted.seq),
            "services": (found.count, wanted.count),
            "words": (found.vocabulary.frequencies(), wanted.vocabulary.frequencies()),
        }
    finally:
        index.close()
    return [f"the index has other {name}" for name, (one, other) in pairs.items() if one != other]


def exported(url: str) -> Mapping[str, bytes]:
    """Read the export of all services as canonical JSON by id."""
    body = httpx2.get(f"{url}/v1/services?format=ndjson", timeout=60).content
    documents = [orjson.loads(line) for line in body.split(b"\n") if line]
    return {one["id"]: canonical_json(one) for one in documents}


def searched(url: str) -> list[str]:
    """Read the ids of everything that the index holds, page by page, sorted."""
    found: list[str] = []
    while True:
        asked = {"page": len(found) // 100 + 1, "pageSize": 100}
        answer = httpx2.get(f"{url}/v1/search", params=asked, timeout=60).json()
        found += [one["id"] for one in answer["items"]]
        if len(found) >= answer["total"] or not answer["items"]:
            return sorted(found)


def picture(database: Database) -> Mapping[str, str]:
    """Make a digest of every table, to tell whether anything has changed."""
    with database.engine.connect() as connection:
        return {
            table.name: _digest(sorted(repr(row) for row in connection.execute(table.select())))
            for table in Base.metadata.sorted_tables
            if table.name not in _BESIDE
        }


def _digest(rows: list[str]) -> str:
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()
