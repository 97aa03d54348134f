"""The page of these rules in the documentation is the one that the rules write."""

from app.core.settings import ROOT
from app.taxonomy.integrity import RULES
from app.taxonomy.integrity.documenting import FAMILIES, rules_page


def test_the_page_of_rules_is_current() -> None:
    kept = (ROOT / "docs" / "use" / "taxonomy-rules.md").read_text(encoding="utf-8")

    assert kept == rules_page(), (
        "write it anew: python -m app.taxonomy.integrity.documenting > docs/use/taxonomy-rules.md"
    )


def test_every_family_of_rules_has_a_heading() -> None:
    assert {one.family for one in RULES} == set(FAMILIES)


def test_what_cannot_be_seen_is_escaped_on_the_page() -> None:
    assert "\u200f" not in rules_page()
    assert "Health\\u200bcentres" in rules_page()
