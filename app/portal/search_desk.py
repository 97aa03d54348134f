"""What the pages ask to answer searches: the engine and all that stands beside it."""

from typing import Protocol

from app.search.engine import SearchEngine
from app.search.guidance import Guidance
from app.search.lexicon import Lexicon
from app.search.queries import Labels
from app.search.suggest import Suggester


class SearchDesk(Protocol):
    """What answers searches: engine, lexicon, names to suggest and the labels of facets."""

    @property
    def engine(self) -> SearchEngine:
        """The engine to ask."""
        ...

    @property
    def suggester(self) -> Suggester:
        """The names to suggest."""
        ...

    @property
    def lexicon(self) -> Lexicon:
        """The words that are taken for one another."""
        ...

    @property
    def guidance(self) -> Guidance:
        """What steers answers beside words."""
        ...

    @property
    def labels(self) -> Labels:
        """What the values of facets are called."""
        ...
