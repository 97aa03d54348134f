"""Every format in which a version is written and read, by its name, suffix and media type."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson

from app.interchange.schemes.graph_reading import read_skos
from app.interchange.schemes.json_ld import to_json_ld, to_rdf_xml, to_turtle
from app.interchange.schemes.snapshots import read_json
from app.interchange.schemes.statements import read_statements
from app.interchange.schemes.table_reading import TableOptions, read_table
from app.interchange.schemes.table_writing import to_csv, to_workbook
from app.interchange.schemes.values import ReadScheme, SchemeDocument
from app.taxonomy.state import snapshot

Writer = Callable[[SchemeDocument, str], bytes]


@dataclass(frozen=True)
class Format:
    """A format: what programs call it, and how it is written below a base address."""

    name: str
    media_type: str
    suffix: str
    write: Writer


def _json(document: SchemeDocument, _: str) -> bytes:
    return snapshot(document.state).encode()


def _turtle(document: SchemeDocument, base_url: str) -> bytes:
    return to_turtle(document, base_url=base_url).encode()


def _rdf_xml(document: SchemeDocument, base_url: str) -> bytes:
    return to_rdf_xml(document, base_url=base_url).encode()


def _json_ld(document: SchemeDocument, base_url: str) -> bytes:
    return orjson.dumps(to_json_ld(document, base_url=base_url))


def _csv(document: SchemeDocument, _: str) -> bytes:
    return to_csv(document).encode()


def _workbook(document: SchemeDocument, _: str) -> bytes:
    return to_workbook(document)


WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("json", "application/json", ".json", _json),
        Format("turtle", "text/turtle", ".ttl", _turtle),
        Format("rdfxml", "application/rdf+xml", ".rdf", _rdf_xml),
        Format("jsonld", "application/ld+json", ".jsonld", _json_ld),
        Format("csv", "text/csv", ".csv", _csv),
        Format("xlsx", WORKBOOK, ".xlsx", _workbook),
    )
}
_BY_SUFFIX: Mapping[str, str] = {
    **{one.suffix: one.name for one in FORMATS.values()},
    ".xml": "rdfxml", ".owl": "rdfxml", ".tsv": "csv", ".txt": "csv",
}  # fmt: skip
_TABLES = frozenset(("csv", "xlsx"))


def format_of(path: Path) -> str | None:
    """Tell the format of a file by its name."""
    return _BY_SUFFIX.get(path.suffix.lower())


def write_scheme(document: SchemeDocument, name: str, *, base_url: str) -> bytes:
    """Write a version in the format of this name.

    Raises:
        UnwritableScheme: a mapping leads to something that has no address.

    """
    return FORMATS[name].write(document, base_url)


def read_scheme(path: Path, name: str, options: TableOptions) -> ReadScheme:
    """Read a version from a file in the format of this name, which nobody has looked into.

    Raises:
        UnreadableScheme: the file is hostile or broken, or says what cannot be kept.
        UnreadableFile: the table is hostile or broken, or has no known headers.

    """
    if name in _TABLES:
        return read_table(path, name, options)
    if name == "json":
        return read_json(path)
    return read_skos(read_statements(path, name), scheme=options.scheme, known=options.known)
