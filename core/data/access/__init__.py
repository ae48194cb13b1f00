"""How each database is reached: read-only and within its time."""
