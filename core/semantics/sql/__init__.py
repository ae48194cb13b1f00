"""A semantic query as SQL for one database."""
