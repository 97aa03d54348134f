"""Errors of search by meaning."""

from app.core.errors import DalilError


class SemanticUnavailable(DalilError):
    """Search by meaning was switched on, and its extra is not installed."""

    title = "DALIL_SEMANTIC is on, but the extra is not installed; run `make semantic`"
