"""Browsing: the tree of a scheme and the page of one of its concepts."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from app.core.languages import Language
from app.portal.ordering import nodes_by_title
from app.portal.paging import PAGE_SIZE, page_number, pager_of
from app.portal.past_codes import is_code, no_such_code, show_past_code
from app.portal.reader import BUSINESS_EVENTS, LIFE_EVENTS, SERVICES, Node, Reader, Tree
from app.portal.reading import open_reader
from app.portal.rendering import language_of, render
from app.portal.trees import find_path


@dataclass(frozen=True)
class Family:
    """A scheme that visitors browse: its path, its words and the filter that it sets."""

    path: str
    scheme: str
    words: str
    filter: str
    template: str
    is_in_code_order: bool = False  # else by label: such codes are not shown


TOPICS = Family("browse", SERVICES, "browse", "category", "tree.html", is_in_code_order=True)
LIFE = Family("life-events", LIFE_EVENTS, "life", "lifeEvent", "events.html")
BUSINESS = Family("business-events", BUSINESS_EVENTS, "business", "businessEvent", "events.html")
FAMILIES = {family.path: family for family in (TOPICS, LIFE, BUSINESS)}


def show_tree(request: Request) -> Response:
    """Answer every concept of a scheme with its services counted."""
    family = _family(request)
    with open_reader(request) as reader:
        tree = reader.get_tree(family.scheme)
    nodes = _ordered(family, tree.nodes, language_of(request))
    return render(request, family.template, {"family": family, "tree": tree, "nodes": nodes})


def show_concept(request: Request) -> Response:
    """Answer a concept: where it stands, what is below it and its services."""
    family, notation = _family(request), request.path_params["notation"]
    number, language = page_number(request), language_of(request)
    with open_reader(request) as reader:
        tree = reader.get_tree(family.scheme)
        path = find_path(tree.nodes, notation)
        if not path:
            return _show_past(request, reader, family, tree)
        answer = reader.list_services(
            family.filter, notation, language=language, page=number, page_size=PAGE_SIZE
        )
    pager = pager_of(request, answer.total, number)
    values = {
        "family": family,
        "tree": tree,
        "path": path,
        "concept": path[-1],
        "children": _ordered(family, path[-1].children, language),
        "answer": answer,
        "pager": pager,
    }
    return render(request, "concept.html", values)


def _show_past(request: Request, reader: Reader, family: Family, tree: Tree) -> Response:
    notation = request.path_params["notation"]
    if not is_code(notation):
        raise no_such_code(notation)
    past = reader.get_past_code(family.scheme, notation)
    return show_past_code(
        request, past, path=family.path, scheme=family.scheme, words=family.words, tree=tree
    )


def _ordered(family: Family, nodes: Sequence[Node], language: Language) -> Sequence[Node]:
    return nodes if family.is_in_code_order else nodes_by_title(nodes, language)


def _family(request: Request) -> Family:
    parts = request.scope["path"].strip("/").split("/")
    return FAMILIES[parts[1]]
