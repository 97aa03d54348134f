"""Dalil: a government's catalogue of services and the taxonomy that classifies them."""
