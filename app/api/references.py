"""The rules and problems that answers name, for programs; browsers are led to their pages."""

import json
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from app.api import documented, parameter_rules
from app.api.answers import model_answer, models_answer
from app.api.deps import Lang, only_known_parameters
from app.api.negotiation import chosen_media_type
from app.api.problem_reference import problem_entries
from app.core.access import reference as key_rules
from app.core.languages import preferred_language
from app.core.reference import TAXONOMY, ProblemEntry, Reference, RuleEntry, Sample, Texts
from app.core.schemas import LocalText, Page, Schema
from app.entities import reference as entity_rules
from app.interchange.schemes import reference as scheme_file_rules
from app.reorganisation import reference as reorganisation_rules
from app.search.bets import reference as pin_rules
from app.submissions.imports import reference as import_rules
from app.submissions.reference import rule_entries
from app.taxonomy import operation_reference as operation_rules
from app.taxonomy import reference as taxonomy_rules
from app.taxonomy.lexicon import reference as lexicon_rules
from app.webhooks import reference as webhook_rules
from app.workshops import meetings_reference as workshop_rules
from app.workshops import reference as consensus_rules

router = APIRouter(tags=["system"], dependencies=[Depends(only_known_parameters)])
_OFFERED = ("application/json", "text/html")
_VARIES = {"Vary": "Accept-Language, Accept"}
RuleId = Annotated[str, Path(max_length=64, description="Id of a rule, e.g. `COST-03`.")]
Code = Annotated[str, Path(max_length=64, description="Code of a problem, e.g. `not-found`.")]


class RuleOut(Schema):
    """A rule; a name in ‹angles› stands for what a finding fills in.

    ``good`` keeps the rule and ``bad`` breaks it: each holds ``content``, a fragment of an
    entry, and where the rule looks further, what is ``published``, an ``other`` service, or
    what checking found of ``links``.
    """

    id: str
    severity: str
    family: LocalText
    message: LocalText
    hint: LocalText
    why: LocalText
    good: dict[str, Any] = Field(default_factory=dict)  # Any: JSON
    bad: dict[str, Any] = Field(default_factory=dict)  # Any: JSON


class TaxonomyRuleOut(RuleOut):
    """A rule of schemes; ``title`` says what holds in a sound scheme.

    ``good`` and ``bad`` each hold ``scheme``: what is put into a sound scheme.
    """

    title: LocalText


class ProblemOut(Schema):
    """A code of problem documents, what it means and what to do about it."""

    code: str
    status: int = Field(ge=100, le=599)
    title: LocalText
    remedy: LocalText


def build_reference() -> Reference:
    """Gather every rule and every code that this interface can name."""
    apart = (
        parameter_rules,
        taxonomy_rules,
        operation_rules,
        lexicon_rules,
        entity_rules,
        reorganisation_rules,
        key_rules,
        webhook_rules,
        pin_rules,
        workshop_rules,
        consensus_rules,
        import_rules,
        scheme_file_rules,
    )
    others = [rule for rules in apart for rule in rules.RULES]
    return Reference.of((*rule_entries(), *others), problem_entries())


@router.get("/rules", responses=documented.described(Page[RuleOut]), summary="List rules")
def list_rules(request: Request, lang: Lang) -> Response:
    """List the rules that findings name; a browser is led to their page."""
    if _is_browser(request):
        return _page(request, "rules")
    known: Reference = request.app.state.reference
    return models_answer([_rule(one) for one in known.rules.values()], language=lang)


@router.get("/rules/{rule_id}", responses=documented.described(RuleOut), summary="Read a rule")
def read_rule(request: Request, rule_id: RuleId, lang: Lang) -> Response:
    """Read the rule that a finding names; a browser is led to its page."""
    if _is_browser(request):
        return _page(request, "rules", rule_id)
    known: Reference = request.app.state.reference
    return model_answer(_rule(known.get_rule(rule_id)), language=lang)


@router.get(
    "/taxonomy-rules",
    responses=documented.described(Page[TaxonomyRuleOut]),
    summary="List rules of schemes",
)
def list_taxonomy_rules(request: Request, lang: Lang) -> Response:
    """List the rules that schemes are judged by; a browser is led to their page."""
    if _is_browser(request):
        return _page(request, "taxonomy-rules")
    rules = _taxonomy(request).rules.values()
    return models_answer([_taxonomy_rule(one) for one in rules], language=lang)


@router.get(
    "/taxonomy-rules/{rule_id}",
    responses=documented.described(TaxonomyRuleOut),
    summary="Read a rule of schemes",
)
def read_taxonomy_rule(request: Request, rule_id: RuleId, lang: Lang) -> Response:
    """Read a rule that schemes are judged by; a browser is led to its page."""
    if _is_browser(request):
        return _page(request, "taxonomy-rules", rule_id)
    return model_answer(_taxonomy_rule(_taxonomy(request).get_rule(rule_id)), language=lang)


@router.get(
    "/problems", responses=documented.described(Page[ProblemOut]), summary="List codes of problems"
)
def list_problems(request: Request, lang: Lang) -> Response:
    """List the codes of problem documents; a browser is led to their page."""
    if _is_browser(request):
        return _page(request, "problems")
    known: Reference = request.app.state.reference
    return models_answer([_problem(one) for one in known.problems.values()], language=lang)


@router.get("/problems/{code}", responses=documented.described(ProblemOut), summary="Read a code")
def read_problem(request: Request, code: Code, lang: Lang) -> Response:
    """Read the code that a problem document carries; a browser is led to its page."""
    if _is_browser(request):
        return _page(request, "problems", code)
    known: Reference = request.app.state.reference
    return model_answer(_problem(known.get_problem(code)), language=lang)


def _is_browser(request: Request) -> bool:
    return chosen_media_type(request.headers.get("accept"), _OFFERED) == "text/html"


def _page(request: Request, *parts: str) -> Response:
    """Lead to the page in the language that the browser prefers."""
    language = preferred_language(request.headers.get("accept-language")) or "ar"
    address = "/".join(("", language, *(quote(part, safe="") for part in parts)))
    return RedirectResponse(address, status_code=303, headers=_VARIES)


def _rule(entry: RuleEntry) -> RuleOut:
    return RuleOut(
        id=entry.id,
        severity=entry.severity,
        family=_text(entry.family),
        message=_text(entry.message),
        hint=_text(entry.hint),
        why=_text(entry.why),
        good=_samples(entry.good),
        bad=_samples(entry.bad),
    )


def _taxonomy(request: Request) -> Reference:
    known: Reference = request.app.state.reference
    return known.only(TAXONOMY)


def _taxonomy_rule(entry: RuleEntry) -> TaxonomyRuleOut:
    return TaxonomyRuleOut(title=_text(entry.title or entry.message), **dict(_rule(entry)))


def _problem(entry: ProblemEntry) -> ProblemOut:
    return ProblemOut(
        code=entry.code,
        status=entry.status,
        title=_text(entry.title),
        remedy=_text(entry.remedy),
    )


def _text(texts: Texts) -> LocalText:
    return LocalText.model_validate(dict(texts))


def _samples(samples: tuple[Sample, ...]) -> dict[str, Any]:  # Any: JSON
    return {one.kind: json.loads(one.json) for one in samples}
