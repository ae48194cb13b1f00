"""Run by alembic: migrates the connection that core/state/migrate.py hands over, inside its transaction."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from core.state.tables import Moment, metadata


def _plain_type(kind: str, item: object, _: Any) -> str | Literal[False]:
    """A migration names database types, not our Python classes: it must run unchanged when those have moved on."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
    render_item=_plain_type,
)
with context.begin_transaction():
    context.run_migrations()
