"""Change requests played at random by several entities, honest and not, against a model.

The model knows of each change request its state, who has written it, and the last position
of every entity with the digest that it was taken on. Whatever the players try, the answer
must be the one that the model expects, and after every step the tables must agree with it.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule
from sqlalchemy.orm import Session

from app.core.access import ANONYMOUS, Caller, MissingRight, Role
from app.core.db import Database
from app.taxonomy.errors import OperationRefused
from app.taxonomy.queries.drafts import get_draft
from app.workshops import commands, queries
from app.workshops.commands import Asked
from app.workshops.errors import (
    ChangeRequestNotFound,
    ChangeRequestOutdated,
    ChangeRequestState,
    ConsensusNotReached,
    OwnChangeRequest,
    UnsoundChangeRequest,
)
from app.workshops.lifecycle import DISCUSSED, action_from
from app.workshops.queries.conversations import voices_of
from app.workshops.queries.sights import get_row
from app.workshops.schemas import (
    ChangeRequestIn,
    DecisionIn,
    OperationsIn,
    PositionIn,
    ReasonIn,
    RebaseIn,
)

ENTITIES = ("moi", "paci")
EXPECTED = (
    ChangeRequestNotFound,
    ChangeRequestOutdated,
    ChangeRequestState,
    ConsensusNotReached,
    MissingRight,
    OperationRefused,
    OwnChangeRequest,
    UnsoundChangeRequest,
)


def _caller(name: str, role: Role, entity: str | None = None) -> Caller:
    return Caller(f"key:{name}", "key", frozenset((role,)), entity)


EDITORS = {entity: _caller(entity, "entity_editor", entity) for entity in ENTITIES}
STEWARDS = {name: _caller(name, "taxonomy_steward") for name in ("steward", "deputy")}
BOARD = _caller("board", "board")
FACILITATOR = _caller("facilitator", "workshop_facilitator")
STAFF = {**STEWARDS, "board": BOARD, "facilitator": FACILITATOR}
EVERYBODY = {**EDITORS, **STAFF}
ADMIN = _caller("admin", "admin")

NAMES = ("ألف", "باء", "تاء", "ثاء")
ENGLISH = ("Alpha", "Beta", "Gamma", "Delta")
CODES = ("90", "91")
operations = st.one_of(
    st.builds(
        lambda code, place: {
            "op": "add_concept",
            "notation": code,
            "prefLabel": {"ar": NAMES[place], "en": ENGLISH[place]},
        },
        st.sampled_from(CODES),
        st.integers(0, 3),
    ),
    st.builds(
        lambda target, place: {
            "op": "set_pref_label",
            "concept": {"notation": target},
            "lang": "en",
            "new": ENGLISH[place],
        },
        st.sampled_from(("01.1", "01.2", "02")),
        st.integers(0, 3),
    ),
)


@dataclass
class Known:
    """What the model knows of a change request."""

    entity: str | None
    state: str
    digest: str
    writers: set[str]
    outcome: str | None = None
    was_submitted: bool = False
    positions: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def counted(self) -> dict[str, str]:
        """The stance of each entity that has spoken on these very operations."""
        return {
            entity: stance
            for entity, (stance, digest) in self.positions.items()
            if digest == self.digest
        }


class Players(RuleBasedStateMachine):
    """Entities and staff who propose, amend, speak, decide and enact at random."""

    lent: Callable[[], AbstractContextManager[Database]]
    """Open a database for a game, which goes with it."""
    requests = Bundle("requests")

    def __init__(self) -> None:
        super().__init__()
        self._ended = ExitStack()
        self.database = self._ended.enter_context(type(self).lent())
        self.known: dict[str, Known] = {}
        self.refused = 0
        self.reached: set[str] = set()

    def teardown(self) -> None:
        self._ended.close()

    # --- moves -------------------------------------------------------------------

    @rule(target=requests, who=st.sampled_from(sorted(EVERYBODY)), operation=operations)
    def propose(self, who: str, operation: dict[str, Any]) -> Any:
        caller = EVERYBODY[who]
        sent = ChangeRequestIn.model_validate(
            {"scheme": "services", "title": {"en": "Play"}, "operations": [self._meant(operation)]}
        )
        made = self._do(lambda one: commands.create_change_request(one, sent, caller=caller))
        if made is None:
            return multiple()
        assert caller != BOARD, "the board proposes nothing"
        document = made.document
        self.known[document.id] = Known(
            caller.entity, "draft", document.operations_digest, {caller.id}
        )
        return document.id

    @rule(
        request=requests,
        who=st.sampled_from(sorted(EVERYBODY)),
        name=st.sampled_from(("submit", "discuss", "request_changes", "withdraw", "call")),
    )
    def act(self, request: str, who: str, name: Any) -> None:
        caller, known = EVERYBODY[who], self.known[request]
        asked, said = Asked(request, caller), _reason()
        if name == "call":
            done = self._do(lambda one: commands.call(one, asked))
        else:
            done = self._do(lambda one: commands.act(one, asked, name, said))
        if done is None:
            return
        self._expects_right(name, caller, known)
        action = action_from(name, known.state, known.outcome)  # type: ignore[arg-type]
        known.was_submitted |= name == "submit"
        known.outcome = None if known.state == "decided" else known.outcome
        known.state = str(action.target)

    @rule(request=requests, who=st.sampled_from(sorted(EVERYBODY)), operation=operations)
    def amend(self, request: str, who: str, operation: dict[str, Any]) -> None:
        caller, known = EVERYBODY[who], self.known[request]
        sent = OperationsIn.model_validate({"operations": [self._meant(operation)]})
        done = self._do(lambda one: commands.amend(one, Asked(request, caller, "*"), sent))
        if done is not None:
            self._expects_right("amend", caller, known)
            assert known.state in ("draft", *DISCUSSED)
            if done.document.operations_digest != known.digest:
                known.writers.add(caller.id)
            known.digest = done.document.operations_digest

    @rule(
        request=requests,
        who=st.sampled_from(sorted(EVERYBODY)),
        entity=st.sampled_from(ENTITIES),
        stance=st.sampled_from(("support", "accept", "abstain", "object", "block")),
    )
    def speak(self, request: str, who: str, entity: str, stance: str) -> None:
        caller, known = EVERYBODY[who], self.known[request]
        said = PositionIn.model_validate({"entity": entity, "stance": stance, "reason": "Because."})
        asked = Asked(request, caller)
        if self._do(lambda one: commands.record_position(one, asked, said)) is not None:
            assert known.state in DISCUSSED
            assert caller.entity == entity or caller == FACILITATOR
            known.positions[entity] = (stance, known.digest)

    @rule(
        request=requests,
        who=st.sampled_from(sorted(EVERYBODY)),
        outcome=st.sampled_from(("accepted", "rejected", "deferred")),
        name=st.sampled_from(("consent", "lazy", "rough", "supermajority", "decree")),
    )
    def decide(self, request: str, who: str, outcome: str, name: str) -> None:
        caller, known = EVERYBODY[who], self.known[request]
        said = DecisionIn.model_validate(
            {"outcome": outcome, "rule": name, "reason": "So be it.", "minorityStatement": "No."}
        )
        done = self._do(lambda one: commands.decide(one, Asked(request, caller), said))
        if done is None:
            return
        assert known.state == "consensus_call"
        assert caller.entity is None, "an entity decided"
        assert caller.id not in known.writers, "an author decided"
        if outcome == "accepted":
            self._expects_agreement(name, known)
        decision = done.document.decision
        assert decision is not None
        assert decision.operations_digest == known.digest
        stances = decision.tally.model_dump(include=set(_STANCES))
        assert stances == {
            stance: sorted(entity for entity, one in known.counted.items() if one == stance)
            for stance in _STANCES
        }
        known.state, known.outcome = "decided", outcome

    @rule(request=requests, who=st.sampled_from(sorted(EVERYBODY)))
    def enact(self, request: str, who: str) -> None:
        caller, known = EVERYBODY[who], self.known[request]
        if self._do(lambda one: commands.enact(one, Asked(request, caller))) is None:
            return
        assert caller in STEWARDS.values()
        assert (known.state, known.outcome) == ("decided", "accepted")
        known.state = "enacted"
        for other in self.known.values():
            self._notice_rebase(other)

    @rule(
        request=requests,
        who=st.sampled_from(sorted(EVERYBODY)),
        choice=st.sampled_from(("ours", "theirs")),
    )
    def rebase(self, request: str, who: str, choice: str) -> None:
        caller, known = EVERYBODY[who], self.known[request]
        said = RebaseIn.model_validate({"choices": [{"index": 0, "choice": choice}]})
        done = self._do(lambda one: commands.rebase(one, Asked(request, caller), said))
        if done is not None:
            self._expects_right("rebase", caller, known)
            assert known.state == "needs_rebase"
            document = done.document
            if document.operations_digest != known.digest:
                assert document.state != "decided", "a decision outlived its operations"
                known.writers.add(caller.id)
            known.state, known.outcome = document.state, document.outcome
            known.digest = document.operations_digest

    @rule(request=requests, deputy=st.booleans())
    def go_on(self, request: str, deputy: bool) -> None:
        """Take the next honest step, so that games come far."""
        known, steward = self.known[request], "deputy" if deputy else "steward"
        if known.state == "consensus_call":
            self.decide(request, "board", "accepted", "decree")
        elif known.state == "decided":
            self.enact(request, steward)
        elif known.state == "needs_rebase":
            self.rebase(request, steward, "ours")
        elif known.state in _NEXT:
            self.act(request, steward, _NEXT[known.state])

    @rule(request=requests)
    def peep(self, request: str) -> None:
        """Read as the public and as the other entities: drafts are not there for them."""
        known = self.known[request]
        for caller in (ANONYMOUS, *EDITORS.values()):
            is_there = known.was_submitted or known.entity == caller.entity is not None
            for read in _READS:
                assert self._is_answered(read, request, caller) is is_there

    # --- what always holds ---------------------------------------------------------

    @invariant()
    def the_tables_agree_with_the_model(self) -> None:
        with self.database.read() as session:
            for request, known in self.known.items():
                row = get_row(session, request, caller=ADMIN)
                assert (row.state, row.outcome, row.digest) == (
                    known.state,
                    known.outcome,
                    known.digest,
                )
                voices = voices_of(session, row)
                counted = {one.entity: one.stance for one in voices if not one.is_stale}
                assert counted == known.counted
                self.reached.add(known.state)

    @invariant()
    def the_draft_holds_what_was_enacted_and_nothing_else(self) -> None:
        enacted = {key for key, one in self.known.items() if one.state == "enacted"}
        with self.database.read() as session:
            sources = {source for source, _ in get_draft(session, "services").requests}
        assert sources <= enacted

    # --- -----------------------------------------------------------------------------

    def _meant(self, operation: dict[str, Any]) -> dict[str, Any]:
        """Let an operation expect what the draft holds now."""
        if operation["op"] != "set_pref_label":
            return operation
        with self.database.read() as session:
            draft = get_draft(session, "services").draft
        concept = draft.concepts[draft.holders[operation["concept"]["notation"]]]
        return {**operation, "old": concept.pref_label["en"]}

    def _do(self, work: Callable[[Session], Any]) -> Any:
        """Try something; None if it is refused, as it may be, and then nothing has changed."""
        try:
            with self.database.write() as session:
                return work(session)
        except EXPECTED:
            self.refused += 1
            return None

    def _expects_right(self, name: str, caller: Caller, known: Known) -> None:
        if name in ("discuss", "request_changes", "call"):
            assert caller in (*STEWARDS.values(), FACILITATOR)
        else:
            is_staff = caller in (*STEWARDS.values(), FACILITATOR)
            assert is_staff or (caller.entity == known.entity and caller.entity is not None)

    def _expects_agreement(self, name: str, known: Known) -> None:
        stances = list(known.counted.values())
        assert name != "lazy", "lazy consensus did not wait"
        if name == "consent":
            assert not {"object", "block"} & set(stances)
        if name == "rough":
            assert stances
            assert not {"object", "block"} & set(stances)
        if name == "supermajority":
            against = sum(one in ("object", "block") for one in stances)
            supporting = sum(one in ("support", "accept") for one in stances)
            assert against
            assert supporting >= 2 * against

    def _notice_rebase(self, known: Known) -> None:
        """See by itself what needs a rebase now; nothing else may have changed."""
        key = next(one for one, other in self.known.items() if other is known)
        with self.database.read() as session:
            state = get_row(session, key, caller=ADMIN).state
        if state == "needs_rebase" and known.state != "needs_rebase":
            assert known.state in DISCUSSED or known.outcome == "accepted"
            known.state = "needs_rebase"

    def _is_answered(self, read: Callable[..., Any], request: str, caller: Caller) -> bool:
        try:
            with self.database.read() as session:
                read(session, request, caller=caller)
        except ChangeRequestNotFound:
            return False
        return True


_STANCES = ("support", "accept", "abstain", "object", "block")


_NEXT = {
    "draft": "submit",
    "submitted": "discuss",
    "under_discussion": "call",
    "changes_requested": "call",
}


def _reason() -> ReasonIn:
    return ReasonIn.model_validate({"reason": "Because."})


def _comments(session: Session, request: str, *, caller: Caller) -> Any:
    return queries.list_comments(session, request, caller=caller, limit=5, cursor=None)


_READS: tuple[Callable[..., Any], ...] = (
    queries.get_change_request,
    queries.list_positions,
    queries.list_revisions,
    _comments,
)
