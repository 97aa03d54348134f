"""Versions of schemes as files: SKOS in three notations, CSV and XLSX; written and read."""
