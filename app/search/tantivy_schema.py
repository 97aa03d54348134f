"""The tantivy side of a search document: its fields, and their fingerprint."""

import hashlib
import json
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

import orjson
import tantivy

from app.search import conditions
from app.search.analysis import ANALYSER
from app.search.documents import FACETS, LANGUAGES, Field, SearchDocument, microseconds
from app.search.tantivy_layers import TERM_FIELDS, in_layers

ID = "id"
NUMBER = "number"
"""A number per document that is quick to read; the id behind it is then remembered."""
PLACE = "place"
"""The first letters of the id as a number: no greater than that of any id that comes after."""
SURFACE = "surface"
MIN_COST = "min_cost_fils"
UPDATED = "updated_us"
IS_FREE = "is_free"
SORT_UPDATED = "sort_updated"
LAYOUT = 4
"""To be raised when a field's meaning changes and its name does not."""

SETS = frozenset(FACETS) - {"entity", "digitalStage", "evidenceType"}
"""Facets of which a document may have several values, the same as many others have."""

_SORT_KEY = "sort_key"
_PLACE_BYTES = 8
_SEPARATOR = "\x1f"
_LATEST_US = 10**18
_PLAIN_FIELDS = {conditions.ID: ID, conditions.IS_FREE: IS_FREE, conditions.MIN_COST: MIN_COST}


def facet_field(facet: str) -> str:
    """Return the tantivy field that holds the values of a facet."""
    return _PLAIN_FIELDS.get(facet, f"f_{facet}")


def place_of(document_id: str) -> int:
    """Return the number that an id is put in order by, as far as its first letters tell."""
    return int.from_bytes(document_id.encode()[:_PLACE_BYTES].ljust(_PLACE_BYTES, b"\0"))


def set_field(facet: str) -> str:
    """Return the tantivy field that holds all values of a facet together."""
    return f"g_{facet}"


def values_of_set(written: str) -> list[str]:
    """Return the values that are written in one entry of a field of sets."""
    return [value for value in written.split(_SEPARATOR) if value]


def title_sort_field(language: str) -> str:
    """Return the tantivy field that puts the titles of a language in order."""
    return f"sort_title_{language}"


_FACET_FIELDS = {facet: facet_field(facet) for facet in FACETS}
_SET_FIELDS = {facet: set_field(facet) for facet in SETS}


def build_schema() -> tantivy.Schema:
    """Return the schema: only the id is stored, documents are read from the catalogue."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(ID, stored=True, tokenizer_name="raw", index_option="basic", fast=True)
    for name in (NUMBER, PLACE):
        builder.add_unsigned_field(name, fast=True)
    for name in (SURFACE, *TERM_FIELDS):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    raw = (*map(facet_field, FACETS), *map(set_field, sorted(SETS)), IS_FREE)
    for facet in raw:
        builder.add_text_field(facet, tokenizer_name="raw", index_option="basic", fast=True)
    for name in (MIN_COST, UPDATED):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in (*(title_sort_field(language) for language in LANGUAGES), SORT_UPDATED):
        builder.add_text_field(name, tokenizer_name=_SORT_KEY, index_option="basic", fast=True)
    return builder.build()


def open_index(schema: tantivy.Schema, directory: Path) -> tantivy.Index:
    """Open the index of a directory, or an empty one.

    What hits are put in order by is kept as a column only. tantivy makes a list of terms of
    every text, here as long as the catalogue and never looked at, a fifth of all its work;
    so it is told that these texts have no words.
    """
    index = tantivy.Index(schema, path=str(directory))
    whole = tantivy.Tokenizer.raw()
    index.register_fast_field_tokenizer(_SORT_KEY, tantivy.TextAnalyzerBuilder(whole).build())
    none = tantivy.TextAnalyzerBuilder(whole).filter(tantivy.Filter.remove_long(0)).build()
    index.register_tokenizer(_SORT_KEY, none)
    return index


@cache
def fingerprint() -> str:
    """Names an index by what it was built with; another fingerprint is another index."""
    parts = [ANALYSER, LAYOUT, version("tantivy"), [*Field], [*FACETS], [*LANGUAGES]]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]


def row(document: SearchDocument) -> bytes:
    """Return a search document in tantivy's terms, but for its number: an object of JSON.

    Few long texts instead of many short ones: so tantivy takes it over at once, and another
    process hands it over at little cost.
    """
    name = document.id
    found: dict[str, object] = {ID: name, PLACE: place_of(name)}
    found[SURFACE] = " ".join(document.surfaces)
    for field, terms in in_layers(document.terms).items():
        if terms:
            found[field] = " ".join(terms)
    for facet, values in document.facets.items():
        if values:
            found[_FACET_FIELDS[facet]] = values
        if facet in SETS:  # an entry for every document, which makes the column dense
            found[_SET_FIELDS[facet]] = _set_of(values)
    _add_plain_values(found, document)
    return orjson.dumps(found)


def numbered(row: str, number: int) -> str:
    """Return a row with the number it has in an index."""
    return f'{{"{NUMBER}":{number},{row[1:]}'


@lru_cache(maxsize=16_384)
def _set_of(values: tuple[str, ...]) -> str:
    return _SEPARATOR + _SEPARATOR.join(sorted(values))


def _add_plain_values(found: dict[str, object], document: SearchDocument) -> None:
    if document.is_free is not None:
        found[IS_FREE] = str(document.is_free)
    if document.min_cost_fils is not None:
        found[MIN_COST] = document.min_cost_fils
    updated = microseconds(document.updated_at)
    found[UPDATED] = updated
    # Every key ends in the id, which makes the order total.
    found[SORT_UPDATED] = f"{_LATEST_US - updated:020d}\x00{document.id}"
    for language, key in document.title_keys.items():
        found[title_sort_field(language)] = f"{key}\x00{document.id}"
