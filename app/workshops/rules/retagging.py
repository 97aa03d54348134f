"""Where the tags of a service would go if operations were enacted. Pure."""

from collections.abc import Iterable

from app.taxonomy.operations.effects import REWRITES, Effect


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
