"""Counting by entity: who stood where, and who said nothing. Pure."""

from dataclasses import dataclass

from app.workshops.rules.values import Case, Stance


@dataclass(frozen=True)
class Tally:
    """Entities by their stance, each list in the order of their ids.

    Silence is a list of its own: it is reported, and never counted as support. ``stale``
    have spoken on other operations and not on these.
    """

    support: tuple[str, ...]
    accept: tuple[str, ...]
    abstain: tuple[str, ...]
    object: tuple[str, ...]
    block: tuple[str, ...]
    silent: tuple[str, ...]
    stale: tuple[str, ...]
    affected: tuple[str, ...]


def tally_of(case: Case) -> Tally:
    """Count the voices of a case."""
    return Tally(
        support=_with(case, "support"),
        accept=_with(case, "accept"),
        abstain=_with(case, "abstain"),
        object=_with(case, "object"),
        block=_with(case, "block"),
        silent=tuple(sorted(case.silent)),
        stale=tuple(sorted(voice.entity for voice in case.voices if voice.is_stale)),
        affected=tuple(sorted(case.affected)),
    )


def _with(case: Case, stance: Stance) -> tuple[str, ...]:
    return tuple(sorted(voice.entity for voice in case.counted if voice.stance == stance))
