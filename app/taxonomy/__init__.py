"""Schemes, their versions and the concepts that classify services."""
