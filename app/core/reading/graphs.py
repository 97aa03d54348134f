"""Reading RDF: Turtle, RDF/XML and JSON-LD, statement by statement.

Nothing is fetched: a context must stand in the file. What declares entities is refused
before it is parsed. A row holds a subject, a predicate and an object; things are
addresses, or names that begin with ``_:``, and a text is a pair with its language.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from app.core.reading import limits
from app.core.reading.prologs import has_declarations
from app.core.reading.refusals import Refused
from app.core.reading.tables import Row, Table

GRAPHS = {
    "turtle": RdfFormat.TURTLE,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
_BOM = b"\xef\xbb\xbf"


def read_graph(path: Path, kind: str) -> Table:
    """Read the statements of a file; ``kind`` is one of ``GRAPHS``.

    Raises:
        Refused: the file is too large, hostile, or not of this kind.

    """
    file = path.open("rb")
    if file.read(len(_BOM)) != _BOM:
        file.seek(0)
    return Table([], 0, statements_in(file, kind), kind="statements")


def statements_in(file: IO[bytes], kind: str) -> Iterator[Row]:
    """Read the statements of an open file, which stands at its beginning.

    Raises:
        Refused: as above, when what is wrong is reached.

    """
    if kind == "rdfxml":
        _check_prolog(file)
    left = limits.MOST_GRAPH_CHARACTERS
    for number, cells in enumerate(_parsed(file, kind), 1):
        # A prefix of a few letters may stand for an address of a million.
        left -= len(cells[0]) + len(cells[1]) + len(cells[2][0] if _is_text(cells) else cells[2])
        if number > limits.MOST_STATEMENTS or left < 0:
            raise Refused("too-many-statements")
        yield number, cells


def _is_text(cells: list[Any]) -> bool:  # Any: JSON, see above
    return isinstance(cells[2], list)


def _check_prolog(file: IO[bytes]) -> None:
    beginning = file.tell()
    try:
        if has_declarations(file):
            raise Refused("entities")
    except expat.ExpatError as fault:
        raise Refused("not-a-graph", str(fault)) from None
    file.seek(beginning)


def _parsed(file: IO[bytes], kind: str) -> Iterator[list[Any]]:  # Any: JSON, see above
    try:
        for quad in parse(file, GRAPHS[kind]):
            if isinstance(quad.subject, NamedNode | BlankNode):
                value = quad.object
                if isinstance(value, Literal):
                    text = [value.value, value.language or ""]
                    yield [_name(quad.subject), quad.predicate.value, text]
                elif isinstance(value, NamedNode | BlankNode):
                    yield [_name(quad.subject), quad.predicate.value, _name(value)]
    except (SyntaxError, ValueError) as fault:
        is_remote = "LoadDocumentCallback" in str(fault)
        raise Refused("remote-context" if is_remote else "not-a-graph", str(fault)) from None


def _name(node: NamedNode | BlankNode) -> str:
    return node.value if isinstance(node, NamedNode) else f"_:{node.value}"
