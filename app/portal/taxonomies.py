"""The taxonomy's own pages: versions as trees, concepts through time, two versions beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from app.portal.desk import Json, open_desk
from app.portal.refusing import wrong_value
from app.portal.rendering import render

_LONGEST = 64
FIELDS = ("notation", "prefLabel", "definition", "scopeNote", "status", "broader", "replacedBy")


@dataclass(frozen=True)
class Step:
    """A version in which a concept came, or in which something of it changed."""

    version: str
    is_first: bool
    changes: Sequence[tuple[str, Any, Any]]


def show_schemes(request: Request) -> Response:
    """Answer every scheme with its versions."""
    with open_desk(request) as desk:
        return render(request, "schemes.html", {"schemes": desk.list_schemes()})


def show_version(request: Request) -> Response:
    """Answer a version of a scheme as a tree."""
    scheme, asked = request.path_params["scheme"], _asked(request, "version", "latest")
    with open_desk(request) as desk:
        values = {
            "scheme": desk.get_scheme(scheme),
            "version": desk.get_version(scheme, asked),
            "versions": desk.list_versions(scheme),
        }
    return render(request, "version.html", values)


def show_concept_history(request: Request) -> Response:
    """Answer a concept as it is, with what changed of it in each version."""
    scheme, concept = request.path_params["scheme"], request.path_params["concept_id"]
    with open_desk(request) as desk:
        states = desk.list_states(scheme, concept)
        values = {
            "scheme": desk.get_scheme(scheme),
            "concept": states[0],
            "steps": steps_of(states),
        }
    return render(request, "concept_history.html", values)


def show_comparison(request: Request) -> Response:
    """Answer two versions of a scheme side by side; the last two unless others are named."""
    scheme = request.path_params["scheme"]
    with open_desk(request) as desk:
        versions = desk.list_versions(scheme)
        newer = _asked(request, "to", versions[0]["version"])
        older = _asked(request, "from", versions[min(1, len(versions) - 1)]["version"])
        values = {
            "scheme": desk.get_scheme(scheme),
            "versions": versions,
            "comparison": desk.compare(scheme, older, newer),
        }
    return render(request, "comparison.html", values)


def steps_of(states: Sequence[Json]) -> list[Step]:
    """Tell what changed from version to version, newest first; versions without change are not."""
    steps = []
    for place, state in enumerate(states):
        former = states[place + 1] if place + 1 < len(states) else None
        changes = _changes(former, state) if former else ()
        if former is None or changes:
            steps.append(Step(state["version"], former is None, changes))
    return steps


def _changes(before: Json, after: Json) -> Sequence[tuple[str, Any, Any]]:
    return [
        (name, _shown(before, name), _shown(after, name))
        for name in FIELDS
        if _shown(before, name) != _shown(after, name)
    ]


def _shown(state: Json, name: str) -> Any:  # Any: a text, a code or concepts
    value = state[name]
    if isinstance(value, list):
        return [(one["notation"], one["prefLabel"]) for one in value]
    return dict(value) if isinstance(value, Mapping) else value


def _asked(request: Request, name: str, default: str) -> str:
    text = request.query_params.get(name) or default
    if len(text) > _LONGEST or not text.isprintable():
        raise wrong_value(name, "is no version")
    return text
