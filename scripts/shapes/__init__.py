"""Outlines: borders shared between areas, and simplified once."""
