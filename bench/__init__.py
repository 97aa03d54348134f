"""Benchmarks; each prints a table and can be run by itself."""
