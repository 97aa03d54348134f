"""The page of these rules in the documentation, written from the rules themselves. Pure."""

import sys
from collections.abc import Iterable, Mapping
from itertools import groupby

from app.core.rule_texts import Text, as_json, shown
from app.taxonomy.integrity.base import Example, Family, Rule
from app.taxonomy.integrity.examples import SOUND
from app.taxonomy.integrity.register import RULES
from app.taxonomy.integrity.told import Limits

FAMILIES: Mapping[Family, Text] = {
    "structure": Text("structure", "البنية"),
    "labels": Text("labels", "التسميات"),
    "codes": Text("codes", "الرموز"),
    "release": Text("release", "الإصدار"),
    "use": Text("use by services", "استعمال الخدمات"),
}
_HEAD = """\
# Rules of the taxonomy

<!-- Written by `app.taxonomy.integrity.documenting` from the rules; do not edit. -->

A scheme is judged by these {number} rules. An **error** stands in the way of a release: the
command that releases a version refuses it and names every place. A **warning** is shown to the
steward. Every finding carries the id of its rule, points to `/concepts/{{id}}`, and names the
concept by notation and label in Arabic and English. An id never changes its meaning.

`/taxonomy-rules` lists these rules, and `/taxonomy-rules/{{id}}` explains one: JSON for programs,
pages for browsers. `/rules/{{id}}`, which findings link to, explains them too.

Deprecated concepts keep their place, links and codes, and these are checked. They are free of the
rules on equal labels, on numbers of children, on definitions and on good writing.

A branch is a top concept with all that stands below it; the top concepts themselves are siblings.
The limits are settings of the check: {deepest} levels, {fewest} to {most} concepts below one,
{tags} services of a concept, {longest} characters of a label. Rules on services are checked only
where the caller tells how services are classified.

The examples below are fragments that are put into this sound scheme; `narrower` and
`topConcepts` follow from `broader` unless they are given:

```json
{sound}
```
"""


def rules_page() -> str:
    """Write the page as Markdown."""
    families = list(FAMILIES)
    ordered = sorted(RULES, key=lambda rule: (families.index(rule.family), rule.id))
    return "\n".join([_head(), *_table(ordered), *_sections(ordered)]) + "\n"


def _head() -> str:
    limits = Limits()
    return _HEAD.format(
        number=len(RULES),
        deepest=limits.deepest,
        fewest=limits.fewest_children,
        most=limits.most_children,
        tags=limits.most_tags,
        longest=limits.longest_label,
        sound=as_json(SOUND),
    )


def _table(rules: Iterable[Rule]) -> list[str]:
    rows = (f"| [{one.id}](#{one.id.lower()}) | {one.severity} | {one.title.en} |" for one in rules)
    return ["| Rule | Severity | What holds |", "|---|---|---|", *rows]


def _sections(rules: Iterable[Rule]) -> Iterable[str]:
    for family, members in groupby(rules, key=lambda rule: rule.family):
        name = FAMILIES[family]
        yield f"\n## {name.en[0].upper()}{name.en[1:]} ({name.ar})"
        for rule in members:
            yield _section(rule)


def _section(rule: Rule) -> str:
    lines = [
        f"\n### {rule.id}",
        f"\n**{rule.title.en}** ({rule.severity}) {shown(rule.hint.en)} {rule.why.en}",
        f"\n**{rule.title.ar}** {shown(rule.hint.ar)} {rule.why.ar}",
        f"\nIt says: {shown(rule.message.en)}",
        _fragment("Good", rule.good),
        _fragment("Bad", rule.bad),
    ]
    return "\n".join(lines)


def _fragment(name: str, example: Example) -> str:
    return f"\n{name}:\n\n```json\n{as_json(example)}\n```"


if __name__ == "__main__":  # pragma: no cover
    sys.stdout.write(rules_page())
