"""The HTTP API: one file per resource; it calls commands and queries and never touches tables."""
