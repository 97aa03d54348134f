"""What an operation means for the services that carry the concept's code. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.taxonomy.operations.values import Rule

EffectKind: TypeAlias = Literal[
    "replace",  # n:1: the one target takes the service's tag
    "choose",  # 1:n: the owning entity chooses, the default takes the rest
    "to_parent",  # retired without successor: the parent takes the tag, and the entity looks
    "review",  # the meaning has changed: the entity looks
    "unassignable",  # direct tags must go to another concept
    "ancestors",  # nothing to do: the concept stands elsewhere
    "labels",  # nothing to do: it is found by other words
    "offer_back",  # those moved away automatically are offered back
    "candidates",  # a new concept that services may want
]
Level: TypeAlias = Literal["major", "minor", "patch"]
LEVELS: tuple[Level, ...] = ("patch", "minor", "major")
NEEDS_PEOPLE: frozenset[EffectKind] = frozenset({"choose", "to_parent", "review", "unassignable"})
REWRITES: frozenset[EffectKind] = frozenset({"replace", "choose", "to_parent"})

TaskKind: TypeAlias = Literal["split", "retired", "unassignable", "review-meaning", "offer-back"]
TASK_KINDS: Mapping[str, TaskKind] = {
    "choose": "split",
    "to_parent": "retired",
    "unassignable": "unassignable",
    "review": "review-meaning",
    "offer_back": "offer-back",
}
"""What the tasks are called that effects give to entities."""


@dataclass(frozen=True)
class Effect:
    """What happens to services tagged with ``concept``.

    ``targets`` are where they may go, ``default`` is where they go when nobody decides
    within ``deadline_days``; ``rules`` propose. ``words`` are labels by which services
    without the tag may be found that should have it.
    """

    kind: EffectKind
    concept: str
    targets: tuple[str, ...] = ()
    default: str | None = None
    rules: tuple[Rule, ...] = ()
    deadline_days: int = 30
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Because:
    """The operation that makes a release at least of this level."""

    level: Level
    index: int
    op: str
    concept: str
    ar: str
    en: str
