"""Versions of real taxonomies, as they were published."""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

import yaml

from app.taxonomy.state import ConceptState, SchemeState
from tests.taxonomy.integrity.foreign import TAXONOMIES

RELEASES = (
    "1.0.0", "1.1.0", "1.2.0", "1.2.1", "2.0.0", "2.0.1", "3.0.0", "3.1.0", "3.1.1",
    "3.1.2", "4.0.0", "4.0.1", "5.0.0", "5.0.1", "5.1.0", "6.0.0", "6.0.1",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One concept of a published file."""

    key: str
    code: str
    labels: dict[str, str]
    parent: str | None = None


def scheme_of(name: str, rows: Iterable[Row]) -> SchemeState:
    """Build a scheme of rows, siblings in the rows' order."""
    concepts = {
        row.key: ConceptState(
            row.key, row.code, row.labels, broader=(row.parent,) if row.parent else ()
        )
        for row in rows
    }
    below: dict[str, list[str]] = {key: [] for key in concepts}
    for key, one in concepts.items():
        for parent in one.broader:
            below[parent].append(key)
    linked = {key: replace(one, narrower=tuple(below[key])) for key, one in concepts.items()}
    return SchemeState(name, linked, tuple(key for key, one in linked.items() if not one.broader))


def open_eligibility_il(release: str) -> SchemeState:
    """Read Open Eligibility Israel (hasadna, CC BY-SA 3.0); concepts by their primary keys.

    The first release has none: its concepts are known by their paths.
    """
    file = TAXONOMIES / "openeligibility-il" / "versions" / release / "taxonomy.tx.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    nodes = yaml.load(file.read_text("utf-8"), Loader=loader)
    rows: list[Row] = []
    _gather(nodes, None, rows)
    return scheme_of("openeligibility-il", rows)


def _gather(nodes: list[dict[str, object]], parent: str | None, rows: list[Row]) -> None:
    for node in nodes:
        name = node["name"]
        slug = str(node["slug"])
        key = str(node.get("pk") or slug)
        labels = {"en": name} if isinstance(name, str) else _labels(name)
        rows.append(Row(key, slug, labels, parent))
        items = node.get("items")
        _gather(items if isinstance(items, list) else [], key, rows)


def _labels(name: object) -> dict[str, str]:
    assert isinstance(name, dict)
    translated = name.get("tx") or {}
    labels = {"en": name["source"], **translated}
    return {code: text.strip() for code, text in labels.items() if text and text.strip()}


@dataclass(frozen=True)
class PtvClass:
    """A Finnish service class: its address, the one it had before, and what replaces it."""

    address: str
    old_address: str
    replaced_by: str


def ptv(release: str) -> tuple[SchemeState, dict[str, PtvClass]]:
    """Read the service classes of PTV (DVV, MIT) of one release, by their addresses."""
    file = TAXONOMIES / "ptv-finland" / release / "ServiceClasses.json"
    found = [
        {key.lower(): value for key, value in one.items()}
        for one in json.loads(file.read_text("utf-8-sig"))
    ]
    for one in found:  # One class has no address, and stands above everything.
        one["id"] = one["id"] or f"no-address:{one['notation']}"
    known = {one["id"] for one in found}
    rows, addresses = [], {}
    for one in found:
        parents = [uri for uri in one["broaderuris"] or () if uri in known]
        labels = {code.lower(): text.strip() for code, text in one["label"].items() if text}
        rows.append(
            Row(one["id"], one["notation"] or one["id"], labels, parents[0] if parents else None)
        )
        addresses[one["id"]] = PtvClass(
            one["id"], one.get("olduri") or "", one.get("replacedby") or ""
        )
    return scheme_of("ptv", rows), addresses


def lgsl(file: str) -> SchemeState:
    """Read the Local Government Services List as GOV.UK uses it (MIT): a flat list."""
    path = TAXONOMIES / "lgsl-govuk" / file
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [
            Row(f"row-{one['LGSL']}", one["LGSL"], {"en": one["Description"].strip()})
            for one in csv.DictReader(lines)
        ]
    return scheme_of("lgsl", rows)
