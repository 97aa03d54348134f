"""Whether a step of a reorganisation can be carried out."""

from collections.abc import Collection, Iterator

from sqlalchemy.orm import Session

from app.catalogue.rules.checking import unknown
from app.core.errors import Finding
from app.entities.queries import find_successors, find_titles, stands_below
from app.entities.rules import vanished
from app.reorganisation import rules
from app.reorganisation.schemas import EntitySplitIn, PartIn


def faults_of_entity(session: Session, pointer: str, entity: str) -> Iterator[Finding]:
    """Find out whether an entity is there."""
    gone = find_successors(session, [entity])
    if entity in gone:
        yield vanished(pointer, entity, gone[entity])
    elif not find_titles(session, [entity]):
        yield unknown(pointer, entity)


def faults_of_heir(session: Session, pointer: str, entity: str, heir: str) -> Iterator[Finding]:
    """Find out whether an entity can take the place of another."""
    yield from faults_of_entity(session, pointer, heir)
    if heir == entity:
        yield rules.into_itself(pointer, entity)
    elif stands_below(session, heir, entity):
        yield rules.into_its_own(pointer, entity, heir)


def faults_of_parts(
    session: Session, pointer: str, asked: EntitySplitIn, own: Collection[str]
) -> Iterator[Finding]:
    """Find out whether the parts of an entity can go where they are to go."""
    created: set[str] = set()
    named: set[str] = set()
    for place, part in enumerate(asked.parts):
        where = f"{pointer}/parts/{place}"
        yield from _faults_of_target(session, where, asked.entity, part, created)
        for number, service in enumerate(part.services):
            if service not in own:
                yield rules.not_its_service(f"{where}/services/{number}", asked.entity, service)
            elif service in named:
                yield rules.named_twice(f"{where}/services/{number}", service)
            named.add(service)


def _faults_of_target(
    session: Session, where: str, entity: str, part: PartIn, created: set[str]
) -> Iterator[Finding]:
    if part.into == entity:
        yield rules.into_itself(f"{where}/into", entity)
    elif part.create is None:
        if part.into not in created:
            yield from faults_of_entity(session, f"{where}/into", part.into)
    elif part.into in created or find_titles(session, [part.into]):
        yield rules.exists_already(f"{where}/into", part.into)
    else:
        created.add(part.into)
