"""Codes that are no longer in the tree: their old addresses lead to what became of them."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.core.errors import NotFound
from app.portal.reader import Node, PastCode, Tree
from app.portal.rendering import SECURITY_HEADERS, language_of, render
from app.portal.trees import walk
from app.taxonomy.schemas import NotationOut

_LONGEST: Final = 64
_GONE: Final = 410


def past_code_of(found: NotationOut) -> PastCode:
    """Say where a code leads: to its concept, or else to the successors of that."""
    stays = found.status == "active" and not found.successors
    leads_to = [found.concept] if stays else found.successors
    return PastCode(
        notation=found.notation,
        concept=found.concept.id,
        label=found.concept.pref_label.model_dump(),
        leads_to=tuple(one.notation for one in leads_to),
        above=found.default.notation if found.default and not leads_to else None,
    )


def is_code(text: str) -> bool:
    """Tell what may be a code from what cannot even be looked up."""
    return len(text) <= _LONGEST and text.isprintable()


def show_past_code(
    request: Request, past: PastCode, *, path: str, scheme: str, words: str, tree: Tree
) -> Response:
    """Lead to the one successor; offer several, or say that there is none.

    No answer is for ever: a release may be taken back, and the code is in the tree again.
    """
    successors = _nodes(tree, past.leads_to)
    if len(successors) == 1:
        address = f"/{language_of(request)}/{path}/{quote(successors[0].notation, safe='')}"
        headers = {**SECURITY_HEADERS, "Cache-Control": "no-cache"}
        return RedirectResponse(address, 302, headers=headers)
    values = {
        "past": past,
        "path": path,
        "scheme": scheme,
        "words": words,
        "successors": successors or _nodes(tree, (past.above,) if past.above else ()),
        "is_split": bool(successors),
    }
    return render(request, "past_code.html", values, status=200 if successors else _GONE)


def _nodes(tree: Tree, notations: Sequence[str]) -> list[Node]:
    by_code = {one.notation: one for one in walk(tree.nodes)}
    return [by_code[one] for one in notations if one in by_code]


def no_such_code(notation: str) -> NotFound:
    """Say that a code was never in the tree."""
    return NotFound(f"There is no concept {notation}.")
