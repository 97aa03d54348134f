"""Correspondences between two versions as files: XKOS, SSSOM, CSV and JSON; written only."""
