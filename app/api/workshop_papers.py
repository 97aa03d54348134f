"""What a workshop prints: its conflicts, its outcome document and its circulation guide."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal, Protocol, TypeVar

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from app.api import documented
from app.api.access import CallerDep
from app.api.answers import JSON, private_answer
from app.api.deps import OpenDatabase, ReadSession, only_known_parameters
from app.api.negotiation import chosen_media_type
from app.api.workshops import WorkshopId
from app.core.access import Caller
from app.core.canonical import sha256_of
from app.core.db import Database
from app.core.languages import Language, preferred_language
from app.workshops.meetings_guide import get_guide
from app.workshops.meetings_outcome import get_outcome
from app.workshops.meetings_papers import AgendaConflicts, GuideOut, OutcomeOut
from app.workshops.meetings_proposals import get_agenda_conflicts

router = APIRouter(
    prefix="/v1/workshops", tags=["workshops"], dependencies=[Depends(only_known_parameters)]
)
Format = Literal["json", "html", "pdf"]
_TYPES: dict[Format, str] = {"json": JSON, "html": "text/html", "pdf": "application/pdf"}
Paper = TypeVar("Paper", OutcomeOut, GuideOut)


class Press(Protocol):
    """Writes documents; ``name`` is ``outcome`` or ``guide``."""

    @property
    def prints_pdf(self) -> bool:
        """Whether this installation can print PDF."""
        ...

    @property
    def policy(self) -> str:
        """The Content-Security-Policy that the HTML is served with."""
        ...

    def html(self, name: str, paper: BaseModel, language: Language) -> bytes:
        """Write a document as HTML."""
        ...

    def pdf(self, name: str, paper: BaseModel, language: Language, *, mark: str) -> bytes:
        """Print a document; ``mark`` names its content."""
        ...


@dataclass(frozen=True)
class Asked:
    """In which form and language a document is asked for, and who writes it."""

    press: Press
    format: Format
    language: Language


async def _asked(
    request: Request,
    format: Annotated[  # noqa: A002  # the parameter's public name
        Format | None, Query(description="Goes before `Accept`.")
    ] = None,
    lang: Annotated[
        Language | None, Query(description="Language of HTML and PDF; else by the header.")
    ] = None,
) -> Asked:
    press: Press = request.app.state.press
    preferred = _preferred(request.headers.get("accept"), prints_pdf=press.prints_pdf)
    language = lang or preferred_language(request.headers.get("accept-language")) or "ar"
    return Asked(press, format or preferred, language)


AskedDep = Annotated[Asked, Depends(_asked)]


@router.get(
    "/{workshop_id}/conflicts",
    responses=documented.document(AgendaConflicts),
    summary="Compare the change requests of an agenda",
)
def read_agenda_conflicts(
    session: ReadSession, caller: CallerDep, workshop_id: WorkshopId
) -> Response:
    """Tell which change requests do not go together, and an order in which all can be enacted."""
    return private_answer(get_agenda_conflicts(session, workshop_id, caller=caller))


@router.get(
    "/{workshop_id}/outcome",
    responses=documented.printed(OutcomeOut),
    summary="Read the outcome document",
)
def read_outcome(
    database: OpenDatabase, caller: CallerDep, workshop_id: WorkshopId, asked: AskedDep
) -> Response:
    """Read what a workshop has come to, as JSON, as a page or as PDF/UA, by `Accept`."""
    paper = _gathered(database, get_outcome, workshop_id, caller)
    return _answer("outcome", paper, asked)


@router.get(
    "/{workshop_id}/guide",
    responses=documented.printed(GuideOut),
    summary="Read the circulation guide",
)
def read_guide(
    database: OpenDatabase, caller: CallerDep, workshop_id: WorkshopId, asked: AskedDep
) -> Response:
    """Read the whole classification as the agenda would make it, as JSON, page or PDF/UA."""
    paper = _gathered(database, get_guide, workshop_id, caller)
    return _answer("guide", paper, asked)


def _gathered(
    database: Database, gather: Callable[..., Paper], workshop_id: str, caller: Caller
) -> Paper:
    """Gather a document and let go of the database before it is printed, which takes long."""
    with database.read() as session:
        return gather(session, workshop_id, caller=caller)


def _answer(name: str, paper: OutcomeOut | GuideOut, asked: Asked) -> Response:
    if asked.format == "json":
        return private_answer(paper, headers={"Vary": "Accept"})
    said = {
        "Cache-Control": "private, no-store",
        "Content-Language": asked.language,
        "Vary": "Accept, Accept-Language",
    }
    if asked.format == "html":
        body = asked.press.html(name, paper, asked.language)
        said["Content-Security-Policy"] = asked.press.policy
        return Response(body, headers=said, media_type="text/html; charset=utf-8")
    body = asked.press.pdf(name, paper, asked.language, mark=_mark_of(paper))
    file = f"dalil-{name}-{paper.workshop}-{asked.language}.pdf"
    said["Content-Disposition"] = f'inline; filename="{file}"'
    return Response(body, headers=said, media_type="application/pdf")


def _mark_of(paper: OutcomeOut | GuideOut) -> str:
    """Name everything that is printed, also what its fingerprint leaves out."""
    return sha256_of(paper.model_dump(mode="json", by_alias=True))


def _preferred(accept: str | None, *, prints_pdf: bool) -> Format:
    """Choose by ``Accept``; where PDF cannot be printed it is not offered."""
    offered = {kind: name for name, kind in _TYPES.items() if name != "pdf" or prints_pdf}
    return offered[chosen_media_type(accept, list(offered))]
