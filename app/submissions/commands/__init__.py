"""Changing submissions, and keeping what was published of them."""

from app.submissions.commands.due import do_what_is_due
from app.submissions.commands.keeping import archive_service, confirm, restore
from app.submissions.commands.reviewing import act
from app.submissions.commands.submitting import patch_entry, submit_entry
from app.submissions.sending import Sent, entry_of

__all__ = [
    "Sent",
    "act",
    "archive_service",
    "confirm",
    "do_what_is_due",
    "entry_of",
    "patch_entry",
    "restore",
    "submit_entry",
]
