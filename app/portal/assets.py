"""Static files: each address carries a hash of the content, so it may be kept for ever."""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
_REFERENCE = re.compile(r'url\("([^":]+)"\)')


@dataclass(frozen=True)
class Asset:
    """A static file as it is served."""

    address: str
    media_type: str
    body: bytes


@cache
def load_assets() -> dict[str, Asset]:
    """Read every static file by its name; style sheets come last, as they name the others."""
    names = sorted(
        (path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()),
        key=lambda name: (name.endswith(".css"), name),
    )
    assets: dict[str, Asset] = {}
    for name in names:
        assets[name] = _load(name, assets)
    return assets


def asset_address(name: str) -> str:
    """Return the path below the site's root at which a static file is served."""
    return f"/static/{load_assets()[name].address}"


@cache
def assets_by_address() -> dict[str, Asset]:
    """Return every static file by the last part of its path."""
    return {asset.address: asset for asset in load_assets().values()}


@cache
def style_whole(name: str) -> str:
    """Return a style sheet with its fonts inside, for a file that lies anywhere."""
    text = (FOLDER / name).read_text("utf-8")
    return _REFERENCE.sub(lambda found: f'url("{_inside(found[1])}")', text)


def source_of(style: str) -> str:
    """Return the source expression by which a policy (CSP 3) allows a style sheet in a page."""
    digest = hashlib.sha256(style.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _inside(name: str) -> str:
    asset = load_assets()[name]
    return f"data:{asset.media_type};base64,{base64.b64encode(asset.body).decode()}"


def _load(name: str, others: dict[str, Asset]) -> Asset:
    path = FOLDER / name
    body = path.read_bytes()
    if path.suffix == ".css":
        text = body.decode("utf-8")
        body = _REFERENCE.sub(lambda m: f'url("{others[m[1]].address}")', text).encode("utf-8")
    digest = hashlib.sha256(body).hexdigest()[:12]
    return Asset(f"{path.stem}.{digest}{path.suffix}", MEDIA_TYPES[path.suffix], body)
