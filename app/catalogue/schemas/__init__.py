"""Shapes that the catalogue takes in and gives out."""
