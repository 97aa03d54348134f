"""The lexicon: the words that search takes for one another, by version and by group."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response
from pydantic import Field, StringConstraints

from app.api import documented
from app.api.answers import FOR_EVER, FRESH, bytes_answer, model_answer, models_answer
from app.api.deps import Lang, ReadSession, only_known_parameters
from app.core.schemas import Page, Schema
from app.taxonomy.difference_schemas import DifferenceOut, TermGroupTurn
from app.taxonomy.lexicon import queries
from app.taxonomy.lexicon.schemas import LexiconOut, LexiconVersionOut, TermGroupOut
from app.taxonomy.lexicon.state import Domain
from app.taxonomy.numbers import is_full
from app.taxonomy.queries.lexicon_differences import compare_lexicons, get_group_history

router = APIRouter(prefix="/v1", tags=["lexicon"], dependencies=[Depends(only_known_parameters)])
_VERSION = "`1.0.0`, or an alias: `latest`, `1`, `1.0`."
Version = Annotated[str, Path(max_length=32, description=_VERSION)]
GroupId = Annotated[str, Path(max_length=32, description="Opaque id of a group.")]
Old = Annotated[str, Query(alias="from", max_length=32, description=_VERSION)]
New = Annotated[str, Query(alias="to", max_length=32, description=_VERSION)]
AtVersion = Annotated[str, Query(max_length=32, description=_VERSION)]


class GroupParameters(Schema):
    """Which groups of which version are asked for."""

    q: str = Field(default="", max_length=200, description="Words of a title or a term.")
    domain: Domain | None = Field(default=None, description="What the groups are about.")
    version: str = Field(default="latest", max_length=32, description=_VERSION)
    limit: int = Field(default=20, ge=1, le=200, description="Groups on the page.")
    cursor: Annotated[str, StringConstraints(max_length=200)] | None = Field(
        default=None, description="`nextCursor` of the page before."
    )


@router.get("/lexicon", responses=documented.document(LexiconOut), summary="Read the lexicon")
def read_lexicon(session: ReadSession, lang: Lang) -> Response:
    """Read which version search uses, how large its domains are, and what came before it."""
    return model_answer(queries.get_lexicon(session), language=lang)


@router.get(
    "/lexicon/versions",
    responses=documented.page(Page[LexiconVersionOut]),
    summary="List versions of the lexicon",
)
def list_lexicon_versions(session: ReadSession, lang: Lang) -> Response:
    """List the released versions, newest first."""
    return models_answer(queries.list_lexicon_versions(session), language=lang)


@router.get(
    "/lexicon/versions/{version}",
    responses=documented.document(LexiconVersionOut),
    summary="Read a version of the lexicon",
)
def read_lexicon_version(session: ReadSession, version: Version, lang: Lang) -> Response:
    """Read what a version says of itself."""
    return model_answer(queries.get_lexicon_version(session, version), language=lang)


@router.get(
    "/lexicon/versions/{version}/snapshot",
    responses=documented.snapshot(),
    summary="Read the canonical JSON of a version of the lexicon",
)
def read_lexicon_snapshot(session: ReadSession, version: Version) -> Response:
    """Read the bytes whose SHA-256 a version carries; the ETag is that SHA-256."""
    text, sha256 = queries.get_lexicon_snapshot(session, version)
    return bytes_answer(text.encode(), headers={**_lasts(version), "ETag": f'"{sha256}"'})


@router.get(
    "/lexicon/diff",
    responses=documented.document(DifferenceOut),
    summary="List the operations between two versions of the lexicon",
)
def read_lexicon_difference(
    session: ReadSession, old: Old, lang: Lang, new: New = "latest"
) -> Response:
    """List the operations that lead from one version to another, each in words, and their level."""
    found = compare_lexicons(session, old=old, new=new)
    return model_answer(found, language=lang, headers=_lasts(old, new))


@router.get(
    "/lexicon/groups",
    responses=documented.page(Page[TermGroupOut]),
    summary="List groups of terms",
)
def list_term_groups(
    session: ReadSession, asked: Annotated[GroupParameters, Query()], lang: Lang
) -> Response:
    """List the groups whose title or terms hold the words, in order of id."""
    found = queries.list_term_groups(
        session,
        version=asked.version,
        words=asked.q,
        domain=asked.domain,
        limit=asked.limit,
        cursor=asked.cursor,
    )
    return model_answer(found, language=lang)


@router.get(
    "/lexicon/groups/{group_id}",
    responses=documented.document(TermGroupOut),
    summary="Read a group of terms",
)
def read_term_group(
    session: ReadSession, group_id: GroupId, lang: Lang, version: AtVersion = "latest"
) -> Response:
    """Read a group as one version has it."""
    found = queries.get_term_group(session, group_id, version=version)
    return model_answer(found, language=lang)


@router.get(
    "/lexicon/groups/{group_id}/history",
    responses=documented.page(Page[TermGroupTurn]),
    summary="Read the history of a group of terms",
)
def read_term_group_history(session: ReadSession, group_id: GroupId, lang: Lang) -> Response:
    """List every version that has changed a group, the newest first, and by which operations."""
    return models_answer(get_group_history(session, group_id), language=lang)


def _lasts(*versions: str) -> dict[str, str]:
    """Tell for how long an answer holds: what whole numbers name never changes."""
    return FOR_EVER if all(map(is_full, versions)) else FRESH
