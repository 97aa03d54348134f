"""The journal: one gap-free, ordered, hash-chained log of every change.

Commands call ``record``; the entries are numbered and chained when the unit of
work commits, in the same transaction, so nothing is announced that was not
kept and nothing is kept that was not announced.
"""

from app.core.journal.models import JournalEntry, JournalHead
from app.core.journal.proving import find_broken_entry
from app.core.journal.queries import count, entries, entry_at, head, head_of
from app.core.journal.recording import Ahead, pending, record, seal
from app.core.journal.rules import Change, Entry, Op
from app.core.journal.searching import Wanted, search_entries, stream_entries

__all__ = [
    "Ahead",
    "Change",
    "Entry",
    "JournalEntry",
    "JournalHead",
    "Op",
    "Wanted",
    "count",
    "entries",
    "entry_at",
    "find_broken_entry",
    "head",
    "head_of",
    "pending",
    "record",
    "seal",
    "search_entries",
    "stream_entries",
]
