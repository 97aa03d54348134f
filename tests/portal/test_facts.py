"""What a service page tells, drawn from the document."""

import pytest

from app.portal.addresses import safe_address
from app.portal.facts import Facts
from tests.portal import samples


def test_channels_are_grouped_by_what_they_are_for() -> None:
    channels = Facts(samples.full()).channels

    assert {purpose: len(found) for purpose, found in channels.items()} == {
        "apply": 2,
        "track": 1,
        "inform": 1,
    }


def test_the_main_action_is_the_first_way_to_apply_with_an_address() -> None:
    action = Facts(samples.full()).action

    assert action is not None
    assert action.address == "https://sahel.example/renew"


def test_a_phone_channel_can_be_called() -> None:
    (phone,) = Facts(samples.full()).channels["inform"]

    assert phone.address == "tel:+9651800000"
    assert phone.is_phone


def test_a_value_inside_an_estimate_is_an_estimate() -> None:
    facts = Facts(samples.full())

    assert facts.is_estimate("/hasChannel/0/url")
    assert not facts.is_estimate("/hasChannel/1")
    assert not facts.is_estimate("/hasChannel/01")


def test_the_lowest_fee_leaves_percentages_aside() -> None:
    document = samples.document(
        "x", hasCost=[samples.cost(5000, "per-year"), samples.cost(1, "percent")]
    )

    lowest = Facts(document).lowest_fee

    assert lowest is not None
    assert lowest.amount_fils == 5000


def test_a_percentage_is_written_as_one() -> None:
    (fee,) = Facts(samples.document("x", hasCost=[samples.cost(2500, "percent")])).fees

    assert fee.share_percent == "2.500%"


def test_an_empty_document_has_empty_facts() -> None:
    facts = Facts({"id": "x"})

    assert facts.channels == {}
    assert facts.action is None
    assert facts.only_fee is None
    assert facts.stage is None
    assert facts.contacts == []
    assert facts.topics == []
    assert facts.basis_key is None


@pytest.mark.parametrize(
    ("basis", "key"),
    [
        ("general knowledge (unverified)", "provenance.general"),
        ("partly documented: the source", "provenance.partly"),
        ("a letter", None),
    ],
)
def test_a_known_basis_has_a_text(basis: str, key: str | None) -> None:
    assert Facts({"provenance": {"basis": basis}}).basis_key == key


def test_names_that_are_no_texts_are_shown_as_they_are() -> None:
    (item,) = Facts({"hasLegalResource": [{"id": "law-17"}]}).legal

    assert item.title == {"en": "law-17"}


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "https://a b",
        'https://x"y',
        "",
        None,
    ],
)
def test_an_address_that_could_run_something_is_no_link(address: str | None) -> None:
    assert safe_address(address) is None


@pytest.mark.parametrize(
    "address", ["https://a.example", "HTTP://A.example/x?y=1", "tel:+965", "mailto:a@b.c"]
)
def test_web_phone_and_mail_addresses_are_links(address: str) -> None:
    assert safe_address(address) == address
