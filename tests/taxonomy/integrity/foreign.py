"""Taxonomies of other governments as schemes, read from their files as they were published."""

import json
import xml.etree.ElementTree as ET
from collections import defaultdict
from dataclasses import replace

import pytest

from app.core.settings import ROOT
from app.taxonomy.state import ConceptState, SchemeState

TAXONOMIES = ROOT.parent / "shared" / "taxonomies"
needs_taxonomies = pytest.mark.skipif(
    not TAXONOMIES.is_dir(), reason="the foreign taxonomies are not here"
)


def open_eligibility(folder: str) -> tuple[SchemeState, list[str]]:
    """Read Open Eligibility (Aunt Bertha, CC BY-SA 3.0): the scheme, and its ids as listed.

    Version 2.0 declares an XML version that does not exist.
    """
    text = (TAXONOMIES / "openeligibility" / folder / "taxonomy").read_text("utf-8")
    found: list[tuple[str, str, str | None]] = []
    _gather(ET.fromstring(text.replace('version="2.0"', 'version="1.0"', 1)), None, found)
    parents: dict[str, list[str]] = defaultdict(list)
    labels: dict[str, str] = {}
    for key, label, parent in found:
        labels.setdefault(key, label)
        parents[key].extend([parent] if parent else [])
    concepts = {key: _concept(key, key, {"en": labels[key]}, parents[key]) for key in labels}
    top = [key for key, _, parent in found if parent is None]
    return _linked("openeligibility", concepts, top), [key for key, _, _ in found]


def _gather(
    element: ET.Element, parent: str | None, found: list[tuple[str, str, str | None]]
) -> None:
    for child in element:
        if child.tag == "descriptions":
            continue
        key = child.get("id")
        if key:
            found.append((key, child.get("title", ""), parent))
        _gather(child, key or parent, found)


def ptv(folder: str) -> SchemeState:
    """Read the service classes of the Finnish catalogue (DVV, MIT); all are taken as active."""
    path = TAXONOMIES / "ptv-finland" / folder / "ServiceClasses.json"
    rows = json.loads(path.read_text("utf-8"))
    concepts = {
        one["id"]: replace(
            _concept(one["id"], one["notation"], one["label"], one["broaderURIs"]),
            replaced_by=(one["replacedBy"],) if one["replacedBy"] else (),
        )
        for one in rows
    }
    return _linked("ptv", concepts, [key for key, one in concepts.items() if not one.broader])


def _concept(key: str, notation: str, label: dict[str, str], broader: list[str]) -> ConceptState:
    return ConceptState(id=key, notation=notation, pref_label=label, broader=tuple(broader))


def _linked(scheme: str, concepts: dict[str, ConceptState], top: list[str]) -> SchemeState:
    below: dict[str, list[str]] = defaultdict(list)
    for key, one in concepts.items():
        for parent in one.broader:
            below[parent].append(key)
    linked = {key: replace(one, narrower=tuple(below[key])) for key, one in concepts.items()}
    return SchemeState(scheme, linked, tuple(top))
