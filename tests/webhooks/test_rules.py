"""When deliveries are tried again, what messages are called, and where they may go."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.webhooks.rules import may_connect, message_id, pause_after, target_fault

PLANNED = (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)


def test_pauses_grow_over_three_days() -> None:
    pauses = [pause_after(attempt, dice=0) for attempt in range(1, 10)]

    assert [one.total_seconds() for one in pauses if one] == list(PLANNED)
    assert sum(PLANNED) == 75 * 3600 + 35 * 60 + 5


def test_the_tenth_failure_gives_up() -> None:
    assert pause_after(10, dice=0) is None
    assert pause_after(11, dice=0, asked_seconds=60) is None


@given(st.integers(1, 9), st.floats(0, 1))
def test_the_dice_lengthen_a_pause_by_a_tenth_at_most(attempt: int, dice: float) -> None:
    pause = pause_after(attempt, dice=dice)

    assert pause is not None
    assert 1 <= pause.total_seconds() / PLANNED[attempt - 1] <= 1.1 + 1e-6


@pytest.mark.parametrize(
    ("asked", "seconds"), [(60, 60), (3, 5), (-5, 5), (10**12, 86400), (float("inf"), 86400)]
)
def test_a_receiver_may_ask_for_a_longer_pause_of_a_day_at_most(
    asked: float, seconds: float
) -> None:
    assert pause_after(1, dice=0, asked_seconds=asked) == timedelta(seconds=seconds)


def test_a_message_is_named_by_its_webhook_and_entry() -> None:
    assert (
        message_id("wh_k3v9t2m8q7xa", 17, "abcdef0123456789") == "msg_k3v9t2m8q7xa_17_abcdef012345"
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example.kw/dalil",
        "https://hooks.example.kw:443/",
        "https://[2606:4700:4700::1111]/x",
        "https://8.8.8.8/?token=1",
        "https://2130706433/",  # a name as far as text goes; what it leads to is checked later
    ],
)
def test_public_addresses_over_https_are_targets(url: str) -> None:
    assert target_fault(url, allows_loopback=False) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.kw/",
        "ftp://hooks.example.kw/",
        "https://hooks.example.kw:8443/",
        "https://user@hooks.example.kw/",
        "https://hooks.example.kw/#part",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[fc00::1]/",
        "https://localhost/",
        "https://LOCALHOST./",
        "https://x.localhost/",
        "https:///nothing",
        "https://hooks.example.kw:99999/",
        "https://[::1/",
    ],
)
def test_what_cannot_be_a_target_is_told_at_once(url: str) -> None:
    assert target_fault(url, allows_loopback=False) is not None


@given(st.text(max_size=50))
def test_whatever_is_written_is_judged(text: str) -> None:
    target_fault(text, allows_loopback=False)
    target_fault(f"https://{text}", allows_loopback=False)


def test_the_setting_opens_the_machine_itself_and_nothing_else() -> None:
    assert target_fault("http://127.0.0.1:8123/x", allows_loopback=True) is None
    assert target_fault("http://localhost:8123/x", allows_loopback=True) is None
    assert target_fault("https://10.0.0.1/", allows_loopback=True) is not None
    assert target_fault("http://hooks.example.kw/", allows_loopback=True) is not None


@pytest.mark.parametrize(
    ("scheme", "address", "allows_loopback", "may"),
    [
        ("https", "8.8.8.8", False, True),
        ("http", "8.8.8.8", False, False),
        ("http", "8.8.8.8", True, False),
        ("https", "127.0.0.1", False, False),
        ("http", "127.0.0.1", True, True),
        ("https", "10.0.0.1", True, False),
        ("https", "169.254.169.254", True, False),
        ("https", "not an address", True, False),
    ],
)
def test_plain_http_never_leaves_the_machine(
    scheme: str, address: str, allows_loopback: bool, may: bool
) -> None:
    assert may_connect(scheme, address, allows_loopback=allows_loopback) is may
