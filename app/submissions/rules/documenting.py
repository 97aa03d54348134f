"""The page of rules in the documentation, written from the rules themselves. Pure."""

import sys
from collections.abc import Iterable, Mapping
from itertools import groupby

from app.core.rule_texts import Text, as_json, shown
from app.submissions.rules.base import Example, Rule
from app.submissions.rules.examples import SOUND
from app.submissions.rules.register import all_rules

FAMILIES: Mapping[str, Text] = {
    "SHAPE": Text("The shape of what is sent", "بنية المحتوى المرسل"),
    "MAND": Text("What must be there", "المحتوى المطلوب"),
    "LANG": Text("Both languages", "اللغتان"),
    "TEXT": Text("Characters and signs", "الأحرف والعلامات"),
    "TITLE": Text("Titles", "العناوين"),
    "DESC": Text("Descriptions", "الأوصاف"),
    "PII": Text("Numbers and addresses in texts", "الأرقام والعناوين داخل النصوص"),
    "READ": Text("Readability", "سهولة القراءة"),
    "COST": Text("Costs", "الرسوم"),
    "TIME": Text("Durations", "المدد"),
    "CHAN": Text("Channels", "القنوات"),
    "LINK": Text("Links", "الروابط"),
    "HOURS": Text("Opening hours", "أوقات الدوام"),
    "CLASS": Text("Classification", "التصنيف"),
    "AUD": Text("Audience and events", "المستفيدون والأحداث"),
    "LIST": Text("Lists and references to other services", "القوائم والإشارات إلى خدمات أخرى"),
    "WORD": Text("Keywords", "الكلمات المفتاحية"),
    "REF": Text("References", "الإشارات"),
    "DUP": Text("Duplicates", "الخدمات المكررة"),
    "TRANS": Text("Stale translations", "الترجمات القديمة"),
}
_HEAD = """\
# Validation rules

<!-- Written by `app.submissions.rules.documenting` from the rules; do not edit. -->

An entry is judged by the same {number} rules whether it is saved, imported, tried in a dry run
or only validated. An **error** stands in the way of publishing; a **warning** is shown
to the reviewer; a **suggestion** is advice. Every finding carries the id of its rule, a JSON
Pointer to the place, and a message and a hint in Arabic and English. An id never changes its
meaning.

The examples below are fragments; the rest of the entry is sound:

```json
{sound}
```
"""


def rules_page() -> str:
    """Write the page as Markdown."""
    ordered = sorted(all_rules(), key=lambda rule: (list(FAMILIES).index(rule.family), rule.id))
    head = _HEAD.format(number=len(ordered), sound=as_json(SOUND))
    return "\n".join([head, *_table(ordered), *_sections(ordered)])


def _table(rules: Iterable[Rule]) -> list[str]:
    rows = (f"| [{one.id}](#{one.id.lower()}) | {one.severity} | {_cell(one)} |" for one in rules)
    return ["| Rule | Severity | Says |", "|---|---|---|", *rows]


def _cell(rule: Rule) -> str:
    return shown(rule.message.en).replace("|", "\\|")


def _sections(rules: Iterable[Rule]) -> Iterable[str]:
    for family, members in groupby(rules, key=lambda rule: rule.family):
        yield f"\n## {FAMILIES[family].en} ({FAMILIES[family].ar})"
        for rule in members:
            yield _section(rule)


def _section(rule: Rule) -> str:
    lines = [
        f"\n### {rule.id}",
        f"\n*{rule.severity}*: {shown(rule.message.en)} {shown(rule.hint.en)} {rule.why.en}",
        f"\n{shown(rule.message.ar)} {shown(rule.hint.ar)} {rule.why.ar}",
        *_fragments("Good", rule.good),
        *_fragments("Bad", rule.bad),
    ]
    return "\n".join(lines)


def _fragments(name: str, example: Example) -> Iterable[str]:
    yield f"\n{name}:\n\n```json\n{as_json(example.content)}\n```"
    if example.published is not None:
        yield f"\nPublished now:\n\n```json\n{as_json(example.published)}\n```"
    for record in example.links.values():
        yield f"\nChecked: {record.kind}, status {record.status}, failures: {record.strikes}."
    if example.other is not None:
        yield f"\nBeside this service of `{example.other_entity}`:\n"
        yield f"```json\n{as_json(example.other)}\n```"


if __name__ == "__main__":  # pragma: no cover
    sys.stdout.write(rules_page())
