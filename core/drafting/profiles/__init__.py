"""Known systems: what their tables, columns and values are, as data."""
