"""Dalil: a government's catalogue of services and the taxonomy that classifies them."""

__version__ = "0.1.0"
