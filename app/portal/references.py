"""The pages of rules and problems, which every error answer links to."""

from starlette.requests import Request
from starlette.responses import Response

from app.core.reference import TAXONOMY, Reference
from app.portal.rendering import render


def show_rules(request: Request) -> Response:
    """Answer every rule, family by family."""
    return _list(request, _reference(request), "rules")


def show_rule(request: Request) -> Response:
    """Answer a rule: what it says, why, and an entry that keeps it beside one that does not."""
    return _rule(request, _reference(request), "rules")


def show_taxonomy_rules(request: Request) -> Response:
    """Answer the rules that schemes are judged by, family by family."""
    return _list(request, _reference(request).only(TAXONOMY), "taxonomy-rules")


def show_taxonomy_rule(request: Request) -> Response:
    """Answer a rule of schemes: what holds, why, and a scheme that breaks it."""
    return _rule(request, _reference(request).only(TAXONOMY), "taxonomy-rules")


def _list(request: Request, known: Reference, place: str) -> Response:
    values = {"families": known.families(), "total": len(known.rules), "place": place}
    return render(request, "rules.html", values)


def _rule(request: Request, known: Reference, place: str) -> Response:
    rule = known.get_rule(request.path_params["rule_id"])
    return render(request, "rule.html", {"rule": rule, "place": place})


def show_problems(request: Request) -> Response:
    """Answer every code that problem documents carry."""
    return render(request, "problems.html", {"problems": _reference(request).problems.values()})


def show_problem(request: Request) -> Response:
    """Answer a code: what it means and what to do about it."""
    problem = _reference(request).get_problem(request.path_params["code"])
    return render(request, "problem.html", {"problem": problem})


def _reference(request: Request) -> Reference:
    reference: Reference = request.app.state.reference
    return reference
