"""Putting what a page lists in the order of its titles."""

from collections.abc import Iterable, Sequence

from app.core.languages import Language
from app.core.ordering import order_key
from app.portal.reader import Entity, Node


def entities_by_title(entities: Iterable[Entity], language: Language) -> list[Entity]:
    """Put entities in the order of their titles; equal titles go by id."""
    return sorted(entities, key=lambda one: (order_key(one.title, language), one.id))


def nodes_by_title(nodes: Iterable[Node], language: Language) -> list[Node]:
    """Put concepts in the order of their labels; equal labels go by code."""
    return sorted(nodes, key=lambda one: (order_key(one.label, language), one.notation))


def largest_entities(entities: Iterable[Entity], language: Language, number: int) -> list[Entity]:
    """Choose the entities with most services; those with equally many go by title."""
    ordered = entities_by_title(entities, language)
    return sorted(ordered, key=lambda one: -one.count)[:number]


def largest_nodes(nodes: Sequence[Node], language: Language, number: int) -> list[Node]:
    """Choose the concepts with most services; those with equally many go by label."""
    ordered = nodes_by_title(nodes, language)
    return sorted(ordered, key=lambda one: -one.count)[:number]
