"""Services as another version of the classification has them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.models import ReclassificationStep, Service, ServiceRevision
from app.taxonomy.queries.passages import Passage, open_passage

SCHEME = "services"
_BATCH = 200
Json = dict[str, Any]  # Any: a document
_Steps = Mapping[str, Sequence[ReclassificationStep]]


class OldTree:
    """Reads where services stood, or would stand, in one version of the classification.

    A service is followed from what its entity said, along its own moves up to that version:
    two services at one place today may have stood at two places before.
    """

    def __init__(self, session: Session, passage: Passage) -> None:
        self._session = session
        self._passage = passage

    @property
    def version(self) -> str:
        """The number of the version."""
        return self._passage.number

    def labels(self) -> Mapping[str, Mapping[str, str]]:
        """Read what the codes of the version mean."""
        return {one.notation: one.pref_label for one in self._passage.state.concepts.values()}

    def count(self, ids: Sequence[str]) -> Counter[str]:
        """Count services by the codes of the version, each also in everything above it."""
        found: Counter[str] = Counter()
        for start in range(0, len(ids), _BATCH):
            batch = ids[start : start + _BATCH]
            said, steps = self._said(batch), self._steps(batch)
            for key, concepts in said.items():
                places = self._places(concepts, steps.get(key, ()))
                found.update({code for one in places for code in self._passage.path(one)})
        return found

    def told(self, bodies: Sequence[bytes]) -> list[bytes]:
        """Write documents anew with their places in the version's tree."""
        documents: list[Json] = [orjson.loads(body) for body in bodies]
        ids = [one["id"] for one in documents]
        said, steps = self._said(ids), self._steps(ids)
        return [
            self._told(one, said.get(one["id"], ()), steps.get(one["id"], ())) for one in documents
        ]

    def _told(
        self, document: Json, said: Sequence[str], steps: Sequence[ReclassificationStep]
    ) -> bytes:
        there = [one for one in document["isClassifiedBy"] if one["scheme"] == SCHEME]
        places = self._places(said or [one["conceptId"] for one in there], steps)
        others = [one for one in document["isClassifiedBy"] if one["scheme"] != SCHEME]
        shown = [self._shown(place) for place in places]
        return orjson.dumps(
            {
                **document,
                "isClassifiedBy": [*shown, *others],
                "taxonomyVersion": self._passage.number,
            }
        )

    def _places(self, concepts: Sequence[str], steps: Sequence[ReclassificationStep]) -> list[str]:
        found = (self._passage.place(_moved(one, steps)) for one in concepts)
        return list(dict.fromkeys(one for one in found if one is not None))

    def _shown(self, place: str) -> Json:
        state = self._passage.state.concepts[place]
        return {
            "scheme": SCHEME,
            "notation": state.notation,
            "conceptId": place,
            "taxonomyVersion": self._passage.number,
            "prefLabel": dict(state.pref_label),
            "path": list(self._passage.path(place)),
        }

    def _said(self, ids: Sequence[str]) -> Mapping[str, list[str]]:
        """Read what the published revisions say."""
        rows = self._session.execute(
            select(Service.id, ServiceRevision.content)
            .join(
                ServiceRevision,
                (ServiceRevision.service_id == Service.id)
                & (ServiceRevision.number == Service.published_revision),
            )
            .where(Service.id.in_(ids))
        )
        return {
            row.id: [
                one["conceptId"]
                for one in row.content["isClassifiedBy"]
                if one["scheme"] == SCHEME and one.get("conceptId")
            ]
            for row in rows
        }

    def _steps(self, ids: Sequence[str]) -> _Steps:
        """Read the moves of services up to the version, in their order."""
        rows = self._session.scalars(
            select(ReclassificationStep)
            .where(
                ReclassificationStep.service_id.in_(ids),
                ReclassificationStep.version_id <= self._passage.version_id,
            )
            .order_by(ReclassificationStep.id)
        )
        found: defaultdict[str, list[ReclassificationStep]] = defaultdict(list)
        for row in rows:
            found[row.service_id].append(row)
        return found


def open_old_tree(session: Session, version: str) -> OldTree | None:
    """Open the tree of a version; none if it is the one that documents show anyway.

    Raises:
        VersionNotFound: the classification has no such version.

    """
    passage = open_passage(session, SCHEME, version)
    return None if passage.is_latest else OldTree(session, passage)


def told_in_batches(tree: OldTree, bodies: Iterator[bytes]) -> Iterator[bytes]:
    """Write a stream of documents anew."""
    batch: list[bytes] = []
    for body in bodies:
        batch.append(body)
        if len(batch) == _BATCH:
            yield from tree.told(batch)
            batch = []
    yield from tree.told(batch)


def _moved(concept: str, steps: Sequence[ReclassificationStep]) -> str:
    """Follow a concept along the moves of one service."""
    place, seen = concept, {concept}
    for step in steps:
        if step.concept_id in seen:
            place = step.after_id or step.concept_id
            seen.add(place)
    return place
