"""From two snapshots of a scheme to typed operations: what people have done in a file."""

from app.taxonomy.guessing.guess import Guess, Weighed, guess_edited, guess_snapshot
from app.taxonomy.guessing.matching import Match, match
from app.taxonomy.guessing.reasons import Reason

__all__ = ["Guess", "Match", "Reason", "Weighed", "guess_edited", "guess_snapshot", "match"]
