"""The guard: only one read-only SELECT over known tables, columns and functions comes through."""
