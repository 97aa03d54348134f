"""Pages of a list: which one is asked for, and the way to its neighbours."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from app.portal.refusing import wrong_value

PAGE_SIZE = 20
_FARTHEST = 1_000_000
_MOST_DIGITS = 100


@dataclass(frozen=True)
class Pager:
    """Where a page stands among the others; a lost one stands behind the last."""

    page: int
    pages: int
    first: int
    last: int
    total: int
    is_lost: bool
    previous: str | None
    next: str | None
    to_first: str
    to_last: str


def page_number(request: Request) -> int:
    """Read which page is asked for; one behind the last is asked for in good faith.

    Raises: Invalid when it is no number of a page.
    """
    text = request.query_params.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS and int(text) > 0):
        raise wrong_value("page", "is not a page number")
    return min(int(text), _FARTHEST)


def pager_of(request: Request, total: int, page: int, *, last_page: int = _FARTHEST) -> Pager:
    """Work out the neighbours of a page; the other parameters of its address are kept."""
    pages = min(max(1, -(-total // PAGE_SIZE)), last_page)
    is_lost = total > 0 and page > pages
    return Pager(
        page=page,
        pages=pages,
        first=(page - 1) * PAGE_SIZE + 1,
        last=min(page * PAGE_SIZE, total),
        total=total,
        is_lost=is_lost,
        previous=_page_address(request, page - 1) if 1 < page <= pages else None,
        next=_page_address(request, page + 1) if page < pages else None,
        to_first=_page_address(request, 1),
        to_last=_page_address(request, pages),
    )


def _page_address(request: Request, page: int) -> str:
    kept = [(k, v) for k, v in request.query_params.multi_items() if k != "page"]
    return "?" + urlencode([*kept, ("page", str(page))] if page > 1 else kept)
