"""What the concepts of one version are in another one, as values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.taxonomy.state import Texts

Cardinality = Literal["1:1", "1:n", "n:1", "n:n", "1:0"]


@dataclass(frozen=True)
class ConceptName:
    """A concept as one version calls it."""

    id: str
    notation: str
    pref_label: Texts


@dataclass(frozen=True)
class Correspondence:
    """What a concept of the earlier version has become.

    ``kind`` names what happened to it, such as ``unchanged``, ``merged`` or ``split``;
    ``default`` is what is taken when nobody chooses: a target, or the place of services
    whose concept has none.
    """

    source: ConceptName
    targets: tuple[ConceptName, ...]
    cardinality: Cardinality
    kind: str
    default: ConceptName | None = None


@dataclass(frozen=True)
class CorrespondenceTable:
    """All active concepts of version ``old`` in version ``new``, in the order of its tree.

    ``issued`` is the day on which the later version was released, ``pairs`` counts pairs of
    a concept and a target by their cardinality.
    """

    scheme: str
    title: Texts
    old: str
    new: str
    issued: date
    rows: tuple[Correspondence, ...]
    pairs: Mapping[Cardinality, int]
