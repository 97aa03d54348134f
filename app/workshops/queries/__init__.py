"""Reading change requests, each as far as the caller may see."""

from app.workshops.queries.conversations import list_comments, list_positions
from app.workshops.queries.reading import (
    find_change_requests,
    get_change_request,
    get_decision,
    list_change_requests,
    list_revisions,
)
from app.workshops.queries.sights import subjects_of

__all__ = [
    "find_change_requests",
    "get_change_request",
    "get_decision",
    "list_change_requests",
    "list_comments",
    "list_positions",
    "list_revisions",
    "subjects_of",
]
