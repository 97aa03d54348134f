"""A catalogue that lives through many releases by chance, and what must hold after each.

Everybody plays at random: stewards enact and release, take releases back, entities decide
their tasks or let them lapse, services are added, sent again and archived.
"""

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.commands.choosing import decide_task, settle_due
from app.catalogue.commands.releasing import release_scheme, roll_back
from app.catalogue.models import (
    ServiceDocument,
)
from app.catalogue.queries.choices import list_choices
from app.core import journal
from app.core.access import Caller
from app.core.clock import now
from app.core.db import Database
from app.core.errors import DalilError
from app.taxonomy.commands import Release, enact_operations
from app.taxonomy.concept_names import ConceptName
from app.taxonomy.queries.drafts import get_draft
from app.taxonomy.state import read_snapshot
from tests.catalogue import world
from tests.catalogue.release_promises import (
    SCHEME,
    check_places,
    check_replay,
    check_totality,
    check_ways,
    released,
    tags,
)
from tests.taxonomy.operations.worlds import KINDS, RETIRING, random_step

ENTITIES = ("moi", "paci")
STAFF = Caller("key:staff", "key", frozenset(("admin",)))
_KINDS = [*KINDS, *RETIRING * 6]
BRANCHES = {"01": 3, "02": 3, "03": 2, "04": 0}


def scheme_file() -> dict[str, Any]:
    """Return a scheme of four branches with a few concepts below most of them."""
    codes = [(branch, None) for branch in BRANCHES]
    codes += [(f"{one}.{n}", one) for one, below in BRANCHES.items() for n in range(1, below + 1)]
    file = world.scheme_file(SCHEME)
    ids = {code: f"c_game{place:08}" for place, (code, _) in enumerate(codes)}
    file["concepts"] = [
        {
            "id": ids[code],
            "notation": code,
            "broader": [ids[above]] if above else [],
            "prefLabel": {"ar": f"مفهوم {code}", "en": f"Concept {code}"},
            "altLabel": {"ar": [f"اسم آخر {code}"]},
        }
        for code, above in codes
    ]
    return file


def build(session: Session) -> None:
    """Fill an empty catalogue with the small world, another classification and services."""
    for scheme in world.CONCEPTS:
        world.release(session, scheme_file() if scheme == SCHEME else world.scheme_file(scheme))
    for entity in ENTITIES:
        world.put_entity(session, entity)
    dice = random.Random(7)
    codes = [one["notation"] for one in scheme_file()["concepts"]]
    for number in range(14):
        _publish(session, f"s-{number:02}", dice.sample(codes, dice.choice([1, 1, 2])), dice)


def _publish(session: Session, service: str, codes: list[str], dice: random.Random) -> None:
    classified = [{"notation": code} for code in codes]
    entity = ENTITIES[int(service[-2:]) % 2]
    title = world.text(f"Service {service} {dice.randrange(5)}")
    world.publish(
        session, world.entry(service, entity=entity, isClassifiedBy=classified, title=title)
    )


class Game:
    """One catalogue and its story."""

    def __init__(self, database: Database, seed: int) -> None:
        self.database = database
        self.dice = random.Random(seed)
        self.played: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self._added = 50
        self._before: dict[str, set[str]] = {}
        self._touched: set[str] = set()

    def play(self, releases: int) -> None:
        """Play until so many releases were made, and look at everything after each."""
        tries = 0
        while self.played["release"] + self.played["rollback"] < releases:
            tries += 1
            assert tries < 40 * releases, self.played
            for _ in range(self.dice.randrange(3)):
                self._try(self.dice.choice((self._decide, self._lapse, self._add, self._archive)))
            move = self._roll_back if self.dice.random() < 0.15 else self._release
            if self._try(move):
                self.check()

    def _try(self, move: Callable[[Session], bool]) -> bool:
        """Make a move, whole or not at all; a refusal leaves everything as it was."""
        name = move.__name__.strip("_").replace("roll_back", "rollback")
        try:
            with self.database.write() as session:
                is_made = move(session)
        except DalilError as refusal:
            self.played[f"{name} refused: {refusal.code}"] += 1
            return False
        self.played[name] += is_made
        return is_made

    # --- moves -----------------------------------------------------------------------

    def _release(self, session: Session) -> bool:
        start = get_draft(session, SCHEME).draft
        draft, operations = start, []
        for _ in range(self.dice.randrange(1, 5)):
            if step := random_step(self.dice, draft, kinds=_KINDS):
                draft = step[0]
                operations.append(step[1])
        if not operations:
            return False
        before = tags(session)
        enact_operations(session, SCHEME, operations, source="cr_game", actor="game")
        is_candidate = self.dice.random() < 0.1
        outcome = release_scheme(session, SCHEME, Release(is_candidate=is_candidate), actor="game")
        if is_candidate:
            release_scheme(session, SCHEME, Release(), actor="game")
        self.kinds.update(step.kind for step in outcome.released.steps.values())
        self._before, self._touched = before, set()
        return True

    def _roll_back(self, session: Session) -> bool:
        now_there = tags(session)
        roll_back(session, SCHEME, Release(), actor="game")
        after = tags(session)
        untouched = self._before.keys() & after.keys() - self._touched
        assert {one: after[one] for one in untouched} == {
            one: self._before[one] for one in untouched
        }
        self.played["untouched by a rollback"] += len(untouched)
        self._before, self._touched = now_there, set()
        return True

    def _decide(self, session: Session) -> bool:
        choices = list_choices(session, None)
        if not choices:
            return False
        chosen = self.dice.choice(choices).choice
        target = self.dice.choice(chosen.options)
        self._touched.add(chosen.service)
        decide_task(session, chosen.id, ConceptName(id=target.id), caller=STAFF)
        return True

    def _lapse(self, session: Session) -> bool:
        return settle_due(session, now() + timedelta(days=self.dice.choice([1, 31]))) > 0

    def _add(self, session: Session) -> bool:
        codes = self._codes(session)
        if self.dice.random() < 0.5:
            self._added += 1
            service = f"s-{self._added:02}"
        else:
            service = self.dice.choice(sorted(_published(session)))
        self._touched.add(service)
        _publish(session, service, self.dice.sample(codes, min(len(codes), 2)), self.dice)
        return True

    def _archive(self, session: Session) -> bool:
        published = sorted(_published(session))
        if len(published) < 8:
            return False
        service = self.dice.choice(published)
        self._touched.add(service)
        world.archive(session, service)
        return True

    def _codes(self, session: Session) -> list[str]:
        draft = get_draft(session, SCHEME).draft
        return sorted(
            one.notation
            for one in draft.concepts.values()
            if one.status == "active" and one.is_assignable
        )

    # --- what always holds -------------------------------------------------------------

    def check(self) -> None:
        """Look at everything that a release promises."""
        with self.database.read() as session:
            versions = released(session)
            concepts = read_snapshot(versions[-1].snapshot).concepts
            check_places(session, concepts, versions[-1].number)
            check_ways(session, concepts)
            check_totality(session, versions[-4:])
            check_replay(session, versions)
            assert journal.find_broken_entry(session) is None


def _published(session: Session) -> list[str]:
    return list(session.scalars(select(ServiceDocument.service_id)))
