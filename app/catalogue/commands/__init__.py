"""Changing the catalogue."""

from app.catalogue.commands.publishing import archive, publish, ripple
from app.catalogue.commands.registries import Put, put_entity, put_record, release_scheme
from app.catalogue.commands.saving import Saved, save_revisions

__all__ = [
    "Put",
    "Saved",
    "archive",
    "publish",
    "put_entity",
    "put_record",
    "release_scheme",
    "ripple",
    "save_revisions",
]
