"""The page of search insights: empty until somebody who may read them types a key.

The portal knows nobody, so it shows nothing of this by itself. The page's script asks the
API with the key, which stays in the field: it is in no address, in no storage, and gone
with the page.
"""

from starlette.requests import Request
from starlette.responses import Response

from app.portal.rendering import render

DAYS = (7, 30, 90)
REGISTERS = ("gulf", "msa", "egyptian", "levantine", "en", "translit", "misspelling")


def show_insights(request: Request) -> Response:
    """Answer the page without anything in it."""
    page = render(request, "insights.html", {"days": DAYS, "registers": REGISTERS})
    page.headers["Cache-Control"] = "no-store"
    return page
