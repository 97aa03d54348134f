"""Templates become pages here; every page gets the same head, texts and security headers."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from app.core.languages import LANGUAGES, Language, preferred_language
from app.core.ordering import order_key
from app.portal.assets import asset_address
from app.portal.directions import text_apart
from app.portal.facts import Facts
from app.portal.icons import icon_of, icon_of_address
from app.portal.wording import Wording

FOLDER = Path(__file__).parent / "templates"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# The edge adds what every answer of the site carries.
SECURITY_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def language_of(request: Request) -> Language:
    """Return the page's language: that of its path, else what the browser asks for."""
    first = request.scope["path"].strip("/").split("/")[0]
    for language in LANGUAGES:
        if first == language:
            return language
    return preferred_language(request.headers.get("accept-language")) or "ar"


def render(
    request: Request, template: str, values: Mapping[str, object], *, status: int = 200
) -> HTMLResponse:
    """Answer a page in the language of its address."""
    language = language_of(request)
    page = environment(language).get_template(template)
    body = page.render({**_frame(request, language), **values})
    headers = {**SECURITY_HEADERS, "Content-Language": language, "Cache-Control": "no-cache"}
    return HTMLResponse(body, status, headers=headers)


@cache
def environment(language: Language) -> Environment:
    """Return the templates with the words of one language bound to them."""
    wording = Wording(language)
    templates = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals.update(
        t=wording.say,
        n=wording.count,
        plain_n=wording.plain_count,
        has_text=wording.has,
        wording=wording,
        asset=asset_address,
        icon_of=icon_of,
        icon_of_address=icon_of_address,
        facts_of=Facts,
        path_part=lambda text: quote(str(text), safe=""),
    )
    templates.filters.update(
        words=wording.words,
        plain=wording.plain_apart,
        money=wording.money,
        duration=wording.duration,
        day=wording.day,
        hour=wording.hour,
        figure=wording.figure,
        plain_figure=wording.plain_figure,
        apart=text_apart,
        by_title=lambda found: sorted(
            found,
            key=lambda one: (order_key(one["title"], language), one.get("id") or one["entity"]),
        ),
    )
    return templates


def _frame(request: Request, language: Language) -> Mapping[str, object]:
    """Return what every page needs to know about its own address and its twin's."""
    base = public_base(request)
    rest = _path_without_language(request.scope["path"])
    query = request.scope["query_string"].decode("latin-1")
    tail = rest + (f"?{query}" if query else "")
    return {
        "home": f"/{language}",
        "section": rest.strip("/").split("/")[0],
        "twin": "/en" + tail if language == "ar" else "/ar" + tail,
        "canonical": f"{base}/{language}{rest}",
        "alternates": {code: f"{base}/{code}{rest}" for code in LANGUAGES},
    }


def public_base(request: Request) -> str:
    """Return the scheme and host that public addresses begin with."""
    public_url: str = request.app.state.public_url
    return public_url.rstrip("/") or str(request.base_url).rstrip("/")


def _path_without_language(path: str) -> str:
    parts = path.split("/")
    rest = parts[2:] if len(parts) > 1 and parts[1] in LANGUAGES else parts[1:]
    joined = quote("/".join(rest), safe="/")
    return f"/{joined}" if joined else ""
