"""What a caller tells the rules of integrity beside the scheme. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

UniqueLabels = Literal["scheme", "branch", "siblings"]
"""Where two concepts with one preferred label are an error: in one branch, or only below one
parent. With ``scheme`` and ``branch`` namesakes in two branches are a warning."""


@dataclass(frozen=True)
class Limits:
    """Beyond which numbers a scheme is hard to use; labels are counted in characters."""

    deepest: int = 5
    fewest_children: int = 2
    most_children: int = 12
    most_tags: int = 300
    longest_label: int = 60


@dataclass(frozen=True)
class Terms:
    """What a scheme asks of its concepts.

    ``notation_pattern`` is a regular expression that every notation matches whole;
    ``level_patterns`` holds one for each level, the top first, where levels differ.
    """

    languages: tuple[str, ...] = ("ar", "en")
    is_polyhierarchical: bool = True
    notation_pattern: str = r".+"
    level_patterns: tuple[str, ...] = ()
    unique_labels: UniqueLabels = "branch"


@dataclass(frozen=True)
class Tags:
    """How services are classified, loaded beforehand by the caller.

    ``counts`` holds the direct tags of each concept, ``by_service`` the concepts of each
    service. ``is_grace_over`` says that no tag may wait for its owner any longer.
    """

    counts: Mapping[str, int]
    by_service: Mapping[str, Sequence[str]] = field(default_factory=dict)
    is_grace_over: bool = True

    @classmethod
    def of(cls, by_service: Mapping[str, Sequence[str]], *, is_grace_over: bool = True) -> "Tags":
        """Count the tags of each concept from those of each service."""
        counts = Counter(key for keys in by_service.values() for key in set(keys))
        return cls(counts, by_service, is_grace_over)


@dataclass(frozen=True)
class Past:
    """What earlier versions held, loaded beforehand by the caller.

    ``codes`` leads from every notation that was ever used to its concept, ``ids`` are the
    concepts of this scheme, and ``foreign`` leads from concepts of others to their scheme.
    """

    codes: Mapping[str, str] = field(default_factory=dict)
    ids: Collection[str] = ()
    foreign: Mapping[str, str] = field(default_factory=dict)
