"""What writing routes ask for: a JSON body, a condition, who is asking."""

from typing import Annotated, Any

from fastapi import Depends, Header, Query, Request

from app.api.edge.conditions import tags_in
from app.core.errors import DalilError
from app.core.schemas import Line
from app.submissions.neighbourhood import Neighbourhood


class UnsupportedMediaType(DalilError):
    """The body's media type is not taken here."""

    status, code = 415, "unsupported-media-type"
    title = "The body's media type is not taken here"
    title_ar = "نوع المحتوى المرسل غير مقبول هنا"


async def only_json(request: Request) -> None:
    """Take JSON only, as a body of another type would be read as something else.

    Raises:
        UnsupportedMediaType: names the types that are taken.

    """
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent != "application/json" and not (sent.startswith("application/") and "+json" in sent):
        raise UnsupportedMediaType("Send 'Content-Type: application/json'.")


async def _neighbourhood(request: Request) -> Neighbourhood:
    found: Neighbourhood = request.app.state.neighbourhood
    return found


async def _is_new_only(
    if_none_match: Annotated[
        list[str] | None,
        Header(alias="If-None-Match", description="`*`: only if there is none yet."),
    ] = None,
) -> bool:
    return "*" in tags_in(if_none_match or ())


JsonBody = Depends(only_json)
NeighbourhoodDep = Annotated[Neighbourhood, Depends(_neighbourhood)]
NewOnlyDep = Annotated[bool, Depends(_is_new_only)]
"""Whether ``If-None-Match: *`` asks to write only what is not there yet."""
IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", max_length=1000, description="ETag of the version that is changed."),
]
Reason = Annotated[
    Line | None, Query(description="Why, in a line; it is kept in the history for ever.")
]
Patch = dict[str, Any]  # Any: a JSON Merge Patch (RFC 7396)
