"""Changing change requests."""

from app.workshops.commands.acting import act, call, supersede
from app.workshops.commands.deciding import decide
from app.workshops.commands.enacting import enact, mark_released, recheck
from app.workshops.commands.keeping import Asked
from app.workshops.commands.rebasing import rebase
from app.workshops.commands.standing import add_comment, record_position
from app.workshops.commands.writing import amend, create_change_request, reword

__all__ = [
    "Asked",
    "act",
    "add_comment",
    "amend",
    "call",
    "create_change_request",
    "decide",
    "enact",
    "mark_released",
    "rebase",
    "recheck",
    "record_position",
    "reword",
    "supersede",
]
