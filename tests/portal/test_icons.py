"""Icons: each that is named is in the sprite, and events can be told apart by theirs."""

import re

import pytest

from app.portal.assets import load_assets
from app.portal.icons import DEFAULT_ICON, icon_names, icon_of, icon_of_address
from app.portal.rendering import FOLDER

DRAWN = set(re.findall(r'<symbol id="([\w-]+)"', load_assets()["icons.svg"].body.decode()))


def test_every_icon_that_is_named_is_drawn() -> None:
    pages = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.html"))
    in_pages = set(re.findall(r"\bicon\('([\w-]+)'", pages))

    assert "columns" in in_pages
    assert icon_names() | in_pages <= DRAWN


@pytest.mark.parametrize(
    ("kind", "code", "icon"),
    [
        ("channel", "portal", "window"),
        ("channel", "counter", "counter"),
        ("business-event", "selling-to-government", "contract"),
        ("life-event", "death-of-relative", "sunset"),
        ("services", "02.1.2", "plane"),
        ("services", "99", DEFAULT_ICON),
    ],
)
def test_an_icon_shows_what_it_stands_for(kind: str, code: str, icon: str) -> None:
    assert icon_of(kind, code) == icon


@pytest.mark.parametrize(
    ("address", "icon"),
    [("tel:+965", "phone"), ("mailto:a@b.kw", "mail"), ("https://moi.example", "window")],
)
def test_a_contact_has_the_icon_of_what_it_opens(address: str, icon: str) -> None:
    assert icon_of_address(address) == icon
