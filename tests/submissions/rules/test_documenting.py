"""The page of rules in the documentation is the one that the rules write."""

from app.submissions.rules import all_rules
from app.submissions.rules.documenting import FAMILIES, rules_page
from tests.submissions.rules.catalogue import ROOT


def test_the_page_of_rules_is_current() -> None:
    kept = (ROOT / "docs" / "use" / "rules.md").read_text(encoding="utf-8")

    assert kept == rules_page(), (
        "write it anew: python -m app.submissions.rules.documenting > docs/use/rules.md"
    )


def test_every_family_of_rules_has_a_heading() -> None:
    assert {one.family for one in all_rules()} == set(FAMILIES)


def test_what_cannot_be_seen_is_escaped_on_the_page() -> None:
    assert "\u202e" not in rules_page()
    assert "Renewal \\u202eecnecil" in rules_page()
