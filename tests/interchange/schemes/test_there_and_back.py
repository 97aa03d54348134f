"""A version that is written, read and written again is the same bytes, in every format."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from app.interchange.schemes.files import FORMATS, read_scheme, write_scheme
from app.interchange.schemes.table_reading import TableOptions
from app.interchange.schemes.values import About, SchemeDocument
from app.taxonomy.state import SchemeState, canonical
from tests.interchange.schemes.states import BASE, document_of, states
from tests.interchange.schemes.world import full_state

FEW, MANY = 5, 500
GRAPHS = ("turtle", "rdfxml", "jsonld")
TABLES = ("csv", "xlsx")


def again(document: SchemeDocument, form: str, folder: Path) -> SchemeDocument:
    """Write a version and read it as a stranger's file is read; tables say nothing about it."""
    file = folder / f"sent{FORMATS[form].suffix}"
    file.write_bytes(write_scheme(document, form, base_url=BASE))
    read = read_scheme(file, form, TableOptions("services" if form in TABLES else ""))
    assert (read.placeholders, read.notices) == ({}, ())
    about: About = document.about if form in (*TABLES, "json") else read.about
    return SchemeDocument(about, read.state)


def read_back(state: SchemeState, form: str) -> None:
    document = document_of(state)
    written = write_scheme(document, form, base_url=BASE)
    with TemporaryDirectory() as folder:
        back = again(document, form, Path(folder))

    assert write_scheme(back, form, base_url=BASE) == written
    assert canonical(back.state) == canonical(state)


@pytest.mark.parametrize("form", FORMATS)
def test_a_version_that_fills_every_field_is_the_same_bytes_again(form: str) -> None:
    read_back(full_state(), form)


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=FEW, derandomize=True)
@given(state=states())
def test_a_few_versions_are_the_same_bytes_again(form: str, state: SchemeState) -> None:
    read_back(state, form)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=MANY, suppress_health_check=list(HealthCheck))
@given(state=states())
def test_five_hundred_versions_are_the_same_bytes_again(form: str, state: SchemeState) -> None:
    read_back(state, form)


@pytest.mark.parametrize("other", [*GRAPHS, *TABLES])
@settings(max_examples=FEW, derandomize=True)
@given(state=states())
def test_the_way_through_another_format_loses_nothing(other: str, state: SchemeState) -> None:
    document = document_of(state)
    with TemporaryDirectory() as folder:
        back = again(document, other, Path(folder))

    assert write_scheme(back, "turtle", base_url=BASE) == write_scheme(
        document, "turtle", base_url=BASE
    )
