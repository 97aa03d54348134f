"""Duplicates inside one file: the rows before a row are neighbours too."""

from app.submissions.judging import Near
from app.submissions.neighbourhood import Neighbourhood
from app.submissions.rules import Neighbour, NeighbourIndex


class Overlay:
    """The rows of a file that were judged, laid over what is published.

    Every row that could be judged counts, also one that is refused: who mends it would
    otherwise meet the duplicate only then.
    """

    def __init__(self, neighbourhood: Neighbourhood) -> None:
        self._neighbourhood = neighbourhood
        self._near: Near = neighbourhood.near
        self._rows = NeighbourIndex()
        self._ids: set[str] = set()

    def pin(self) -> None:
        """Compare the rows of a batch with what is published at its beginning."""
        self._near = self._neighbourhood.pinned()

    def put(self, neighbour: Neighbour) -> None:
        """Lay a row over what is published of the same service."""
        self._rows.put(neighbour)
        self._ids.add(neighbour.id)

    def near(self, wanted: Neighbour) -> tuple[Neighbour, ...]:
        """Find what may be the same as a row, and remember the row for those after it."""
        published = [one for one in self._near(wanted) if one.id not in self._ids]
        found = (*self._rows.near(wanted), *published)
        self.put(wanted)
        return found

    def clear(self) -> None:
        """Forget the rows, once they are published and found there."""
        self._rows = NeighbourIndex()
        self._ids.clear()
