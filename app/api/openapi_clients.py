"""What generators of clients need of the document: plain names, open answers, headers of one text.

Generators name a class after the title of its shape and leave out a second one of the same
name, with every operation that answers it. FastAPI names by Python's modules and brackets, and
gives a shape that is both sent and answered (``Cost-Input``, ``Cost-Output``) one title.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Json = Any  # Any: JSON
Document = dict[str, Json]
_PLACE = "#/components/schemas/"
_SENT = "-Input"


def suit_clients(document: Document) -> None:
    """Write the document so that clients can be generated from it, and go on to work.

    Raises:
        ValueError: two shapes have one name.

    """
    _name_shapes(document)
    _open_answers(document)
    _simplify_headers(document)


def _name_shapes(document: Document) -> None:
    """Call every shape by its title; what is sent otherwise than answered ends in ``In``."""
    shapes = _shapes(document)
    names = {key: _name(key, shape) for key, shape in shapes.items()}
    twice = [name for name, times in Counter(names.values()).items() if times > 1]
    if twice:
        raise ValueError(f"Several shapes are called {', '.join(twice)}.")
    named = {names[key]: {**shape, "title": names[key]} for key, shape in shapes.items()}
    document["components"]["schemas"] = _renamed(named, names)
    document["paths"] = _renamed(document["paths"], names)


def _open_answers(document: Document) -> None:
    """Allow for properties to come: whoever reads an answer passes over what is new to him.

    What is sent stays as it is, and unknown properties are refused. A shape that is both is
    described twice.
    """
    operations = list(_operations(document))
    sent = _reached(document, [_sent_in(one) for one in operations])
    both = sent & _reached(document, [one["responses"] for one in operations])
    shapes, names = _shapes(document), {name: f"{name}In" for name in both}
    closed = {names.get(name, name): _renamed(shapes[name], names) for name in sent}
    for name in both:
        closed[names[name]]["title"] = names[name]
    for one in operations:
        one.update(_renamed(_sent_in(one), names))
    for name in shapes.keys() - (sent - both):
        if shapes[name].get("additionalProperties") is False:
            shapes[name] = {k: v for k, v in shapes[name].items() if k != "additionalProperties"}
    shapes |= closed


def _simplify_headers(document: Document) -> None:
    """State every header as one text: a list that is cut at its commas is a text, too."""
    for operation in _operations(document):
        for one in operation.get("parameters", ()):
            if one["in"] == "header":
                told = {k: v for k, v in one["schema"].items() if k in ("title", "description")}
                one["schema"] = {**_text_of(one["schema"]), **told}


def _name(key: str, shape: Mapping[str, Json]) -> str:
    name = str(shape.get("title", key))
    return f"{name}In" if key.endswith(_SENT) else name


def _shapes(document: Document) -> dict[str, Document]:
    found: dict[str, Document] = document["components"]["schemas"]
    return found


def _operations(document: Document) -> Iterator[Document]:
    for item in document["paths"].values():
        yield from (one for one in item.values() if isinstance(one, dict))


def _sent_in(operation: Document) -> Document:
    return {part: operation[part] for part in ("parameters", "requestBody") if part in operation}


def _reached(document: Document, begun: Iterable[Json]) -> set[str]:
    """Name the shapes that parts of the document point at, directly or through others."""
    shapes = _shapes(document)
    found, next_ones = set[str](), set[str]().union(*map(_named_in, begun))
    while next_ones:
        found |= next_ones
        next_ones = set[str]().union(*(_named_in(shapes[name]) for name in next_ones)) - found
    return found


def _named_in(value: Json) -> set[str]:
    if isinstance(value, str):
        return {value.removeprefix(_PLACE)} if value.startswith(_PLACE) else set()
    if isinstance(value, dict):
        value = list(value.values())
    return set[str]().union(*map(_named_in, value)) if isinstance(value, list) else set()


def _renamed(value: Json, names: Mapping[str, str]) -> Json:
    """Return a part of the document with new names wherever it points at a shape."""
    if isinstance(value, str) and value.startswith(_PLACE):
        name = value.removeprefix(_PLACE)
        return f"{_PLACE}{names.get(name, name)}"
    if isinstance(value, dict):
        return {key: _renamed(one, names) for key, one in value.items()}
    return [_renamed(one, names) for one in value] if isinstance(value, list) else value


def _text_of(schema: Mapping[str, Json]) -> Mapping[str, Json]:
    """Return the text among what a header may be."""
    ways = schema.get("anyOf", [schema])
    return next((each for each in ways if each.get("type") == "string"), {"type": "string"})
