"""From the examples of the rules to schemes that are judged."""

from typing import Any

from app.core.errors import Finding
from app.taxonomy.integrity import Past, Tags, Terms, check
from app.taxonomy.integrity.base import Example
from app.taxonomy.integrity.examples import completed
from app.taxonomy.state import ConceptState, SchemeState

FIELDS = {
    "concepts",
    "topConcepts",
    "tags",
    "counts",
    "isGraceOver",
    "codes",
    "ids",
    "foreign",
    "listed",
    "isPolyhierarchical",
    "notationPattern",
    "levelPatterns",
    "uniqueLabels",
}


def concept_of(key: str, one: dict[str, Any]) -> ConceptState:
    def lists(name: str) -> dict[str, tuple[str, ...]]:
        return {code: tuple(texts) for code, texts in one.get(name, {}).items()}

    return ConceptState(
        id=key,
        notation=one["notation"],
        pref_label=one["prefLabel"],
        alt_label=lists("altLabel"),
        hidden_label=lists("hiddenLabel"),
        definition=one["definition"],
        scope_note=one.get("scopeNote", {}),
        status=one.get("status", "active"),
        is_assignable=one.get("isAssignable", True),
        broader=tuple(one["broader"]),
        narrower=tuple(one["narrower"]),
        related=tuple(one.get("related", ())),
        mappings=tuple((kind, target) for kind, target in one.get("mappings", ())),
        replaced_by=tuple(one.get("replacedBy", ())),
        consider=tuple(one.get("consider", ())),
    )


def state_of(example: Example) -> SchemeState:
    concepts = {key: concept_of(key, one) for key, one in completed(example).items()}
    top = example.get("topConcepts", [key for key, one in concepts.items() if not one.broader])
    return SchemeState("example", concepts, tuple(top))


def terms_of(example: Example) -> Terms:
    return Terms(
        is_polyhierarchical=example.get("isPolyhierarchical", True),
        notation_pattern=example.get("notationPattern", ".+"),
        level_patterns=tuple(example.get("levelPatterns", ())),
        unique_labels=example.get("uniqueLabels", "branch"),
    )


def tags_of(example: Example) -> Tags | None:
    if "counts" in example:
        return Tags(example["counts"])
    if "tags" in example:
        return Tags.of(example["tags"], is_grace_over=example.get("isGraceOver", True))
    return None


def past_of(example: Example) -> Past:
    return Past(example.get("codes", {}), example.get("ids", ()), example.get("foreign", {}))


def judged(example: Example) -> list[Finding]:
    assert example.keys() <= FIELDS
    return check(
        state_of(example),
        terms=terms_of(example),
        tags=tags_of(example),
        past=past_of(example),
        listed=example.get("listed", ()),
    )
