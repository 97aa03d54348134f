"""Which target of a split the rules propose for a service. Pure."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from app.core.folding import fold
from app.taxonomy.operations.values import Rule


def proposal(
    rules: Iterable[Rule],
    *,
    entity: str,
    content: Mapping[str, Any],  # Any: ServiceContent as JSON
    codes: Collection[tuple[str, str]],
) -> str | None:
    """Name the target of the first rule that fits; ``codes`` are scheme and notation."""
    text = _text(content)
    for rule in rules:
        is_fit = (
            (rule.entity and rule.entity == entity)
            or (rule.keyword and fold(rule.keyword) in text)
            or (rule.facet and tuple(rule.facet) in codes)
        )
        if is_fit:
            return rule.target
    return None


def _text(content: Mapping[str, Any]) -> str:  # Any: ServiceContent as JSON
    words = [*_texts(content["title"]), *_texts(content["description"])]
    for keywords in (content["keyword"] or {}).values():
        words.extend(keywords or ())
    return fold(" ".join(words))


def _texts(text: Mapping[str, str | None] | None) -> list[str]:
    return [one for one in (text or {}).values() if one]
