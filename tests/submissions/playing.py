"""Submissions played at random by several people, honest and not, against a model.

The model knows of each entry its revisions, what is published of it and what became of
each submission, and who may do what. Whatever the players try, it must be done exactly
when the model says so, and after every step the tables must say what the model says.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.errors import ServiceNotFound
from app.catalogue.models import Service, ServiceDocument
from app.catalogue.schemas.content import ServiceContent
from app.core import journal
from app.core.access import ANONYMOUS, Caller, MissingRight, Role
from app.core.access.rules import Right
from app.core.db import Database
from app.core.errors import Unauthorized
from app.submissions import commands
from app.submissions.commands import Sent
from app.submissions.errors import (
    EntryChanged,
    OwnSubmission,
    ReasonMissing,
    SubmissionNotFound,
    WrongState,
)
from app.submissions.models import Submission
from app.submissions.schemas import ArchiveIn, EntryRestoreIn, VerdictIn
from tests.submissions.conftest import ENTRY

REFUSALS = (
    EntryChanged,
    MissingRight,
    OwnSubmission,
    ReasonMissing,
    ServiceNotFound,
    SubmissionNotFound,
    Unauthorized,
    WrongState,
)
LATER = datetime(2090, 1, 1, tzinfo=UTC)
_numbers = count()


def _caller(
    name: str, role: Role, entity: str | None = None, scopes: frozenset[Right] | None = None
) -> Caller:
    return Caller(f"key:{name}", "key", frozenset((role,)), entity, scopes)


EDITORS = {"editor": "moi", "approver": "moi", "second": "moi", "clerk": "moe", "stranger": "moe"}
APPROVERS = {"approver", "second", "stranger"}
STAFF = {"office"}
PEOPLE = {
    "editor": _caller("editor", "entity_editor", "moi"),
    "approver": _caller("approver", "entity_approver", "moi"),
    "second": _caller("second", "entity_approver", "moi"),
    "clerk": _caller("clerk", "entity_editor", "moe"),
    "stranger": _caller("stranger", "entity_approver", "moe"),
    "office": _caller("office", "catalogue_editor"),
    "narrow": _caller("narrow", "entity_approver", "moi", frozenset(("entries:read",))),
    "reader": _caller("reader", "reader", "moi"),
    "steward": _caller("steward", "taxonomy_steward"),
    "board": _caller("board", "board"),
    "nobody": ANONYMOUS,
}
WAITING = ("submitted", "in_review", "scheduled")
SOURCES = {
    "take": ("submitted", "in_review"),
    "approve": ("submitted", "in_review"),
    "return": WAITING,
    "reject": WAITING,
    "withdraw": WAITING,
}
TARGETS = {
    "take": "in_review",
    "approve": "published",
    "return": "returned",
    "reject": "rejected",
    "withdraw": "withdrawn",
}
people = st.sampled_from(sorted(PEOPLE))
names = st.sampled_from(("boat", "pier"))
# Honest people come by more often, so that games come far.
often = st.sampled_from(["editor", "approver", "second", "office", *sorted(PEOPLE)])


def is_one_of(who: str, entity: str) -> bool:
    return who in STAFF or EDITORS.get(who) == entity


def is_judge(who: str, entity: str) -> bool:
    return who in STAFF or (who in APPROVERS and EDITORS[who] == entity)


def is_seeing(who: str, entity: str) -> bool:
    return is_one_of(who, entity) or (who == "narrow" and entity == "moi")


@dataclass
class Sending:
    """What the model knows of a submission."""

    entry: "Known"
    revision: int
    author: str
    state: str = "submitted"
    judge: str | None = None


@dataclass
class Known:
    """What the model knows of an entry; ``said`` is the content of each revision."""

    entity: str
    source_id: str
    said: list[int] = field(default_factory=list)
    status: str = "draft"
    served: int | None = None
    was_served: set[int] = field(default_factory=set)

    @property
    def service(self) -> str:
        return f"{self.entity}-{self.source_id}"

    def serve(self, revision: int) -> None:
        self.status, self.served = "published", revision
        self.was_served.add(revision)


class Players(RuleBasedStateMachine):
    """Entities, staff and strangers who send in, judge, withdraw, archive and restore."""

    database: ClassVar[Database]

    def __init__(self) -> None:
        super().__init__()
        game = next(_numbers)
        self.entries = {
            (entity, name): Known(entity, f"{name}{game}")
            for entity in ("moi", "moe")
            for name in ("boat", "pier")
        }
        self.sendings: dict[str, Sending] = {}
        self.refused = 0
        self.reached: set[str] = set()

    # --- moves -------------------------------------------------------------------

    @rule(
        who=often, entity=st.sampled_from(("moi", "moi", "moe")), name=names, days=st.integers(1, 3)
    )
    def send(self, who: str, entity: str, name: str, days: int) -> None:
        known = self.entries[entity, name]
        done = self._do(lambda session: self._send(session, who, known, days))
        assert (done is not None) is is_one_of(who, entity)
        if done is None:
            return
        if is_new := not known.said or known.said[-1] != days:
            known.said.append(days)
        revision = len(known.said)
        alive = [
            key
            for key, one in self._of(known).items()
            if one.revision == revision
            and (one.state in WAITING or (one.state == "published" and known.served == revision))
        ]
        assert (done.changed, done.service.revision) == (is_new, revision)
        if alive:
            assert done.submission.id in alive
        elif known.served == revision:
            assert done.submission is None
        else:
            self._supersede(known, who)
            self.sendings[done.submission.id] = Sending(known, revision, who)

    @rule(
        who=often,
        place=st.integers(0, 7),
        name=st.sampled_from(("take", "approve", "approve", "return", "reject", "withdraw")),
        has_reason=st.booleans(),
        is_later=st.booleans(),
    )
    def act(self, who: str, place: int, name: Any, has_reason: bool, is_later: bool) -> None:
        if self.sendings:
            key = list(self.sendings)[-1 - place % len(self.sendings)]
            self._act(who, key, name, has_reason=has_reason, is_later=is_later)

    @precondition(lambda self: self._has(*WAITING))
    @rule(
        place=st.integers(0, 7),
        who=st.sampled_from(("office", "approver", "second", "stranger")),
        name=st.sampled_from(("take", "approve", "return", "reject")),
        is_later=st.booleans(),
    )
    def judge_honestly(self, place: int, who: str, name: Any, is_later: bool) -> None:
        """Judge what waits, as one may: so that games come far."""
        waiting = [key for key, one in self.sendings.items() if one.state in SOURCES[name]]
        if waiting:
            key = waiting[place % len(waiting)]
            self._act(who, key, name, has_reason=True, is_later=is_later)

    def _act(self, who: str, key: str, name: Any, *, has_reason: bool, is_later: bool) -> None:
        one = self.sendings[key]
        said: dict[str, Any] = {"publish_at": LATER if is_later and name == "approve" else None}
        if has_reason:
            said |= {"reason": {"en": "Because."}, "rejection": "other"}
        done = self._do(
            lambda session: commands.act(
                session, key, name, caller=PEOPLE[who], verdict=VerdictIn.model_validate(said)
            )
        )
        assert (done is not None) is self._may(who, one, name, has_reason=has_reason)
        if done is None:
            return
        one.state = "scheduled" if said["publish_at"] else TARGETS[name]
        one.judge = one.judge if name == "take" else who
        if one.state == "published":
            one.entry.serve(one.revision)

    @precondition(lambda self: self._has("scheduled"))
    @rule()
    def time_passes(self) -> None:
        """Let what was scheduled be published."""
        at = LATER + timedelta(days=1)
        self._do(lambda session: commands.do_what_is_due(session, at, near=lambda _: ()))
        for one in self.sendings.values():
            if one.state == "scheduled":
                one.state = "published"
                one.entry.serve(one.revision)

    @precondition(lambda self: self._was_served)
    @rule(who=often, entity=st.sampled_from(("moi", "moe")), name=names)
    def archive(self, who: str, entity: str, name: str) -> None:
        known = self.entries[entity, name]
        asked = ArchiveIn(reason="It ends")
        done = self._do(
            lambda session: commands.archive_service(
                session, known.service, asked, caller=PEOPLE[who]
            )
        )
        assert (done is not None) is (is_judge(who, entity) and known.status == "published")
        if done is not None:
            self._supersede(known, who)
            known.status, known.served = "archived", None

    @precondition(lambda self: self._was_served)
    @rule(who=often, entity=st.sampled_from(("moi", "moe")), name=names)
    def restore(self, who: str, entity: str, name: str) -> None:
        known = self.entries[entity, name]
        asked = EntryRestoreIn(reason="It goes on")
        done = self._do(
            lambda session: commands.restore(session, known.service, asked, caller=PEOPLE[who])
        )
        assert (done is not None) is (is_judge(who, entity) and known.status == "archived")
        if done is not None:
            known.serve(max(known.was_served))

    @precondition(lambda self: self._was_served)
    @rule(who=often, entity=st.sampled_from(("moi", "moe")), name=names)
    def confirm(self, who: str, entity: str, name: str) -> None:
        known = self.entries[entity, name]
        done = self._do(
            lambda session: commands.confirm(session, known.service, caller=PEOPLE[who])
        )
        assert (done is not None) is (is_one_of(who, entity) and known.status == "published")

    # --- what always holds ---------------------------------------------------------

    @invariant()
    def the_tables_say_what_the_model_says(self) -> None:
        ids = [one.service for one in self.entries.values()]
        with self.database.read() as session:
            rows = session.scalars(select(Submission).where(Submission.service_id.in_(ids))).all()
            services = session.scalars(select(Service).where(Service.id.in_(ids))).all()
            shown = session.execute(
                select(ServiceDocument.service_id, ServiceDocument.revision).where(
                    ServiceDocument.service_id.in_(ids)
                )
            ).all()
        assert {one.id: (one.service_id, one.revision, one.state) for one in rows} == {
            key: (one.entry.service, one.revision, one.state) for key, one in self.sendings.items()
        }
        known = {one.service: one for one in self.entries.values() if one.said}
        assert {
            one.id: (one.status, one.published_revision, one.last_revision) for one in services
        } == {key: (one.status, one.served, len(one.said)) for key, one in known.items()}
        assert dict(map(tuple, shown)) == {
            key: one.served for key, one in known.items() if one.served
        }
        self.reached |= {one.state for one in rows}
        self._two_have_agreed(rows)

    def _two_have_agreed(self, rows: Any) -> None:
        """Nobody has published, scheduled, returned or rejected what they have sent in."""
        for row in rows:
            one = self.sendings[row.id]
            assert row.submitted_by == PEOPLE[one.author].id
            if row.state in ("published", "scheduled", "returned", "rejected"):
                assert row.decided_by == PEOPLE[one.judge or ""].id != row.submitted_by

    # --- -----------------------------------------------------------------------------

    def _has(self, *states: str) -> bool:
        return any(one.state in states for one in self.sendings.values())

    @property
    def _was_served(self) -> bool:
        return any(one.was_served for one in self.entries.values())

    def _may(self, who: str, one: Sending, name: str, *, has_reason: bool) -> bool:
        entity = one.entry.entity
        if not is_seeing(who, entity) or one.state not in SOURCES[name]:
            return False
        if name == "withdraw":
            return is_one_of(who, entity)
        is_told = has_reason or name in ("take", "approve")
        return is_judge(who, entity) and who != one.author and is_told

    def _of(self, known: Known) -> dict[str, Sending]:
        return {key: one for key, one in self.sendings.items() if one.entry is known}

    def _supersede(self, known: Known, who: str) -> None:
        for one in self._of(known).values():
            if one.state in WAITING:
                one.state, one.judge = "superseded", who

    def _send(
        self, session: Session, who: str, known: Known, days: int, condition: str | None = None
    ) -> Any:
        title = {"ar": f"تسجيل {known.source_id}", "en": f"Registration of {known.source_id}"}
        said = {**ENTRY, "title": title, "processingTime": f"P{days}D"}
        sent = Sent(known.entity, known.source_id, ServiceContent.model_validate(said))
        return commands.submit_entry(
            session, sent, caller=PEOPLE[who], near=lambda _: (), condition=condition
        )

    def _do(self, work: Callable[[Session], Any]) -> Any:
        """Try something; None if it is refused, and then the journal says nothing of it."""
        before = self._head()
        try:
            with self.database.write() as session:
                return work(session)
        except REFUSALS:
            assert self._head() == before
            self.refused += 1
            return None

    def _head(self) -> int:
        with self.database.read() as session:
            return journal.head(session)
