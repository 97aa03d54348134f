"""Search and suggestions."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic.alias_generators import to_camel
from sqlalchemy.orm import Session

from app.api import documented
from app.api.access import require
from app.api.answers import model_answer
from app.api.bodies import JsonBody
from app.api.deps import Lang, ReadSession, only_known_parameters
from app.api.parameters import Query as Typed
from app.api.parameters import filters_of, tree_of
from app.api.search_parameters import Facets, SearchAsked, SearchIn, SearchParameters, in_body
from app.core.errors import Invalid
from app.core.languages import Language, preferred_language
from app.search import queries
from app.search.engine import Sort
from app.search.guidance import NO_GUIDANCE
from app.search.schemas import SearchOut, SuggestOut
from app.search.serving import ServedSearch

router = APIRouter(prefix="/v1", tags=["search"], dependencies=[Depends(only_known_parameters)])

_SORTS = {to_camel(sort.value): sort for sort in Sort}


@router.get(
    "/search",
    responses={**documented.page(SearchOut), **documented.problems(403, 404)},
    summary="Search services",
)
def search_services(
    request: Request,
    session: ReadSession,
    asked: Annotated[SearchParameters, Query()],
    lang: Lang,
) -> Response:
    """Search services as people write: Arabic or English, with mistakes or without."""
    return _answer(request, session, asked, asked.chosen_facets(), lang)


@router.post(
    "/search",
    responses=documented.answered(SearchOut, 403, 413, 415),
    dependencies=[JsonBody],
    summary="Search services with a body",
)
def search_by_body(request: Request, session: ReadSession, asked: SearchIn) -> Response:
    """Search as with an address, for what is too long for one or should stand in no log."""
    lang = asked.lang or preferred_language(request.headers.get("accept-language"))
    try:
        return _answer(request, session, asked, asked.chosen_facets(), lang)
    except Invalid as fault:
        raise in_body(fault) from None


@router.get("/suggest", responses=documented.page(SuggestOut), summary="Complete what is typed")
def suggest_names(
    request: Request,
    lang: Lang,
    q: Annotated[Typed, Query(description="What was typed so far.")] = "",
    limit: Annotated[int, Query(ge=1, le=20, description="Suggestions at most.")] = 10,
) -> Response:
    """Suggest names of services, categories and entities that hold the letters typed."""
    served: ServedSearch = request.app.state.search
    found = queries.suggest(served.suggester, served.engine, q, lexicon=served.lexicon, limit=limit)
    return model_answer(found, language=lang)


def _answer(
    request: Request,
    session: Session,
    asked: SearchAsked,
    facets: Facets,
    lang: Language | None,
) -> Response:
    if asked.explain:
        require(request, "search:explain")  # beyond the row: what is public asks for nothing
    served: ServedSearch = request.app.state.search
    found = queries.search(
        session,
        served.engine_as_of(asked.as_of) if asked.as_of else served.engine,
        queries.Search(
            text=asked.q,
            filters=filters_of(session, asked),
            facets=facets,
            sort=_SORTS[asked.sort],
            page=asked.page,
            page_size=asked.page_size,
            is_explained=asked.query_understanding,
            has_explanation=asked.explain,
            is_as_typed=asked.as_typed,
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
