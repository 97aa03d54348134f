"""The taxonomy's own pages: versions as trees, concepts through time, two versions beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
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
    """A release in which a concept came, or in which something of it changed.

    ``entry`` is what the API tells of it; ``changes`` are fields before and after.
    """

    entry: Json
    changes: Sequence[tuple[str, Any, Any]]


def show_schemes(request: Request) -> Response:
    """Answer every scheme with its versions."""
    with open_desk(request) as desk:
        return render(request, "schemes.html", {"schemes": desk.list_schemes()})


def show_version(request: Request) -> Response:
    """Answer a version of a scheme as a tree."""
    scheme, asked = request.path_params["scheme"], asked_version(request, "version", "latest")
    with open_desk(request) as desk:
        version = desk.get_version(scheme, asked)
        values = {
            "scheme": desk.get_scheme(scheme),
            "version": version,
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
            "steps": steps_of(desk.list_history(scheme, concept), states),
        }
    return render(request, "concept_history.html", values)


def show_comparison(request: Request) -> Response:
    """Answer two versions side by side: the last release and the one before, if none are named."""
    name = request.path_params["scheme"]
    with open_desk(request) as desk:
        scheme = desk.get_scheme(name)
        newer = asked_version(request, "to", scheme["latest"])
        older = asked_version(request, "from", release_before(newer, scheme["versions"]))
        values = {
            "scheme": scheme,
            "versions": desk.list_versions(name),
            "comparison": desk.compare(name, older, newer),
        }
    return render(request, "comparison.html", values)


def steps_of(entries: Sequence[Json], states: Sequence[Json]) -> list[Step]:
    """Put beside what is told of each release how the concept read before it and after."""
    by_version = {one["version"]: one for one in states}
    told = [by_version[one["version"]] for one in entries]
    changes = [_changes(was, now) for now, was in pairwise(told)]
    return [Step(*one) for one in zip(entries, [*changes, ()], strict=False)]


def release_before(version: str, releases: Sequence[str]) -> str:
    """Name the release before a version; candidates and what is not there have the last one's."""
    place = releases.index(version) + 1 if version in releases else 1
    return releases[min(place, len(releases) - 1)]


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


def asked_version(request: Request, name: str, default: str) -> str:
    """Read the number of a version that a parameter names."""
    text = request.query_params.get(name) or default
    if len(text) > _LONGEST or not text.isprintable():
        raise wrong_value(name, "is no version")
    return text
