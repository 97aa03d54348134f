"""What stands in the place of entities that are no more. Pure."""

from collections.abc import Mapping, Sequence

from app.core.errors import Finding

Successors = Mapping[str, Sequence[str]]
"""Which entities stand in the place of each that is no more, as it was decided then."""


def present_successors(entity_id: str, successors: Successors) -> tuple[str, ...]:
    """Follow an entity that is no more to those that stand in its place now, each once.

    What replaced it may have been replaced since; nothing is ever replaced by itself.
    """
    found: dict[str, None] = {}
    for one in successors.get(entity_id, ()):
        found |= dict.fromkeys(present_successors(one, successors) or (one,))
    return tuple(found)


def vanished(pointer: str, entity_id: str, successors: Sequence[str]) -> Finding:
    """Say that an entity which a field names is no more, and what stands in its place."""
    others = ", ".join(f"'{one}'" for one in successors)
    return Finding(
        pointer=pointer,
        rule="ENTITY-VANISHED",
        message={
            "en": f"'{entity_id}' is no more.",
            "ar": f"الجهة '{entity_id}' لم تعد قائمة.",
        },
        hint={"en": f"In its place stands {others}.", "ar": f"حلّت محلها {others}."},
    )
