"""A semantic query in words."""
