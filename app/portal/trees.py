"""Ways through the tree of a scheme."""

from collections.abc import Iterator, Sequence

from app.portal.reader import Node


def find_path(nodes: Sequence[Node], notation: str) -> tuple[Node, ...]:
    """Return the concepts from the top down to a notation; empty when it is not there."""
    for node in nodes:
        if node.notation == notation:
            return (node,)
        below = find_path(node.children, notation)
        if below:
            return (node, *below)
    return ()


def walk(nodes: Sequence[Node]) -> Iterator[Node]:
    """Go through every concept, each before those below it."""
    for node in nodes:
        yield node
        yield from walk(node.children)
