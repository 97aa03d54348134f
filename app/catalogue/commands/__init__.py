"""Changing the catalogue."""

from app.catalogue.commands.moving import Move, move_services
from app.catalogue.commands.publishing import archive, publish, ripple
from app.catalogue.commands.registries import (
    Put,
    load_scheme,
    pass_on_channels,
    put_entity,
    put_record,
)
from app.catalogue.commands.saving import Saved, save_revisions

__all__ = [
    "Move",
    "Put",
    "Saved",
    "archive",
    "load_scheme",
    "move_services",
    "pass_on_channels",
    "publish",
    "put_entity",
    "put_record",
    "ripple",
    "save_revisions",
]
