"""Pages of lists that are short enough to come whole, also where records come and go."""

from dataclasses import dataclass

import orjson
import pytest
from starlette.requests import Request

from app.api.pages import Listing, PartParameters


@dataclass(frozen=True)
class Kept:
    id: str

    def model_dump_json(self, *, by_alias: bool) -> str:
        return orjson.dumps({"id": self.id, "by_alias": by_alias}).decode()


def page(ids: str, cursor: str | None = None) -> tuple[str, str | None]:
    class Route:
        path = "/v1/kept"

    request = Request({"type": "http", "query_string": b"", "headers": [], "route": Route()})
    asked = PartParameters.model_validate({"limit": 2, "cursor": cursor})
    answer = orjson.loads(Listing(request, asked, None).answer([Kept(one) for one in ids]).body)
    return "".join(one["id"] for one in answer["items"]), answer["nextCursor"]


@pytest.mark.parametrize("ids", ["", "a", "ab", "abc", "abcde", "abab", "aaaaa"])
def test_pages_come_to_an_end_and_hold_everything(ids: str) -> None:
    found, cursor = page(ids)
    while cursor:
        more, cursor = page(ids, cursor)
        assert more
        found += more

    assert found == ids


@pytest.mark.parametrize(
    ("later", "rest"),
    [("bcde", "cd"), ("xabcde", "cd"), ("acde", "cd"), ("ab", ""), ("", "")],
)
def test_what_comes_and_goes_moves_no_page(later: str, rest: str) -> None:
    found, cursor = page("abcde")

    assert (found, page(later, cursor)[0]) == ("ab", rest)
