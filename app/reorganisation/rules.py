"""What a step of a reorganisation is, and how ids that meet are settled. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.core.errors import Finding

_LONGEST_ID = 64


@dataclass(frozen=True)
class Shift:
    """What one step did to an entity, for those who keep something by entity.

    ``moves`` maps services to the entities they went to. ``heir`` takes whatever else
    belonged to ``origin``, which is no more; None means that ``origin`` goes on.
    """

    origin: str
    moves: Mapping[str, str]
    heir: str | None


@dataclass(frozen=True)
class Affected:
    """Something beside the catalogue that a step has changed, and how."""

    kind: str
    id: str
    effect: str
    title: str


def settle_source_ids(
    origin: str, moving: Mapping[str, str], taken: Collection[str]
) -> dict[str, str]:
    """Choose under which ids an entity knows the services that come to it.

    ``moving`` maps services to their source ids. An id that the entity uses already
    becomes ``origin.id``, cut to 64 letters; if that is used too, ``-2`` and so on
    stands behind it. All others stay.
    """
    used = set(taken) | set(moving.values())
    settled = {}
    for service_id, source_id in sorted(moving.items()):
        settled[service_id] = source_id
        if source_id in taken:
            settled[service_id] = _free(f"{origin}.{source_id}", used)
            used.add(settled[service_id])
    return settled


def _free(wanted: str, used: Collection[str]) -> str:
    chosen, number = wanted[:_LONGEST_ID], 1
    while chosen in used:
        number += 1
        ending = f"-{number}"
        chosen = wanted[: _LONGEST_ID - len(ending)] + ending
    return chosen


def into_itself(pointer: str, entity: str) -> Finding:
    """Say that an entity cannot give anything to itself."""
    english = f"'{entity}' cannot be reorganised into itself."
    return Finding(pointer, "REORG-01", _words(english, f"لا تُدمج الجهة '{entity}' في نفسها."))


def into_its_own(pointer: str, entity: str, heir: str) -> Finding:
    """Say that an entity which stands below another cannot take its place."""
    english = f"'{heir}' stands below '{entity}' and cannot take its place."
    return Finding(
        pointer, "REORG-02", _words(english, f"الجهة '{heir}' تتبع '{entity}' فلا تحل محلها.")
    )


def not_its_service(pointer: str, entity: str, service: str) -> Finding:
    """Say that a service belongs to another entity, or does not exist."""
    english = f"'{entity}' has no service '{service}'."
    return Finding(
        pointer, "REORG-03", _words(english, f"لا توجد خدمة '{service}' لدى الجهة '{entity}'.")
    )


def named_twice(pointer: str, service: str) -> Finding:
    """Say that a service cannot go to two entities."""
    english = f"'{service}' is named already."
    return Finding(pointer, "REORG-04", _words(english, f"ذُكرت الخدمة '{service}' من قبل."))


def exists_already(pointer: str, entity: str) -> Finding:
    """Say that an entity which is to be created is there, or was."""
    english = f"There is, or was, an entity '{entity}'."
    return Finding(pointer, "REORG-05", _words(english, f"الجهة '{entity}' موجودة أو كانت موجودة."))


def _words(english: str, arabic: str) -> dict[str, str]:
    return {"en": english, "ar": arabic}
