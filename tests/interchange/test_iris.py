"""Addresses: minted in one way, valid whatever a code or a link contains."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, parse

from app.interchange.iris import Addresses, web_address

ADDRESSES = Addresses.under("https://dalil.example/")


def test_things_are_named_under_the_base_address():
    assert ADDRESSES.of("event", "getting-married") == (
        "https://dalil.example/id/event/getting-married"
    )
    assert ADDRESSES.notation("digital-stage", 3) == (
        "https://dalil.example/id/concept/digital-stage/3"
    )
    assert ADDRESSES.page("services", "moi-1") == "https://dalil.example/ar/services/moi-1"


def test_a_code_cannot_leave_its_place_in_an_address():
    assert ADDRESSES.of("event", "../a?b#c d") == (
        "https://dalil.example/id/event/..%2Fa%3Fb%23c%20d"
    )


def test_countries_currencies_and_languages_are_those_of_the_eu_authority_tables():
    authority = "http://publications.europa.eu/resource/authority"

    assert ADDRESSES.place("KWT") == f"{authority}/country/KWT"
    assert ADDRESSES.currency("KWD") == f"{authority}/currency/KWD"
    assert ADDRESSES.language("ar") == f"{authority}/language/ARA"


def test_what_the_tables_do_not_know_is_named_by_us():
    assert ADDRESSES.place("hawalli") == "https://dalil.example/id/place/hawalli"
    assert ADDRESSES.currency("points") == "https://dalil.example/id/concept/currency/points"
    assert ADDRESSES.language("ur") == "https://dalil.example/id/language/ur"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://www.moi.gov.kw", "https://www.moi.gov.kw"),
        (" https://moi.gov.kw/a b ", "https://moi.gov.kw/a%20b"),
        ("https://moi.gov.kw/خدمات", "https://moi.gov.kw/خدمات"),
        ('https://moi.gov.kw/"><script>', "https://moi.gov.kw/%22%3E%3Cscript%3E"),
        ("https://moi.gov.kw/100%", "https://moi.gov.kw/100%25"),
        ("http://moi.gov.kw:8080/a?b=c#d", "http://moi.gov.kw:8080/a?b=c#d"),
        ("javascript:alert(1)", None),
        ("moi.gov.kw", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_a_link_is_made_fit_or_left_out(written, expected):
    assert web_address(written) == expected


@given(st.text(), st.text())
def test_every_code_gives_a_valid_address(kind, code):
    written = ADDRESSES.notation(kind, code)

    assert _parses(written)


@given(st.text().map(lambda rest: f"https://example.gov.kw{rest}"))
def test_every_link_that_is_kept_is_a_valid_address(link):
    kept = web_address(link)

    assert kept is None or _parses(kept)


def _parses(address: str) -> bool:
    line = f"<{address}> <urn:p> <urn:o> ."
    (quad,) = parse(line.encode(), format=RdfFormat.N_TRIPLES)
    return quad.subject == NamedNode(address)
