"""Reorganisations of the government: entities merge, are renamed and split up."""
