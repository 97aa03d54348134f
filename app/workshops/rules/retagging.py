"""Where the tags of a service would go if operations were enacted. Pure."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from app.catalogue.rules.proposing import proposal
from app.catalogue.rules.references import Content, references_of
from app.taxonomy.operations.effects import REWRITES, Effect


@dataclass(frozen=True)
class Subject:
    """What the rules of a split look at: whose a service is, and what it says."""

    entity: str
    content: Content


def retagged(tags: Iterable[str], effects: Iterable[Effect]) -> tuple[str, ...]:
    """Follow the effects of operations in their order; a tag is never dropped.

    Where the entity has to choose, the default is shown: a release leaves the service
    there until somebody decides.
    """
    present = dict.fromkeys(tags)
    for effect in effects:
        if effect.kind in REWRITES and effect.concept in present:
            target = effect.default or next(iter(effect.targets), None)
            if target is not None:
                present = dict.fromkeys(target if one == effect.concept else one for one in present)
    return tuple(present)


def kinds_for(tags: Iterable[str], effects: Iterable[Effect]) -> tuple[Effect, ...]:
    """List the effects that a service with these tags feels, one after the other."""
    present = set(tags)
    felt = []
    for effect in effects:
        if effect.concept in present:
            felt.append(effect)
            if effect.kind in REWRITES:
                present |= set(effect.targets)
    return tuple(felt)


def proposed_place(
    subject: Subject, felt: Iterable[Effect], *, standing: Container[str]
) -> str | None:
    """Name where the rules of the first split that has a fitting one would put a service.

    Rules count whose targets are among those ``standing`` in the end. The release leaves the
    service at the default all the same, and shows the proposal to its entity.
    """
    codes = references_of(subject.entity, subject.content).codes
    for effect in felt:
        rules = [rule for rule in effect.rules if rule.target in standing]
        wanted = proposal(rules, entity=subject.entity, content=subject.content, codes=codes)
        if wanted is not None:
            return wanted
    return None
