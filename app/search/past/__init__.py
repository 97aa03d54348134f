"""Searches of the catalogue as it was: an index for each state of it, on disk and for a while."""
