"""Reorganisations begin with the small government of the catalogue's tests."""

from tests.catalogue.conftest import built_url, catalogue

__all__ = ["built_url", "catalogue"]
