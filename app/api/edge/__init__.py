"""The edge: what every request passes before and after the routes.

Limits first, then answers at hand (kept in memory or stored), then conditions (ETag),
compression and the headers that every answer carries.
"""

from app.api.edge.edge import Edge
from app.api.edge.forwarded import Forwarded
from app.api.edge.gate import Gate
from app.api.edge.kept import KeptAnswers
from app.api.edge.stored import StoredAnswers

__all__ = ["Edge", "Forwarded", "Gate", "KeptAnswers", "StoredAnswers"]
