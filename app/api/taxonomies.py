"""Schemes, their versions and concepts; released versions have addresses that never change."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from app.api import documented
from app.api.answers import FOR_EVER, FRESH, JSON, bytes_answer, model_answer, models_answer
from app.api.deps import Lang, ReadSession, base_url_of, only_known_parameters
from app.api.negotiation import chosen_media_type
from app.catalogue.queries.concepts import count_by_concept
from app.core.schemas import Page
from app.interchange.schemes.files import FORMATS, write_scheme
from app.interchange.schemes.released import load_released
from app.search.concepts import search_concepts
from app.taxonomy import queries
from app.taxonomy.errors import ConceptNotFound
from app.taxonomy.numbers import is_full
from app.taxonomy.schemas import (
    ConceptFound,
    ConceptNode,
    ConceptOut,
    NotationOut,
    SchemeOut,
    VersionOut,
    VersionSummary,
)

router = APIRouter(prefix="/v1", tags=["taxonomies"], dependencies=[Depends(only_known_parameters)])
Scheme = Annotated[str, Path(max_length=64, description="Scheme id, e.g. `services`.")]
Version = Annotated[
    str, Path(max_length=32, description="`1.0.0`, or an alias: `latest`, `1`, `1.0`.")
]
ConceptId = Annotated[str, Path(max_length=32, description="Opaque concept id.")]
Notation = Annotated[str, Path(max_length=64, description="Code of a concept, e.g. `02.1.2`.")]

Form = Literal["json", "turtle", "rdfxml", "jsonld", "csv", "xlsx"]
FILES = tuple(one.media_type for one in FORMATS.values() if one.name != "json")
_NAMES = {one.media_type: one.name for one in FORMATS.values()}
_SAVED = frozenset(("csv", "xlsx"))


@router.get("/taxonomies", responses=documented.page(Page[SchemeOut]), summary="List schemes")
def list_schemes(session: ReadSession, lang: Lang) -> Response:
    """List the schemes: the classification of services and its facets."""
    return models_answer(queries.list_schemes(session), language=lang)


@router.get(
    "/taxonomies/{scheme}", responses=documented.document(SchemeOut), summary="Read a scheme"
)
def read_scheme(session: ReadSession, scheme: Scheme, lang: Lang) -> Response:
    """Read a scheme and the numbers of its versions."""
    return model_answer(queries.get_scheme(session, scheme), language=lang)


@router.get(
    "/taxonomies/{scheme}/versions",
    responses=documented.page(Page[VersionSummary]),
    summary="List versions",
)
def list_versions(session: ReadSession, scheme: Scheme, lang: Lang) -> Response:
    """List the released versions, newest first."""
    return models_answer(queries.list_versions(session, scheme), language=lang)


@router.get(
    "/taxonomies/{scheme}/versions/{version}",
    responses=documented.in_formats(VersionOut, FILES),
    summary="Read a version with its tree",
)
def read_version(
    *,
    request: Request,
    session: ReadSession,
    scheme: Scheme,
    version: Version,
    lang: Lang,
    form: Annotated[
        Form | None, Query(alias="format", description="A format, whatever `Accept` says.")
    ] = None,
) -> Response:
    """Read a version as a tree with the present numbers of services, or as SKOS or a table."""
    name = form or _NAMES[chosen_media_type(request.headers.get("accept"), (JSON, *FILES))]
    if name != "json":
        return _file(session, scheme, version, name, base_url=base_url_of(request))
    counts = count_by_concept(session, scheme)
    return model_answer(queries.get_version(session, scheme, version, counts=counts), language=lang)


@router.get(
    "/taxonomies/{scheme}/versions/{version}/snapshot",
    responses=documented.snapshot(),
    summary="Read the canonical JSON of a version",
)
def read_snapshot(session: ReadSession, scheme: Scheme, version: Version) -> Response:
    """Read the bytes whose SHA-256 a version carries; the ETag is that SHA-256."""
    text, sha256 = queries.get_snapshot(session, scheme, version)
    return bytes_answer(text.encode(), headers={**_lasts(version), "ETag": f'"{sha256}"'})


@router.get(
    "/taxonomies/{scheme}/versions/{version}/concepts",
    responses=documented.page(Page[ConceptFound]),
    summary="Search the concepts of a version by label",
)
def find_concepts(
    session: ReadSession,
    scheme: Scheme,
    version: Version,
    lang: Lang,
    q: Annotated[str, Query(max_length=200, description="Words of a label or a notation.")] = "",
) -> Response:
    """List the concepts whose labels or notation hold the words, in tree order."""
    return models_answer(search_concepts(session, scheme, q, version=version), language=lang)


@router.get(
    "/taxonomies/{scheme}/versions/{version}/concepts/{concept_id}",
    responses=documented.document(ConceptOut),
    summary="Read a concept as one version has it",
)
def read_concept_in_version(
    session: ReadSession, scheme: Scheme, version: Version, concept_id: ConceptId, lang: Lang
) -> Response:
    """Read a concept as one version has it."""
    concept = queries.get_concept(session, scheme, concept_id, version=version)
    return model_answer(concept, language=lang, headers=_lasts(version))


@router.get(
    "/taxonomies/{scheme}/versions/{version}/concepts/{concept_id}/children",
    responses=documented.page(Page[ConceptNode]),
    summary="List the concepts directly below one",
)
def list_children(
    session: ReadSession, scheme: Scheme, version: Version, concept_id: ConceptId, lang: Lang
) -> Response:
    """List the concepts directly below one, in their order, with the numbers of services."""
    counts = count_by_concept(session, scheme)
    children = queries.list_children(session, scheme, concept_id, version=version, counts=counts)
    return models_answer(children, language=lang)


@router.get(
    "/taxonomies/{scheme}/notations/{notation}",
    responses=documented.document(NotationOut),
    summary="Resolve a notation",
)
def read_notation(session: ReadSession, scheme: Scheme, notation: Notation, lang: Lang) -> Response:
    """Tell which concept a code stands for, also when the code was retired."""
    return model_answer(queries.get_notation(session, scheme, notation), language=lang)


@router.get(
    "/concepts/{concept_id}", responses=documented.document(ConceptOut), summary="Read a concept"
)
def read_concept(session: ReadSession, concept_id: ConceptId, lang: Lang) -> Response:
    """Read a concept as the latest version of its scheme has it."""
    scheme = queries.find_scheme_of(session, concept_id)
    if scheme is None:
        raise ConceptNotFound(f"There is no concept '{concept_id}'.")
    return model_answer(queries.get_concept(session, scheme, concept_id), language=lang)


def _file(session: ReadSession, scheme: str, version: str, name: str, *, base_url: str) -> Response:
    document = load_released(session, scheme, version)
    written, known = write_scheme(document, name, base_url=base_url), FORMATS[name]
    saved = {}
    if name in _SAVED:
        filename = f"{scheme}-{document.about.number}{known.suffix}"
        saved = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return bytes_answer(written, headers={**_lasts(version), **saved}, media_type=known.media_type)


def _lasts(version: str) -> dict[str, str]:
    """Tell for how long an answer holds: what is named by its whole number never changes."""
    return FOR_EVER if is_full(version) else FRESH
