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


def name_taken(pointer: str, entity_id: str, name: str) -> Finding:
    """Say that a name looks the same as that of another entity."""
    return Finding(
        pointer=pointer,
        rule="ENTITY-NAME",
        message={
            "en": f"The name looks the same as '{name}', which is the entity '{entity_id}'.",
            "ar": f"الاسم يبدو مثل '{name}'، وهو اسم الجهة '{entity_id}'.",
        },
        hint={
            "en": "Use that entity, or a name that people can tell apart from it.",
            "ar": "استعمل تلك الجهة، أو اسماً يمكن تمييزه عنها.",
        },
    )
