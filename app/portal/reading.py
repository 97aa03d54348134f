"""How a page gets at the catalogue: one reader, opened for one request."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from starlette.requests import Request

from app.portal.reader import Reader

OpenReader = Callable[[], AbstractContextManager[Reader]]


def open_reader(request: Request) -> AbstractContextManager[Reader]:
    """Open the reader that the site was built with."""
    opener: OpenReader = request.app.state.open_reader
    return opener()
