"""What the pages of the taxonomy and of workshops read: only what is public to everybody."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from pydantic import BaseModel
from sqlalchemy.orm import Session
from starlette.requests import Request

from app.catalogue.queries.choices import count_choices
from app.catalogue.queries.concepts import count_by_concept
from app.core.access import ANONYMOUS
from app.core.db import Database
from app.core.errors import DalilError, NotFound
from app.entities.queries import find_titles, title_finder
from app.portal.beside import pairs_beside
from app.taxonomy.lexicon.queries import get_lexicon, get_term_group, list_term_groups
from app.taxonomy.queries import get_scheme, get_version, list_schemes, list_versions
from app.taxonomy.queries.concept_histories import get_history
from app.taxonomy.queries.drafts import LEXICON
from app.taxonomy.queries.histories import compare_versions, list_concept_states
from app.taxonomy.queries.lexicon_differences import compare_lexicons, get_group_history
from app.taxonomy.queries.rollbacks import list_rollbacks
from app.taxonomy.queries.telling import tell_difference, tell_history
from app.workshops.meetings_outcome import get_outcome, request_paper
from app.workshops.meetings_proposals import get_agenda_conflicts
from app.workshops.meetings_queries import get_workshop, list_workshops
from app.workshops.queries import (
    find_change_requests,
    get_change_request,
    list_change_requests,
)
from app.workshops.queries.conflicts import get_conflicts
from app.workshops.queries.impacts import get_impact
from app.workshops.queries.reading import Wanted
from app.workshops.search_effects import Served, get_search_effect

Json = dict[str, Any]  # Any: a shape as it is answered
PAGE = 20
_ASKING = {
    "split": "source",
    "deprecate": "concept",
    "set_note": "concept",
    "set_assignable": "concept",
}
"""The operations that give entities something to decide, and what of them it is about."""
OpenDesk = Callable[[], AbstractContextManager["Desk"]]


@contextmanager
def open_desk_on(database: Database, served: Served) -> Iterator["Desk"]:
    """Open a desk on one consistent picture of the data."""
    with database.read() as session:
        yield Desk(session, served)


def open_desk(request: Request) -> AbstractContextManager["Desk"]:
    """Open the desk that the site was built with."""
    opener: OpenDesk = request.app.state.open_desk
    return opener()


class Desk:
    """Answers the pages from the queries, as everybody sees them."""

    def __init__(self, session: Session, served: Served) -> None:
        self._session = session
        self._served = served

    def list_schemes(self) -> list[Json]:
        """List every scheme with its versions."""
        return [_json(one) for one in list_schemes(self._session)]

    def get_scheme(self, scheme: str) -> Json:
        """Read one scheme."""
        return _json(get_scheme(self._session, scheme))

    def list_versions(self, scheme: str) -> list[Json]:
        """List what was released of a scheme, newest first."""
        return [_json(one) for one in list_versions(self._session, scheme)]

    def get_version(self, scheme: str, version: str) -> Json:
        """Read a version as a tree with the present numbers of services."""
        counts = count_by_concept(self._session, scheme)
        return _json(get_version(self._session, scheme, version, counts=counts))

    def list_states(self, scheme: str, concept_id: str) -> list[Json]:
        """Read a concept in every version that has it: releases, newest first, then candidates."""
        return [_json(one) for one in list_concept_states(self._session, scheme, concept_id)]

    def list_history(self, scheme: str, concept_id: str) -> list[Json]:
        """Read the releases in which a concept changed, newest first; candidates are none."""
        try:
            turns = get_history(self._session, concept_id)
        except NotFound:  # only a candidate has it so far
            return []
        entries = [_json(one) for one in tell_history(turns, entity_of=title_finder(self._session))]
        return self._explained(scheme, entries)

    def compare(self, scheme: str, older: str, newer: str) -> Json:
        """Compare two versions of a scheme: what the API tells, with the concepts that differ."""
        found = compare_versions(self._session, scheme, older, newer)
        told = _json(tell_difference(found.difference, entity_of=title_finder(self._session)))
        requests = self._requests_of(told["operations"])
        return {
            **told,
            "pairs": pairs_beside(found, told["operations"]),
            "requests": requests,
            "takesBack": self._taken_back(scheme).get(told["to"]),
        }

    def list_workshops(self, cursor: str | None) -> Json:
        """Read a page of the public workshops, the latest first."""
        return _json(list_workshops(self._session, caller=ANONYMOUS, limit=PAGE, cursor=cursor))

    def get_workshop(self, workshop_id: str) -> Json:
        """Read a public workshop with its conflicts; a closed one with its outcome."""
        workshop = _json(get_workshop(self._session, workshop_id, caller=ANONYMOUS))
        conflicts = get_agenda_conflicts(self._session, workshop_id, caller=ANONYMOUS)
        outcome = None
        if workshop["state"] == "closed":
            outcome = _json(get_outcome(self._session, workshop_id, caller=ANONYMOUS))
        return {**workshop, "conflicts": _json(conflicts), "outcome": outcome}

    def list_requests(self, cursor: str | None) -> Json:
        """Read a page of the public change requests, the newest first."""
        found = list_change_requests(
            self._session, Wanted(), caller=ANONYMOUS, limit=PAGE, cursor=cursor
        )
        return _json(found)

    def get_request(self, request_id: str) -> Json:
        """Read a public change request with its tally, its impact and its conflicts."""
        document = _json(get_change_request(self._session, request_id, caller=ANONYMOUS).document)
        paper = request_paper(self._session, request_id, ANONYMOUS)
        return {
            **document,
            "paper": _json(paper) if paper else {},
            "tasks": self._tasks(document),
            "impact": self._impact(request_id),
            "searchEffect": self._search_effect(request_id, document["scheme"]),
            "conflicts": _json(get_conflicts(self._session, request_id, caller=ANONYMOUS)),
        }

    def read_lexicon(self, words: str, domain: str | None, cursor: str | None) -> Json:
        """Read the lexicon's versions and domains, and a page of its groups."""
        page = list_term_groups(
            self._session, words=words, domain=domain, limit=PAGE, cursor=cursor
        )
        return {**_json(get_lexicon(self._session)), "page": _json(page)}

    def list_lexicons(self) -> list[str]:
        """List the versions of the lexicon by their numbers, newest first."""
        return get_lexicon(self._session).versions

    def compare_lexicons(self, older: str, newer: str) -> Json:
        """Compare two versions of the lexicon: the operations between them, as the API tells."""
        told = _json(compare_lexicons(self._session, old=older, new=newer))
        requests = self._requests_of(told["operations"])
        return {
            **told,
            "requests": requests,
            "takesBack": self._taken_back(LEXICON).get(told["to"]),
        }

    def get_group(self, group_id: str) -> Json:
        """Read a group of the lexicon, and the versions that have changed it, newest first."""
        turns = get_group_history(self._session, group_id)
        entries: list[Json] = [
            {"version": one.version, "operations": [_json(told) for told in one.operations]}
            for one in turns
        ]
        group = _json(get_term_group(self._session, group_id))
        return {**group, "steps": self._explained(LEXICON, entries)}

    def _explained(self, scheme: str, entries: Sequence[Json]) -> list[Json]:
        """Add to releases the public change requests behind them, and what they take back."""
        requests = self._requests_of(one for entry in entries for one in entry["operations"])
        taken_back = self._taken_back(scheme)
        return [
            {**one, "requests": requests, "takesBack": taken_back.get(one["version"])}
            for one in entries
        ]

    def _taken_back(self, scheme: str) -> dict[str, str]:
        """Name by each version that took another one back that other one."""
        return {back: one for one, back in list_rollbacks(self._session, scheme).items()}

    def _requests_of(self, operations: Iterable[Json]) -> Json:
        """Read the public change requests that operations came from, by their ids."""
        origins = {one["origin"] for one in operations if one["origin"]}
        found = find_change_requests(self._session, origins, caller=ANONYMOUS)
        return {key: _json(one) for key, one in found.items()}

    def _tasks(self, document: Json) -> Json:
        """Count what a released change request has given entities to decide."""
        subjects = {
            operation[_ASKING[operation["op"]]].get("id", "")
            for operation in document["operations"]
            if operation["op"] in _ASKING and operation.get("meaning") != "same"
        }
        version = document["releasedIn"]
        if not version or not subjects:
            return {"total": 0, "decided": 0}
        total, decided = count_choices(self._session, document["scheme"], version, subjects)
        return {"total": total, "decided": decided}

    def _impact(self, request_id: str) -> Json | None:
        """Read the impact; what no longer applies has none."""
        impact = _if_it_applies(lambda: get_impact(self._session, request_id, caller=ANONYMOUS))
        if impact:
            titles = find_titles(self._session, impact["affected"])
            impact["affected"] = [titles[one].model_dump() for one in impact["affected"]]
        return impact

    def _search_effect(self, request_id: str, scheme: str) -> Json | None:
        """Read what a change of the lexicon would do to search."""
        if scheme != LEXICON:
            return None
        return _if_it_applies(
            lambda: get_search_effect(self._session, request_id, self._served, caller=ANONYMOUS)
        )


def _if_it_applies(compute: Callable[[], BaseModel]) -> Json | None:
    try:
        return _json(compute())
    except DalilError as fault:
        if fault.status != 409:
            raise
        return None


def _json(shape: BaseModel) -> Json:
    return shape.model_dump(by_alias=True)
