"""The catalogues of the interface's texts."""

import re
from pathlib import Path
from typing import get_args

import pytest

from app.core.access.rules import TABLE
from app.portal import taxonomies, wording
from app.portal.entities import KINDS, OTHER_KIND
from app.portal.facts import PURPOSES
from app.portal.reader import SORTS
from app.portal.search import FACETS
from app.portal.wording import load_texts
from app.taxonomy.lexicon.state import DOMAINS, Register
from app.taxonomy.operations.effects import LEVELS
from app.workshops import lifecycle, rules
from app.workshops import meetings_lifecycle as workshop_lifecycle

PORTAL = Path(wording.__file__).parent
ARABIC, ENGLISH = load_texts("ar"), load_texts("en")
USED = re.compile(
    r"""(?<![\w.])(?:t|n|plain_n|wording\.\w+|_?wording\.say|self\.\w+)\(\s*f?['"]([a-z_]+\.[\w.-]*)['"](\s*~|\})?"""
)
QUOTED = re.compile(r"""['"]((?:nav|browse|life|business|provenance|search)\.[\w]+)['"]""")
BUILT = {
    "facet": FACETS,
    "purpose": PURPOSES,
    "action": (*PURPOSES, "estimate"),
    "sort": SORTS,
    "severity": ("error", "warning", "suggestion"),
    "rules": (
        *(f"severity_{one}" for one in ("error", "warning", "suggestion")),
        *(f"sample_{one}" for one in ("published", "other", "links")),
        *("good", "bad", "good_scheme", "bad_scheme"),
    ),
    "entity_kind": (*KINDS, OTHER_KIND),
    "free": ("true", "false"),
    "insight_list": ("unknownWords", "withoutHits", "withFewClicks"),
    "kind": ("service", "category", "entity"),
    "month": tuple(map(str, range(1, 13))),
    "unit": ("year", "month", "week", "day", "hour", "minute"),
    "day": wording.DAYS,
    "workshop_state": workshop_lifecycle.STATES,
    "request_state": lifecycle.STATES,
    "outcome": lifecycle.OUTCOMES,
    "rule_name": rules.NAMES,
    "stance": (*rules.STANCES, "silent", "stale"),
    "disposition": rules.DISPOSITIONS,
    "change": ("added", "changed", "deprecated"),
    "conflict": (
        *("commute", "ordered", "exclusive"),
        *("first", "and", "none", "order", "no_order"),
    ),
    "level": LEVELS,
    "decider": [role for role, rights in TABLE.items() if "taxonomy:decide" in rights],
    "taxonomy": ("became", "merged", "replaced", "gone"),
    "concept_status": ("active", "deprecated"),
    "concept_link": ("broader", "narrower", "related", "replacedBy", "consider"),
    "concept_field": taxonomies.FIELDS,
    "domain": DOMAINS,
    "register": get_args(Register),
}


def sources() -> str:
    files = [*PORTAL.glob("*.py"), *(PORTAL / "templates").glob("*.html")]
    return "\n".join(path.read_text("utf-8") for path in files)


def test_both_languages_have_the_same_texts() -> None:
    assert sorted(ARABIC) == sorted(ENGLISH)


@pytest.mark.parametrize("key", sorted(ENGLISH))
def test_a_text_takes_the_same_values_in_both_languages(key: str) -> None:
    def slots(phrase: str | dict[str, str]) -> set[str]:
        return set(re.findall(r"{(\w+)}", str(phrase)))

    assert slots(ARABIC[key]) == slots(ENGLISH[key])


@pytest.mark.parametrize("key", sorted(k for k, v in ENGLISH.items() if isinstance(v, dict)))
def test_counts_have_every_form_of_their_language(key: str) -> None:
    forms = ARABIC[key]

    assert isinstance(forms, dict)
    assert set(forms) == {"zero", "one", "two", "few", "many", "other"}
    assert {"one", "other"} <= set(ENGLISH[key])


def test_every_text_that_is_used_exists() -> None:
    code = sources()
    used = {key for key, more in USED.findall(code) if not more and not key.endswith(".")}
    used |= {key for key in QUOTED.findall(code) if not key.endswith(".html")}

    assert len(used) > 120
    assert used - set(ENGLISH) == set()


@pytest.mark.parametrize("family", sorted(BUILT))
def test_every_text_whose_key_is_built_exists(family: str) -> None:
    assert {f"{family}.{name}" for name in BUILT[family]} <= set(ENGLISH)


def test_every_text_is_used() -> None:
    code = sources()
    built = (*BUILT, "fee", "field", "error", "about", "home.example", "browse", "life", "business")
    unused = [k for k in ENGLISH if k not in code and not k.startswith(built)]

    assert unused == []


def test_arabic_texts_are_logical_and_free_of_direction_marks() -> None:
    said = str(ARABIC)

    assert (
        re.findall("[\ufb50-\ufdff\ufe70-\ufefc\u200e\u200f\u202a-\u202e\u2066-\u2069]", said) == []
    )
