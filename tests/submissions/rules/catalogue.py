"""The demonstration catalogue as the rules see it, read from its files."""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from app.catalogue.rules.lookups import ConceptShown, Lookups
from app.catalogue.schemas.content import ServiceContent
from app.submissions.rules import Context, Entry, Published, neighbour_of
from app.submissions.rules.base import Example
from app.submissions.rules.examples import SOUND_ENTITY, SOUND_ID, completed

ROOT = Path(__file__).parents[3]
GROUP = ConceptShown(
    "c_group", "services", "1.0.0", "00", {"en": "Only groups others"}, ("00",), ("c_group",), False
)
TODAY = date(2026, 6, 1)


def lines(name: str) -> list[dict[str, Any]]:
    text = (ROOT / "seeds" / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@cache
def known() -> Lookups:
    concepts = {one.id: one for one in (*_concepts(), GROUP)}
    code_ids = {(one.scheme, one.notation): one.id for one in concepts.values()}
    halves = tuple(code_ids["services", code] for code in ("02.1.1", "02.1.2"))
    return Lookups(
        entities={one["id"]: one["title"] for one in lines("entities")},
        code_ids={**code_ids, ("services", "02.9"): "c_divided"},
        concepts=concepts,
        channels={one["id"]: one for one in lines("channels")},
        evidence_types={one["id"]: one for one in lines("evidence-types")},
        legal_resources={one["id"]: one for one in lines("legal-resources")},
        services={one["id"]: one["content"]["title"] for one in lines("services")},
        heirs={"c_divided": halves[0]},
        options={"c_divided": halves},
    )


def _concepts() -> Iterator[ConceptShown]:
    folder = ROOT / "taxonomy"
    for path in sorted(set(folder.glob("*-1.0.0.json")) - set(folder.glob("lexicon-*"))):
        scheme = json.loads(path.read_text(encoding="utf-8"))
        paths: dict[str, tuple[dict[str, Any], ...]] = {}
        for one in scheme["concepts"]:
            paths[one["id"]] = (*(paths[one["broader"][0]] if one["broader"] else ()), one)
            yield ConceptShown(
                id=one["id"],
                scheme=scheme["scheme"]["id"],
                version="1.0.0",
                notation=one["notation"],
                label=one["prefLabel"],
                path=tuple(above["notation"] for above in paths[one["id"]]),
                path_ids=tuple(above["id"] for above in paths[one["id"]]),
                is_usable=one.get("isAssignable", True),
            )


def as_kept(content: dict[str, Any]) -> dict[str, Any]:
    """The content as the catalogue keeps it: every optional part is there."""
    return ServiceContent.model_validate(content).model_dump(mode="json", by_alias=True)


def entry(content: dict[str, Any], *, name: str = SOUND_ID, entity: str = SOUND_ENTITY) -> Entry:
    return Entry(id=name, entity=entity, source_id=name, content=content)


def judged(example: Example) -> tuple[Entry, Context]:
    """An example's entry and what is known while it is judged."""
    content = completed(example.content)
    before = example.published
    other = example.other
    return entry(content), Context(
        known=known(),
        today=TODAY,
        links=example.links,
        published=None if before is None else Published(completed(before), example.changed_on),
        neighbours=() if other is None else (neighbour_of("other", example.other_entity, other),),
    )


@cache
def demonstration() -> tuple[Entry, ...]:
    return tuple(
        entry(as_kept(one["content"]), name=one["id"], entity=one["entity"])
        for one in lines("services")
    )
