"""The office of the submissions' tests serves here too."""

from tests.submissions.conftest import desk

__all__ = ["desk"]
