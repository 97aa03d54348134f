"""The edge: what every request passes before and after the routes.

Limits first, then answers that are kept in memory, then conditions (ETag),
compression and the headers that every answer carries.
"""

from app.api.edge.edge import Edge
from app.api.edge.kept import KeptAnswers

__all__ = ["Edge", "KeptAnswers"]
