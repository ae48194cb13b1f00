"""Alembic's home. ``HEAD`` lets ``State.open`` see that nothing is to do without importing alembic."""

HEAD = "0005"
