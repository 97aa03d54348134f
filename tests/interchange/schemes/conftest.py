"""Shapes of others, to judge our SKOS; they are skipped where they are not at hand."""

import io
from functools import cache
from pathlib import Path

import pytest
from rdflib import Graph

from app.core.reading.graphs import statements_in
from app.interchange.schemes.graph_reading import read_skos
from app.interchange.schemes.statements import gather
from app.interchange.schemes.values import ReadScheme

STANDARDS = Path(__file__).parents[4] / "shared/standards/skos"
TAXONOMIES = Path(__file__).parents[4] / "shared/taxonomies"


@cache
def shapes(name: str) -> Graph:
    """Read shapes by the path of their file below the folder of standards."""
    file = STANDARDS / name
    if not file.exists():
        pytest.skip(f"the shapes {name} are not at hand")
    return Graph().parse(file)


def foreign(name: str) -> Path:
    """Name a real taxonomy of somebody else."""
    file = TAXONOMIES / name
    if not file.exists():
        pytest.skip(f"the taxonomy {name} is not at hand")
    return file


def read_graph(content: bytes, form: str, **options) -> ReadScheme:
    """Read a file as the reading process does, but in this one: many are read."""
    rows = statements_in(io.BytesIO(content), form)
    return read_skos(gather(cells for _, cells in rows), **options)
