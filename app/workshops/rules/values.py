"""What a rule of consensus looks at. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from app.workshops.lifecycle import Outcome

Stance = Literal["support", "accept", "abstain", "object", "block"]
RuleName = Literal["lazy", "consent", "rough", "supermajority", "decree"]
DispositionKind = Literal["accommodated", "addressed", "out_of_scope"]
Texts = Mapping[str, str]

STANCES: tuple[Stance, ...] = get_args(Stance)
DISPOSITIONS: tuple[DispositionKind, ...] = get_args(DispositionKind)
FOR: frozenset[Stance] = frozenset(("support", "accept"))
AGAINST: frozenset[Stance] = frozenset(("object", "block"))


@dataclass(frozen=True)
class Voice:
    """The last position of an entity; a stale one was taken on other operations."""

    position: str
    entity: str
    stance: Stance
    is_stale: bool = False


@dataclass(frozen=True)
class Disposition:
    """What became of an objection, and why."""

    kind: DispositionKind
    reason: Texts | None = None


@dataclass(frozen=True)
class Case:
    """A decision that somebody wants to take.

    ``affected`` are the entities with services that the operations touch. ``dispositions``
    are keyed by position. ``has_waited``: the time that the call named is over.
    """

    outcome: Outcome
    voices: tuple[Voice, ...]
    affected: frozenset[str] = frozenset()
    dispositions: Mapping[str, Disposition] = field(default_factory=dict)
    has_waited: bool = False
    reason: Texts | None = None
    conditions: Texts | None = None
    minority_statement: Texts | None = None

    @property
    def counted(self) -> tuple[Voice, ...]:
        """The voices on these very operations; no rule looks at any other."""
        return tuple(voice for voice in self.voices if not voice.is_stale)

    @property
    def objections(self) -> tuple[Voice, ...]:
        """The counted voices that object or block."""
        return tuple(voice for voice in self.counted if voice.stance in AGAINST)

    @property
    def spoken(self) -> frozenset[str]:
        """The affected entities that have taken a position, whichever."""
        return self.affected & {voice.entity for voice in self.counted}

    @property
    def silent(self) -> frozenset[str]:
        """The affected entities that have said nothing, or nothing on these operations."""
        return self.affected - self.spoken


@dataclass(frozen=True)
class Reason:
    """Why a decision cannot be taken: a stable code and a text in each language.

    ``pointer`` is the place in the decision that was sent; ``entities`` are those meant.
    """

    code: str
    ar: str
    en: str
    pointer: str = "/outcome"
    entities: tuple[str, ...] = ()
