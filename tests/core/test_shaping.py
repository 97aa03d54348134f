"""Arabic as a terminal without shaping has to be given it."""

import pytest

from app.core.shaping import shaped


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("النقل", "\ufede\ufed8\ufee8\ufedf\ufe8d"),
        ("لا", "\ufefb"),
        ("نَقْل", "\ufede\ufed8\ufee7"),
        ("بر (جو)", "(\ufeee\ufe9f) \ufeae\ufe91"),
        ("خط A1", "A1 \ufec2\ufea7"),
        ("برا 24/7", "24/7 \ufe8d\ufeae\ufe91"),
        ("Roads (new)", "Roads (new)"),
        ("", ""),
    ],
)
def test_letters_are_joined_and_stand_as_they_are_seen(text: str, seen: str) -> None:
    assert shaped(text) == seen
