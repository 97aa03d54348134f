"""What lies between the versions of a scheme: correspondences, differences, histories, draft."""

from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from app.api import documented
from app.api.answers import (
    FOR_EVER,
    FRESH,
    JSON,
    bytes_answer,
    model_answer,
    models_answer,
    private_answer,
)
from app.api.bodies import JsonBody
from app.api.deps import Lang, ReadSession, base_url_of, only_known_parameters
from app.api.negotiation import chosen_media_type
from app.api.taxonomies import ConceptId, Scheme
from app.catalogue.queries.concepts import list_tagged
from app.core.schemas import Page
from app.entities.queries import title_finder
from app.interchange.correspondences import tables, xkos
from app.taxonomy.correspondence import ConceptName, CorrespondenceTable
from app.taxonomy.difference_schemas import (
    CorrespondenceOut,
    DifferenceOut,
    DraftOut,
    HistoryEntry,
    ResolutionOut,
    ResolvedItem,
    ResolveIn,
    Target,
)
from app.taxonomy.numbers import is_full
from app.taxonomy.operations.levels import next_number
from app.taxonomy.queries.concept_histories import get_history
from app.taxonomy.queries.correspondence import Resolved, get_correspondence, resolve_codes
from app.taxonomy.queries.differences import get_difference
from app.taxonomy.queries.drafts import get_draft, level_of_draft
from app.taxonomy.queries.telling import tell_difference, tell_draft, tell_history

router = APIRouter(prefix="/v1", tags=["taxonomies"], dependencies=[Depends(only_known_parameters)])
Old = Annotated[
    str, Query(alias="from", max_length=32, description="`1.0.0`, or an alias such as `1`.")
]
New = Annotated[
    str, Query(alias="to", max_length=32, description="`2.0.0`, or an alias: `latest`, `2`.")
]
Form = Literal["json", "csv", "turtle", "rdfxml", "jsonld", "sssom"]
_TYPES: dict[str, Form] = {
    JSON: "json",
    "text/csv": "csv",
    "text/turtle": "turtle",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
    "text/tab-separated-values": "sssom",
}
_FILES = {"csv": "csv", "sssom": "sssom.tsv"}
"""Formats that browsers save, and how the names of the files end."""


@router.get(
    "/taxonomies/{scheme}/correspondence",
    responses=documented.in_formats(CorrespondenceOut, list(_TYPES)[1:]),
    summary="Compare two versions concept by concept",
)
def read_correspondence(
    *,
    request: Request,
    session: ReadSession,
    scheme: Scheme,
    old: Old,
    new: New = "latest",
    lang: Lang,
    form: Annotated[
        Form | None, Query(alias="format", description="A format, whatever `Accept` says.")
    ] = None,
) -> Response:
    """Tell what every concept of a version is in another one, as JSON, CSV, XKOS or SSSOM."""
    accept = request.headers.get("accept")
    name = form or _TYPES[chosen_media_type(accept, tuple(_TYPES))]
    table = get_correspondence(session, scheme, old=old, new=new)
    saved = {}
    if name in _FILES:
        filename = f"{scheme}-{table.old}-{table.new}.{_FILES[name]}"
        saved = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return bytes_answer(
        _written(table, name, base_url=base_url_of(request)),
        language=lang if name == "json" else None,
        headers={**_lasts(old, new), **saved},
        media_type=next(one for one, form in _TYPES.items() if form == name),
    )


@router.get(
    "/taxonomies/{scheme}/diff",
    responses=documented.document(DifferenceOut),
    summary="List the operations between two versions",
)
def read_difference(
    session: ReadSession, scheme: Scheme, old: Old, lang: Lang, new: New = "latest"
) -> Response:
    """List the operations that lead from one version to another, each in words, and their level."""
    difference = get_difference(session, scheme, old=old, new=new)
    told = tell_difference(difference, entity_of=title_finder(session))
    return model_answer(told, language=lang, headers=_lasts(old, new))


@router.post(
    "/taxonomies/{scheme}/resolve",
    responses=documented.answered(ResolutionOut, 404, 413, 415),
    dependencies=[JsonBody],
    summary="Resolve codes of a version in another one",
)
def resolve(session: ReadSession, scheme: Scheme, asked: ResolveIn) -> Response:
    """Tell what up to 5,000 codes have become, in the order in which they are sent."""
    found = resolve_codes(session, scheme, asked.codes, old=asked.old, new=asked.new)
    items = [_item(one) for one in found.items]
    return model_answer(ResolutionOut(scheme=scheme, old=found.old, new=found.new, items=items))


@router.get(
    "/taxonomies/{scheme}/draft",
    responses=documented.answered(DraftOut, 401, 403, 404),
    summary="Read what was enacted since the latest version",
)
def read_draft(session: ReadSession, scheme: Scheme) -> Response:
    """Read the operations of the draft and the number that its release would bear."""
    opened = get_draft(session, scheme)
    level, because = level_of_draft(opened, is_tagged=list_tagged(session).__contains__)
    number = next_number(opened.version, level) if level else None
    entity_of = title_finder(session)
    told = tell_draft(opened, number=number, level=level, because=because, entity_of=entity_of)
    return private_answer(told)


@router.get(
    "/concepts/{concept_id}/history",
    responses=documented.page(Page[HistoryEntry]),
    summary="List the versions in which a concept changed",
)
def read_history(session: ReadSession, concept_id: ConceptId, lang: Lang) -> Response:
    """List the versions in which a concept changed, newest first, with the operations in words."""
    told = tell_history(get_history(session, concept_id), entity_of=title_finder(session))
    return models_answer(told, language=lang)


def _written(table: CorrespondenceTable, name: Form, *, base_url: str) -> bytes:
    if name == "json":
        return tables.to_json(table)
    if name == "csv":
        return tables.to_csv(table).encode()
    if name == "sssom":
        return tables.to_sssom(table, base_url=base_url).encode()
    if name == "jsonld":
        return orjson.dumps(xkos.to_json_ld(table, base_url=base_url))
    write = xkos.to_turtle if name == "turtle" else xkos.to_rdf_xml
    return write(table, base_url=base_url).encode()


def _item(resolved: Resolved) -> ResolvedItem:
    return ResolvedItem(
        code=resolved.code,
        cardinality=resolved.cardinality,
        targets=[_target(one) for one in resolved.targets],
        default=_target(resolved.default) if resolved.default else None,
        problem=None if resolved.cardinality else "unknown-code",
    )


def _target(concept: ConceptName) -> Target:
    return Target(id=concept.id, notation=concept.notation)


def _lasts(*versions: str) -> dict[str, str]:
    """Tell for how long an answer holds: what whole numbers name never changes."""
    return FOR_EVER if all(is_full(one) for one in versions) else FRESH
