"""The page of a service and the page of its history."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from app.interchange.schema_org import breadcrumb_json_ld, for_script_element, to_json_ld
from app.portal.facts import Facts
from app.portal.reader import SERVICES, Difference, Document, Node, Reader, Revision
from app.portal.reading import open_reader
from app.portal.rendering import language_of, public_base, render
from app.portal.trees import find_path
from app.portal.wording import Wording

COMPARED = 20  # newest revisions whose changes are shown; each is a comparison
# Fields that describe the record itself, which change with every revision.
BOOKKEEPING = ("label", "modified", "issued", "revision", "quality", "uuid", "taxonomyVersion")


@dataclass(frozen=True)
class Change:
    """A field that a revision changed, in words."""

    field_key: str
    pointer: str
    before: list[Markup]
    after: list[Markup]


@dataclass(frozen=True)
class Entry:
    """A revision and what it changed; None when that is not shown here."""

    revision: Revision
    changes: list[Change] | None


def show_service(request: Request) -> Response:
    """Answer the page of a service."""
    wording = Wording(language_of(request))
    with open_reader(request) as reader:
        document = reader.get_service(request.path_params["service_id"])
        facts = Facts(document)
        trail = _trail(reader, facts)
        related = reader.list_related(facts.document["id"])
        values = {
            "service": facts.document,
            "facts": facts,
            "hours": [wording.hours(item) for item in facts.hours],
            "trail": trail,
            "related": related,
            "structured": _structured(request, facts.document, trail),
        }
    return render(request, "service.html", values)


def show_history(request: Request) -> Response:
    """Answer the published revisions of a service and what each of them changed."""
    service_id = request.path_params["service_id"]
    wording = Wording(language_of(request))
    with open_reader(request) as reader:
        document = reader.get_service(service_id)
        revisions = reader.list_revisions(service_id)
        compared = revisions[1 : COMPARED + 1]
        earlier = [*compared, *[None] * (len(revisions) - len(compared))]
        entries = [
            Entry(newer, _changes(reader, wording, service_id, newer, older))
            for newer, older in zip(revisions, earlier, strict=True)
        ]
    return render(request, "history.html", {"service": document, "entries": entries})


def _trail(reader: Reader, facts: Facts) -> Sequence[Node]:
    topics = facts.topics
    return find_path(reader.get_tree(SERVICES).nodes, topics[0].id or "") if topics else ()


def _changes(
    reader: Reader, wording: Wording, service_id: str, newer: Revision, older: Revision | None
) -> list[Change] | None:
    if older is None:
        return None
    found = reader.list_differences(service_id, older=older.number, newer=newer.number)
    return [_change(wording, item) for item in found if _field(item) not in BOOKKEEPING]


def _change(wording: Wording, difference: Difference) -> Change:
    key = f"field.{_field(difference)}"
    say = _teller(wording, difference.pointer)
    return Change(
        field_key=key if wording.has(key) else "field.other",
        pointer=difference.pointer,
        before=say(difference.before),
        after=say(difference.after),
    )


def _teller(wording: Wording, pointer: str) -> Callable[[Any], list[Markup]]:  # Any: JSON
    """Choose how the values of a field are said: some figures have a unit."""
    tellers: dict[str, Callable[[Any], Markup]] = {
        "amountFils": wording.money,
        "processingTime": wording.duration,
    }
    tell = tellers.get(pointer.rpartition("/")[2])
    if tell is None:
        return lambda value: say_value(wording, value)
    return lambda value: [] if value is None else [tell(value)]


def _field(difference: Difference) -> str:
    return difference.pointer.strip("/").split("/")[0]


def say_value(wording: Wording, value: Any) -> list[Markup]:  # Any: a JSON value
    """Say a value of a document in words, one line for each thing that it holds."""
    if value is None or value in ([], {}, ""):
        return []
    if isinstance(value, bool):
        return [wording.say("value.yes" if value else "value.no")]
    if isinstance(value, list):
        return [line for item in value for line in say_value(wording, item)]
    if isinstance(value, dict):
        return _say_object(wording, value)
    if isinstance(value, str):
        return [Markup('<bdi dir="auto">{}</bdi>').format(value)]
    return [wording.figure(value)]


def _say_object(wording: Wording, value: dict[str, Any]) -> list[Markup]:  # Any: JSON values
    if set(value) <= {"ar", "en"}:
        return _say_text(wording, value)
    if "amountFils" in value:
        return [wording.money(int(value["amountFils"]))]
    title = value.get("title") or value.get("prefLabel")
    if title:
        return say_value(wording, title)
    return [wording.figure(json.dumps(value, ensure_ascii=False, sort_keys=True))]


def _say_text(wording: Wording, value: dict[str, Any]) -> list[Markup]:  # Any: JSON values
    if any(isinstance(part, list) for part in value.values()):
        return say_value(wording, value.get(wording.language) or [])
    return [wording.words(value)]


def _structured(request: Request, document: Document, trail: Sequence[Node]) -> list[Markup]:
    """Write what search engines read: the service and the way to it."""
    base, home = public_base(request), f"/{language_of(request)}"
    wording = Wording(language_of(request))
    steps = [(wording.plain(n.label), f"{home}/browse/{n.notation}") for n in trail]
    steps.append((wording.plain(document["title"]), f"{home}/services/{document['id']}"))
    parts = (to_json_ld(document, base_url=base), breadcrumb_json_ld(steps, base_url=base))
    return [Markup(for_script_element(part)) for part in parts]  # noqa: S704  nothing can end it
