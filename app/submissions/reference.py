"""The rules of entries, as their pages tell them."""

import json
from collections.abc import Iterator

from app.core.reference import RuleEntry, Sample, Texts
from app.core.rule_texts import Text, as_json, shown
from app.submissions.rules import Rule, all_rules
from app.submissions.rules.base import Example
from app.submissions.rules.documenting import FAMILIES


def rule_entries() -> Iterator[RuleEntry]:
    """Explain every rule of entries, family by family."""
    families = list(FAMILIES)
    for rule in sorted(all_rules(), key=lambda one: (families.index(one.family), one.id)):
        yield _entry(rule)


def _entry(rule: Rule) -> RuleEntry:
    return RuleEntry(
        id=rule.id,
        severity=rule.severity,
        family=_texts(FAMILIES[rule.family]),
        message=_texts(rule.message),
        hint=_texts(rule.hint),
        why=_texts(rule.why),
        good=tuple(_samples(rule.good)),
        bad=tuple(_samples(rule.bad)),
    )


def _texts(text: Text) -> Texts:
    return {"ar": shown(text.ar), "en": shown(text.en)}


def _samples(example: Example) -> Iterator[Sample]:
    yield Sample("content", as_json(example.content))
    if example.published is not None:
        yield Sample("published", as_json(example.published))
    if example.other is not None:
        yield Sample("other", as_json({"entity": example.other_entity, **example.other}))
    if example.links:
        yield Sample("links", json.dumps([_link(example, url) for url in example.links]))


def _link(example: Example, url: str) -> dict[str, object]:
    record = example.links[url]
    return {"url": url, "kind": record.kind, "status": record.status, "failures": record.strikes}
