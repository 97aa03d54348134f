"""A reference model of vectors in Meilisearch: documents that bring their own, and who asks.

Of hybrid searches the two ends are modelled: words alone, and vectors alone.
"""

import math
from typing import Any

from tests.search.meili.filters import Document, Stored

FIELD = "_vectors"

Vectors = list[list[float]]


class Wrong(Exception):
    """Vectors are not as Meilisearch takes them; `code` says how."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def check_embedders(embedders: dict[str, Any]) -> None:
    for name, embedder in embedders.items():
        if embedder.get("source") != "userProvided" or not embedder.get("dimensions"):
            raise Wrong("invalid_settings_embedders", f"{name}: no such embedder is modelled")
        if unknown := set(embedder) - {"source", "dimensions", "distribution", "binaryQuantized"}:
            raise Wrong("invalid_settings_embedders", f"{name}: {unknown}")


def taken(document: Document, before: Document | None, embedders: dict[str, Any]) -> Stored:
    """Return a document as it is kept: its vectors are read, or those of before stay.

    A new document that says nothing of an embedder is refused, as nothing can compute it.
    """
    said = dict(document.get(FIELD) or {})
    kept = (before or {}).get(FIELD) or {}
    for name, embedder in embedders.items():
        if name in said:
            said[name] = _read(name, said[name], embedder["dimensions"])
        elif name in kept:
            said[name] = kept[name]
        else:
            raise Wrong("vector_embedding_error", f"{name}: a document has no vectors")
    found = {key: value for key, value in document.items() if key != FIELD}
    return Stored({**found, FIELD: said} if said else found)


def _read(name: str, said: Any, dimensions: int) -> Vectors:
    if isinstance(said, dict):
        if unknown := set(said) - {"embeddings", "regenerate"}:
            raise Wrong("invalid_vectors_type", f"{name}: {unknown}")
        if not isinstance(said.get("regenerate"), bool):
            raise Wrong("invalid_vectors_type", f"{name}: no `regenerate`")
        if said["regenerate"]:
            raise Wrong("vector_embedding_error", f"{name}: nothing can compute it")
        said = said.get("embeddings")
    found: Vectors = [] if not said else said if isinstance(said[0], list) else [said]
    if any(len(one) != dimensions for one in found):
        raise Wrong("invalid_vector_dimensions", f"{name}: {[len(one) for one in found]}")
    return found


def shown(document: Document, *, retrieves: bool, embedders: dict[str, Any]) -> Document:
    """Return a document without its vectors, or with them as one who asks for them sees them."""
    if not retrieves or FIELD not in document:
        return {key: value for key, value in document.items() if key != FIELD}
    said = {
        name: {"embeddings": value, "regenerate": False} if name in embedders else value
        for name, value in document[FIELD].items()
    }
    return {**document, FIELD: said}


def asks_vectors(asked: dict[str, Any], embedders: dict[str, Any]) -> bool:
    """Tell whether vectors decide, and refuse what Meilisearch refuses."""
    hybrid, vector = asked.get("hybrid"), asked.get("vector")
    if hybrid is None:
        if vector is not None:
            raise Wrong("missing_search_hybrid", "a vector, and no embedder to compare it with")
        return False
    if hybrid["embedder"] not in embedders:
        raise Wrong("invalid_search_embedder", hybrid["embedder"])
    ratio = hybrid.get("semanticRatio", 0.5)
    if ratio not in (0, 1):
        raise Wrong("not_modelled", f"semanticRatio {ratio}")
    if ratio == 0:
        return False
    if vector is None:
        raise Wrong("vector_embedding_error", "nothing can compute the vector of a query")
    if len(vector) != embedders[hybrid["embedder"]]["dimensions"]:
        raise Wrong("invalid_vector_dimensions", f"{len(vector)}")
    return True


def nearest(found: list[Stored], asked: dict[str, Any]) -> list[Stored]:
    """Put the nearest first, by the best of a document's vectors; those without come last."""
    name, vector = asked["hybrid"]["embedder"], asked["vector"]

    def nearness(document: Stored) -> float:
        own = document.get(FIELD, {}).get(name) or []
        return max((_cosine(one, vector) for one in own), default=-math.inf)

    return sorted(found, key=nearness, reverse=True)


def _cosine(one: list[float], other: list[float]) -> float:
    length = math.hypot(*one) * math.hypot(*other)
    return sum(a * b for a, b in zip(one, other, strict=True)) / length if length else 0.0
