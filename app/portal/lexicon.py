"""The pages of the lexicon: which words search takes for one another, and what has changed."""

from starlette.requests import Request
from starlette.responses import Response

from app.portal.desk import open_desk
from app.portal.refusing import wrong_value
from app.portal.rendering import render
from app.portal.taxonomies import asked_version, release_before
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


def show_lexicon_comparison(request: Request) -> Response:
    """Answer what lies between two versions: the last one and the one before, if none are named."""
    with open_desk(request) as desk:
        versions = desk.list_lexicons()
        newer = asked_version(request, "to", versions[0])
        older = asked_version(request, "from", release_before(newer, versions))
        comparison = desk.compare_lexicons(older, newer)
    values = {"versions": versions, "comparison": comparison}
    return render(request, "lexicon_comparison.html", values)


def show_term_group(request: Request) -> Response:
    """Answer a group of terms, with what changed of it in each version."""
    with open_desk(request) as desk:
        group = desk.get_group(request.path_params["group_id"])
    return render(request, "term_group.html", {"group": group})
