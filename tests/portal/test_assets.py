"""Static files: hashed addresses, kept for ever."""

import re

from starlette.testclient import TestClient

from app.portal.assets import asset_address, load_assets


def test_the_address_carries_a_hash_of_the_content() -> None:
    assert re.fullmatch(r"/static/portal\.[0-9a-f]{12}\.css", asset_address("portal.css"))


def test_a_style_sheet_names_the_hashed_addresses_of_what_it_uses() -> None:
    sheet = load_assets()["portal.css"].body.decode()

    assert 'url("fonts/' not in sheet
    assert load_assets()["sadu.svg"].address in sheet


def test_a_static_file_may_be_kept_for_ever(client: TestClient) -> None:
    answer = client.get(asset_address("portal.js"))

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"


def test_the_font_and_its_licence_are_served(client: TestClient) -> None:
    font = client.get(asset_address("fonts/plex-arabic-400.woff2"))
    licence = client.get(asset_address("fonts/OFL.txt"))

    assert font.headers["content-type"] == "font/woff2"
    assert font.content[:4] == b"wOF2"
    assert "SIL OPEN FONT LICENSE" in licence.text


def test_an_unknown_file_is_not_found(client: TestClient) -> None:
    assert client.get("/static/portal.000000000000.css").status_code == 404


def test_no_style_or_script_asks_another_site_for_anything() -> None:
    assets = load_assets()

    assert b"://" not in assets["portal.css"].body
    assert b"://" not in assets["portal.js"].body
