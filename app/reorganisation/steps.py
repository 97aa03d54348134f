"""The steps of a reorganisation, carried out one after another in one transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy.orm import Session

from app.catalogue import commands
from app.catalogue.queries.holdings import Holding, find_source_ids, list_holdings
from app.core.errors import Finding, Invalid
from app.core.schemas import LocalText
from app.entities.commands import retire_entity
from app.entities.errors import NameTaken
from app.entities.queries import get_entry, list_below
from app.entities.schemas import EntityIn
from app.reorganisation import checking
from app.reorganisation.errors import UnsoundReorganisation
from app.reorganisation.rules import Affected, Shift, settle_source_ids
from app.reorganisation.schemas import (
    CollisionOut,
    EntityMergeIn,
    EntitySplitIn,
    MoveOut,
    OperationIn,
    PartIn,
    RenameIn,
)
from app.reorganisation.stakes import Stake


class Steps:
    """Carries out steps and notes which services moved, which ids met and what else changed."""

    def __init__(
        self, session: Session, stakes: Sequence[Stake], *, actor: str, reason: str
    ) -> None:
        self.moves: list[MoveOut] = []
        self.collisions: list[CollisionOut] = []
        self.affected: list[Affected] = []
        self._session = session
        self._stakes = stakes
        self._actor = actor
        self._reason = reason

    def take(self, operation: OperationIn, pointer: str) -> None:
        """Carry out one step; ``pointer`` says where it stands in what was sent.

        Raises:
            UnsoundReorganisation: it cannot be carried out.

        """
        if operation.merge:
            self._merge(operation.merge, f"{pointer}/merge")
        elif operation.rename:
            self._rename(operation.rename, f"{pointer}/rename")
        elif operation.split:
            self._split(operation.split, f"{pointer}/split")

    def _merge(self, asked: EntityMergeIn, pointer: str) -> None:
        self._check_entity(pointer, asked.entity)
        _refuse(checking.faults_of_heir(self._session, f"{pointer}/into", asked.entity, asked.into))
        self._end(asked.entity, asked.into, {}, [asked.into])

    def _rename(self, asked: RenameIn, pointer: str) -> None:
        self._check_entity(pointer, asked.entity)
        known = get_entry(self._session, asked.entity)
        with _placed(pointer):
            self._put_entity(known.model_copy(update={"title": asked.title}))

    def _split(self, asked: EntitySplitIn, pointer: str) -> None:
        self._check_entity(pointer, asked.entity)
        own = {one.service_id for one in list_holdings(self._session, asked.entity)}
        _refuse(checking.faults_of_parts(self._session, pointer, asked, own))
        for place, part in enumerate(asked.parts):
            # A part may have the name of what it was a part of, if nothing else will.
            in_place_of = asked.entity if asked.heir else None
            self._create(part, f"{pointer}/parts/{place}/create", in_place_of)
        targets = {service: part.into for part in asked.parts for service in part.services}
        if asked.heir is None:
            self._move(asked.entity, targets)
            self._tell(Shift(asked.entity, targets, None))
            return
        _refuse(checking.faults_of_heir(self._session, f"{pointer}/heir", asked.entity, asked.heir))
        successors = dict.fromkeys([asked.heir, *(part.into for part in asked.parts)])
        self._end(asked.entity, asked.heir, targets, list(successors))

    def _end(
        self, entity: str, heir: str, targets: Mapping[str, str], successors: Sequence[str]
    ) -> None:
        """Give everything that an entity has to others, and take it out of the catalogue."""
        own = [one.service_id for one in list_holdings(self._session, entity)]
        moves = {service: targets.get(service, heir) for service in own}
        self._move(entity, moves)
        for below in list_below(self._session, entity):
            self._put_entity(below.model_copy(update={"parent": heir}))
        commands.pass_on_channels(self._session, entity, heir, actor=self._actor)
        retire_entity(
            self._session,
            entity,
            replaced_by=successors,
            actor=self._actor,
            reason=self._reason,
        )
        self._tell(Shift(entity, moves, heir))

    def _create(self, part: PartIn, pointer: str, in_place_of: str | None) -> None:
        if part.create is not None:
            with _placed(pointer):
                entry = EntityIn(id=part.into, **dict(part.create))
                self._put_entity(entry, in_place_of)

    def _move(self, origin: str, targets: Mapping[str, str]) -> None:
        held = [one for one in list_holdings(self._session, origin) if one.service_id in targets]
        moves: list[commands.Move] = []
        for target in sorted(set(targets.values())):
            coming = [one for one in held if targets[one.service_id] == target]
            moves += self._settle(origin, target, coming)
        commands.move_services(self._session, moves, actor=self._actor, reason=self._reason)

    def _settle(self, origin: str, target: str, coming: Sequence[Holding]) -> list[commands.Move]:
        taken = find_source_ids(self._session, target)
        source_ids = {one.service_id: one.source_id for one in coming}
        settled = settle_source_ids(origin, source_ids, taken)
        for one in coming:
            becomes = settled[one.service_id]
            self.moves.append(_shown(one, origin, target, becomes))
            if becomes != one.source_id:
                self.collisions.append(_collision(one, taken[one.source_id], becomes))
        return [commands.Move(service, target, settled[service]) for service in settled]

    def _put_entity(self, entry: EntityIn, in_place_of: str | None = None) -> None:
        commands.put_entity(self._session, entry, actor=self._actor, in_place_of=in_place_of)

    def _tell(self, shift: Shift) -> None:
        for stake in self._stakes:
            self.affected += stake.follow(
                self._session, shift, actor=self._actor, reason=self._reason
            )

    def _check_entity(self, pointer: str, entity: str) -> None:
        _refuse(checking.faults_of_entity(self._session, f"{pointer}/entity", entity))


@contextmanager
def _placed(pointer: str) -> Iterator[None]:
    """Say where in the order an entity stands that cannot be so."""
    try:
        yield
    except (Invalid, NameTaken) as refused:
        _refuse(replace(one, pointer=pointer + one.pointer) for one in refused.findings)
        raise


def _refuse(faults: Iterable[Finding]) -> None:
    findings = list(faults)
    if findings:
        raise UnsoundReorganisation(findings[0].message["en"], findings=findings)


def _shown(one: Holding, origin: str, target: str, becomes: str) -> MoveOut:
    return MoveOut(
        service=one.service_id,
        title=LocalText.model_validate(one.title),
        status=one.status,
        from_=origin,
        to=target,
        source_id=becomes,
    )


def _collision(one: Holding, held_by: str, becomes: str) -> CollisionOut:
    return CollisionOut(
        service=one.service_id, source_id=one.source_id, held_by=held_by, becomes=becomes
    )
