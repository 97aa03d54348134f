"""Entries sent in by entities: received, checked and reviewed."""
