"""What the rules find in taxonomies of other governments, as they were published."""

from collections import Counter
from dataclasses import replace

from app.taxonomy.integrity import Terms, check
from app.taxonomy.state import SchemeState
from tests.taxonomy.integrity.foreign import needs_taxonomies, open_eligibility, ptv

pytestmark = needs_taxonomies


def shared_labels(state: SchemeState, language: str) -> Counter[str]:
    """Count the concepts that share each label of a language, as the findings tell."""
    terms = Terms(languages=(language,))
    only = {
        key: replace(one, pref_label={language: one.pref_label.get(language, "")})
        for key, one in state.concepts.items()
    }
    found = check(replace(state, concepts=only), terms=terms)
    twins = {
        one.pointer.removeprefix("/concepts/").replace("~1", "/")
        for one in found
        if one.rule in ("TAX-SAME", "TAX-ACROSS")
    }
    return Counter(only[key].pref_label[language] for key in twins)


def test_the_circle_of_open_eligibility_is_found() -> None:
    state, listed = open_eligibility("2013-11-21-e1ff3a9")

    found = check(state, terms=Terms(languages=("en",)), listed=listed)

    grave = {(one.rule, one.pointer) for one in found if one.severity == "error"}
    assert len(state.concepts) == 384
    assert {one for one in grave if one[0] != "TAX-SAME"} == {
        ("TAX-CYCLE", "/concepts/1206"),
        ("TAX-ID", "/concepts/1206"),
    }


def test_the_labels_that_open_eligibility_repeats_are_found() -> None:
    state, _ = open_eligibility("2013-11-21-e1ff3a9")

    shared = shared_labels(state, "en")

    assert len(shared) == 88
    assert shared.total() == 202


def test_the_labels_that_the_finnish_scheme_repeats_in_its_transition_are_found() -> None:
    shared = shared_labels(ptv("1_5"), "fi")

    assert len(shared) == 208
    assert shared.total() == 417


def test_a_transition_that_deprecates_the_old_concepts_repeats_one_label() -> None:
    state = ptv("1_5")
    concepts = {
        key: replace(one, status="deprecated") if one.replaced_by else one
        for key, one in state.concepts.items()
    }

    assert shared_labels(replace(state, concepts=concepts), "fi") == {"Ulosotto": 2}


def test_the_import_error_of_the_finnish_scheme_is_found() -> None:
    found = check(ptv("1_4"), terms=Terms(languages=("fi", "sv", "en")))

    spoilt = "/concepts/http:~1~1urn.fi~1URN:NBN:fi:au:ptvl:P1.1.Rental"
    grave = [(one.rule, one.pointer) for one in found if one.severity == "error"]
    assert ("TAX-LABEL", spoilt) in grave


def test_the_codes_that_two_generations_share_are_found() -> None:
    found = check(ptv("1_5"), terms=Terms(languages=("en",)))

    count = Counter(one.rule for one in found if one.severity == "error")
    assert count["TAX-NOTATION"] == 428
    assert count["TAX-STANDING"] == 211
