"""The page of the lexicon: which words search takes for one another."""

from starlette.requests import Request
from starlette.responses import Response

from app.portal.desk import open_desk
from app.portal.refusing import wrong_value
from app.portal.rendering import render
from app.taxonomy.lexicon.state import DOMAINS

_LONGEST = 100


def show_lexicon(request: Request) -> Response:
    """Answer the groups that hold some words, or all of them, a page at a time."""
    words = request.query_params.get("q", "")[:_LONGEST]
    domain = request.query_params.get("domain") or None
    if domain is not None and domain not in DOMAINS:
        raise wrong_value("domain", "names no field of the lexicon")
    with open_desk(request) as desk:
        found = desk.read_lexicon(words, domain, request.query_params.get("cursor"))
    values = {"lexicon": found, "page": found["page"], "words": words, "domain": domain}
    return render(request, "lexicon.html", values)
