"""Search and suggestions."""

from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import Field
from pydantic.alias_generators import to_camel

from app.api import documented
from app.api.answers import model_answer
from app.api.deps import Lang, ReadSession, only_known_parameters
from app.api.parameters import AsOf, FilterParameters, filters_of, tree_of
from app.core.errors import Finding, Invalid
from app.search import queries
from app.search.documents import FACETS
from app.search.engine import Sort
from app.search.guidance import NO_GUIDANCE
from app.search.schemas import SearchOut, SuggestOut
from app.search.serving import ServedSearch

router = APIRouter(prefix="/v1", tags=["search"], dependencies=[Depends(only_known_parameters)])

_SORTS = {to_camel(sort.value): sort for sort in Sort}


class SearchParameters(FilterParameters):
    """Everything that ``/v1/search`` takes, but the language."""

    q: str = Field(default="", description="What was typed; nothing lists everything.")
    facets: str = Field(default="", max_length=300, description="Facets to count, comma-separated.")
    page: int = Field(default=1, ge=1, le=10_000, description="Page, from 1.")
    page_size: int = Field(default=20, ge=1, le=100, description="Hits on a page.")
    sort: Literal["relevance", "titleAr", "titleEn", "updated", "popularity"] = Field(
        default="relevance", description="Order of the hits."
    )
    query_understanding: bool = Field(
        default=False, description="Whether to tell what was made of the query."
    )
    as_of: AsOf | None = Field(default=None, description="The catalogue as it was at that time.")


@router.get("/search", responses=documented.page(SearchOut), summary="Search services")
def search_services(
    request: Request,
    session: ReadSession,
    asked: Annotated[SearchParameters, Query()],
    lang: Lang,
) -> Response:
    """Search services as people write: Arabic or English, with mistakes or without."""
    served: ServedSearch = request.app.state.search
    found = queries.search(
        session,
        served.engine_as_of(asked.as_of) if asked.as_of else served.engine,
        queries.Search(
            text=asked.q,
            filters=filters_of(session, asked),
            facets=_facets(asked.facets),
            sort=_SORTS[asked.sort],
            page=asked.page,
            page_size=asked.page_size,
            is_explained=asked.query_understanding,
            as_of=asked.as_of,
            tree=tree_of(session, asked.taxonomy_version),
            language=lang,
        ),
        labels=served.labels,
        lexicon=served.lexicon,
        guidance=NO_GUIDANCE if asked.as_of else served.guidance,
        hear=partial(setattr, request.state, "heard"),
    )
    answer = model_answer(found, language=lang)
    if found.degraded:
        del answer.headers["x-dalil-keep"]  # the engine that is set up will be back
    return answer


@router.get("/suggest", responses=documented.page(SuggestOut), summary="Complete what is typed")
def suggest_names(
    request: Request,
    lang: Lang,
    q: Annotated[str, Query(description="What was typed so far.")] = "",
    limit: Annotated[int, Query(ge=1, le=20, description="Suggestions at most.")] = 10,
) -> Response:
    """Suggest names of services, categories and entities that hold the letters typed."""
    served: ServedSearch = request.app.state.search
    return model_answer(queries.suggest(served.suggester, q, limit=limit), language=lang)


def _facets(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(one.strip() for one in text.split(",") if one.strip()))
    unknown = [one for one in names if one not in FACETS]
    if unknown:
        message = {
            "en": f"There are the facets {', '.join(FACETS)}.",
            "ar": f"الأوجه المتاحة هي {', '.join(FACETS)}.",
        }
        finding = Finding(pointer="?facets", rule="QUERY-FACETS", message=message)
        raise Invalid(message["en"], findings=[finding])
    return names
