"""Entries that come in as tables: workbooks, CSV and lines of JSON."""
