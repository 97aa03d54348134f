"""A correspondence as a table: CSV for spreadsheets, SSSOM for tools of mappings, JSON."""

import csv
import io
from collections.abc import Iterator, Mapping

import orjson

from app.core.csv_text import csv_lines
from app.core.languages import LANGUAGES
from app.interchange.iris import Addresses
from app.taxonomy.correspondence import ConceptName, Correspondence, CorrespondenceTable

_CONCEPT = ("Id", "Notation", *(f"Label.{language}" for language in LANGUAGES))
CSV_COLUMNS = (
    *(f"source{name}" for name in _CONCEPT),
    "cardinality",
    "kind",
    *(f"target{name}" for name in _CONCEPT),
    "isDefault",
)
SSSOM_COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "mapping_cardinality",
    "comment",
)
_PREDICATES: Mapping[str, str] = {
    "1:1": "skos:exactMatch",
    "1:n": "skos:narrowMatch",
    "n:1": "skos:broadMatch",
    "n:n": "skos:closeMatch",
    "1:0": "skos:exactMatch",
}
"""How the concept of the earlier version relates to each of the later one's."""
_NO_TERM = "sssom:NoTermFound"
"""SSSOM 1.0: nothing of the other side corresponds."""


def to_csv(table: CorrespondenceTable) -> str:
    """Write one row for each pair; a concept that has no successor has a row of its own."""
    return "".join(csv_lines(_csv_rows(table), CSV_COLUMNS))


def to_json(table: CorrespondenceTable) -> bytes:
    """Write one item for each concept of the earlier version, and how many pairs are 1:1 etc."""
    said = {"scheme": table.scheme, "from": table.old, "to": table.new}
    counted = {"issued": table.issued.isoformat(), "pairs": table.pairs}
    return orjson.dumps({**said, **counted, "items": [_item(one) for one in table.rows]})


def to_sssom(table: CorrespondenceTable, *, base_url: str) -> str:
    """Write SSSOM/TSV 1.0 with its metadata as comments at the beginning."""
    written = io.StringIO()
    written.writelines(f"# {line}\n" for line in _metadata(table, Addresses.under(base_url)))
    writer = csv.writer(written, delimiter="\t", lineterminator="\n")
    writer.writerow(SSSOM_COLUMNS)
    for one in table.rows:
        for target in one.targets or (None,):
            writer.writerow(_sssom_row(one, target))
    return written.getvalue()


def _csv_rows(table: CorrespondenceTable) -> Iterator[Mapping[str, str]]:
    for one in table.rows:
        said = {"cardinality": one.cardinality, "kind": one.kind, **_cells("source", one.source)}
        for target in one.targets:
            is_default = "true" if target == one.default else "false"
            yield {**said, **_cells("target", target), "isDefault": is_default}
        if not one.targets:
            yield said


def _item(one: Correspondence) -> Mapping[str, object]:
    written = {
        "code": one.source.notation,
        "source": _named(one.source),
        "cardinality": one.cardinality,
        "kind": one.kind,
        "targets": [_named(target) for target in one.targets],
    }
    return {**written, "default": _named(one.default)} if one.default else written


def _cells(side: str, concept: ConceptName) -> Mapping[str, str]:
    labels = {f"{side}Label.{code}": text for code, text in concept.pref_label.items()}
    return {f"{side}Id": concept.id, f"{side}Notation": concept.notation, **labels}


def _named(concept: ConceptName) -> Mapping[str, object]:
    return {
        "id": concept.id,
        "notation": concept.notation,
        "prefLabel": dict(concept.pref_label),
    }


def _metadata(table: CorrespondenceTable, addresses: Addresses) -> Iterator[str]:
    scheme = addresses.of("scheme", table.scheme)
    yield "sssom_version: '1.0'"
    yield f"mapping_set_id: {address_of(table, addresses)}"
    yield f"mapping_set_version: '{table.new}'"
    yield f"mapping_date: '{table.issued.isoformat()}'"
    yield "license: https://w3id.org/sssom/license/unspecified"
    yield f"subject_source: {scheme}"
    yield f"subject_source_version: '{table.old}'"
    yield f"object_source: {scheme}"
    yield f"object_source_version: '{table.new}'"
    yield "curie_map:"
    yield f"  concept: {addresses.of('concept', '')}"


def _sssom_row(one: Correspondence, target: ConceptName | None) -> tuple[str, ...]:
    return (
        f"concept:{one.source.id}",
        _label(one.source),
        _PREDICATES[one.cardinality],
        f"concept:{target.id}" if target else _NO_TERM,
        _label(target) if target else "",
        "semapv:ManualMappingCuration",
        one.cardinality,
        one.kind,
    )


def _label(concept: ConceptName) -> str:
    """Choose one label, as SSSOM has room for one: the English one where there is one."""
    return concept.pref_label.get("en") or next(iter(concept.pref_label.values()), "")


def address_of(table: CorrespondenceTable, addresses: Addresses) -> str:
    """Name a correspondence by the address at which it is read."""
    return (
        f"{addresses.base_url}/v1/taxonomies/{table.scheme}/correspondence"
        f"?from={table.old}&to={table.new}"
    )
