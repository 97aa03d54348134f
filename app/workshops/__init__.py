"""Workshops: change requests, positions and decisions about the taxonomy."""
