"""Adaptive Cards: built, fitted, and checked against the schema that Teams takes."""
