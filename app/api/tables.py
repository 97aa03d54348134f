"""A service as one row of a table, for CSV."""

from collections.abc import Mapping
from typing import Any

COLUMNS = [
    "id", "entity", "entityTitleAr", "entityTitleEn", "sourceId", "titleAr", "titleEn",
    "descriptionAr", "descriptionEn", "category", "audience", "isGroupedBy", "channel",
    "evidenceType", "isFree", "leastCostFils", "processingTime", "output", "digitalStage",
    "revision", "taxonomyVersion", "issued", "modified", "isDemonstration",
]  # fmt: skip


def row_of(document: Mapping[str, Any]) -> dict[str, str]:  # Any: ServiceOut as JSON
    """Flatten a document; several values of a cell are joined by ``|``."""
    entity = document["hasCompetentAuthority"]
    costs = [one["amountFils"] for one in document["hasCost"]]
    return {
        **{key: _cell(document.get(key)) for key in COLUMNS},
        "entity": entity["id"],
        **_languages("entityTitle", entity["title"]),
        **_languages("title", document["title"]),
        **_languages("description", document["description"]),
        "category": _cell([one["notation"] for one in document["isClassifiedBy"]]),
        "channel": _cell([one["type"] for one in document["hasChannel"]]),
        "evidenceType": _cell([one["evidenceType"] for one in document["hasInputType"]]),
        "leastCostFils": _cell(min(costs, default=None)),
        "output": _cell([one["type"] for one in document["produces"]]),
        "isDemonstration": _cell((document["provenance"] or {}).get("isDemonstration", False)),
    }


def _languages(name: str, text: Mapping[str, str]) -> dict[str, str]:
    return {f"{name}Ar": text.get("ar", ""), f"{name}En": text.get("en", "")}


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "|".join(str(one) for one in value)
    return str(value)
