"""Pages: the link to the next one, and lists that are short enough to come whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Protocol
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from fastapi.responses import Response
from pydantic import Field, StringConstraints

from app.api.answers import bytes_answer, page_body
from app.api.deps import Lang
from app.api.parameters import Parameters
from app.core.languages import Language
from app.core.paging import read_cursor, write_cursor


class Listed(Protocol):
    """A record in its public shape."""

    @property
    def id(self) -> str:
        """Its public id."""

    def model_dump_json(self, *, by_alias: bool) -> str:
        """Write it as JSON."""


class PartParameters(Parameters):
    """Which part of a list to answer."""

    limit: int | None = Field(
        default=None, ge=1, le=200, description="Items on the page; all of them without it."
    )
    cursor: Annotated[str, StringConstraints(max_length=600)] | None = Field(
        default=None, description="`nextCursor` of the page before."
    )


@dataclass(frozen=True)
class Listing:
    """What a request asks of a list that is short enough to come whole."""

    request: Request
    asked: PartParameters
    language: Language | None

    def answer(self, records: Sequence[Listed]) -> Response:
        """Answer records in their order, all of them or the page that is asked for.

        Raises:
            Invalid: the cursor is not one of this list.

        """
        name = self.request.scope["route"].path
        place = _place_after(self.asked.cursor, records, name)
        page = records[place:][: self.asked.limit]
        after = place + len(page)
        more = write_cursor(name, page[-1].id, after) if page and records[after:] else None
        items = [one.model_dump_json(by_alias=True).encode() for one in page]
        body = page_body(items, next_cursor=more, total=len(records))
        return bytes_answer(body, language=self.language, headers=next_link(self.request, more))


async def _listing(
    request: Request, asked: Annotated[PartParameters, Query()], lang: Lang
) -> Listing:
    return Listing(request, asked, lang)


ListingDep = Annotated[Listing, Depends(_listing)]


def next_link(request: Request, cursor: str | None) -> dict[str, str]:
    """Give the ``Link`` header that leads to the next page with the same parameters."""
    if cursor is None:
        return {}
    kept = [pair for pair in request.query_params.multi_items() if pair[0] != "cursor"]
    return {"Link": f'<?{urlencode([*kept, ("cursor", cursor)])}>; rel="next"'}


def _place_after(cursor: str | None, records: Sequence[Listed], name: str) -> int:
    if cursor is None:
        return 0
    last, place = read_cursor(cursor, name, str, int)
    known = int(place)
    if 0 < known <= len(records) and records[known - 1].id == last:
        return known
    # Others came or went: after the same record, or where it stood when it is no more.
    places = [found for found, one in enumerate(records, start=1) if one.id == last]
    return min(places, key=lambda found: abs(found - known)) if places else max(known - 1, 0)
