"""Our own tables: the one source that the code and the alembic migrations are checked against.

They work the same on SQLite and PostgreSQL. What only travels (Questions, Plans, Replies, Steps) is kept as JSON text
of its pydantic model; what is searched by has a column of its own. Times are aware UTC in Python on both databases.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware UTC time. SQLite keeps no time zone, so it is taken off there and put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


def _session() -> Column[str]:
    return Column("session_id", String(36), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False)


# A Thread's Sessions are numbered by ``generation``; the newest is the one that goes on. The unique pair makes two
# first questions at the same moment share one Session instead of making two.
sessions = Table(
    "sessions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("thread_key", Text, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("platform", String(32), nullable=False),
    Column("viewer_key", Text, nullable=False),  # who began it
    Column("language", String(2)),
    Column("title", Text),  # that a person gave it; of all Sessions of a Thread
    Column("turns", Integer, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("closed_at", Moment),
    UniqueConstraint("thread_key", "generation"),
)
Index("ix_sessions_viewer_key_updated_at", sessions.c.viewer_key, sessions.c.updated_at)

# A Result that a turn gave, zlib over JSON. Turns that speak of an earlier result (a chart of it) point to the same.
results = Table(
    "results",
    metadata,
    Column("id", String(36), primary_key=True),
    _session(),
    Column("rows", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("ix_results_session_id", "session_id"),
)

turns = Table(
    "turns",
    metadata,
    _id(),
    _session(),
    Column("number", Integer, nullable=False),  # 1, 2, … within the Session
    Column("gives", Boolean, nullable=False),  # True when its own query gave the result: follow-ups build on it
    Column("basis", Integer),  # else the id of the turn that they build on
    Column("question_id", Text, nullable=False, unique=True),
    Column("viewer_key", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("action", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("plan", Text),
    Column("reply", Text, nullable=False),
    Column("result_id", String(36), ForeignKey("results.id", ondelete="SET NULL")),
    Column("has_files", Boolean, nullable=False),
    Column("files", Text),  # their paths, a line each, never sealed; null where an older release sealed the reply
    UniqueConstraint("session_id", "number"),
    Index("ix_turns_result_id", "result_id"),
)
Index("ix_turns_viewer_key_asked_at", turns.c.viewer_key, turns.c.asked_at)

people = Table(
    "people",
    metadata,
    Column("viewer_key", Text, primary_key=True),
    Column("chosen", String(2)),  # the language that the person picked
    Column("spoken", String(2)),  # the language of the last answer
    Column("updated_at", Moment, nullable=False),
)

# Questions that a platform was told we received. ``finished_at`` is null until they are delivered (done) or given up.
inbox = Table(
    "inbox",
    metadata,
    _id(),
    Column("platform", String(32), nullable=False),
    Column("event_id", Text, nullable=False),
    Column("question_id", Text, nullable=False, unique=True),
    Column("thread_key", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("status", String(8), nullable=False),  # new, leased, done, failed
    Column("attempts", Integer, nullable=False),  # how often answering it was begun
    Column("excused", Integer, nullable=False),  # how many of these were broken off through no fault of the question
    Column("lease_owner", Text),
    Column("lease_until", Moment),
    Column("not_before", Moment),
    Column("received_at", Moment, nullable=False),
    Column("answered_at", Moment),  # when its Steps were stored
    Column("finished_at", Moment),
    UniqueConstraint("platform", "event_id"),
)
# Of some rows alone, on PostgreSQL too: migrate.create says it there, so that SQLite need not load its dialect (2 MB).
Index("ix_inbox_unfinished", inbox.c.thread_key, inbox.c.id, sqlite_where=text("finished_at IS NULL"))
Index("ix_inbox_finished_at", inbox.c.finished_at)

steps = Table(
    "steps",
    metadata,
    Column("question_id", Text, ForeignKey("inbox.question_id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("step", Text, nullable=False),
    Column("status", String(8), nullable=False),  # waiting, sending, sent, skipped, failed
    Column("attempts", Integer, nullable=False),
    Column("fallback", Boolean, nullable=False),  # True once the adapter's replacement stands in for the first form
    Column("beside", Boolean, nullable=False, server_default=false()),  # optional: delivered after the question's end
    Column("lease_owner", Text),  # of a Step beside
    Column("lease_until", Moment),
    Column("not_before", Moment),
    Column("receipt", Text),
    Column("error", Text),
    Column("updated_at", Moment, nullable=False),
)
Index("ix_steps_beside", steps.c.updated_at, sqlite_where=text("beside AND status IN ('waiting', 'sending')"))

events = Table(
    "events",
    metadata,
    Column("key", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Index("ix_events_at", "at"),
)

feedback = Table(
    "feedback",
    metadata,
    _id(),
    Column("question_id", Text, nullable=False),
    Column("viewer_key", Text, nullable=False),
    Column("thumb", String(4), nullable=False),  # up, down
    Column("comment", Text),
    Column("plan", Text),
    Column("at", Moment, nullable=False),
    UniqueConstraint("question_id", "viewer_key"),
    Index("ix_feedback_at", "at"),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    Column("question_id", Text, nullable=False, unique=True),
    Column("at", Moment, nullable=False),
    Column("platform", String(32), nullable=False),
    Column("workspace", Text, nullable=False),
    Column("thread_key", Text, nullable=False),
    Column("viewer_key", Text, nullable=False),
    Column("plant", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("text", Text),  # only with LOG_QUESTIONS
    Column("language", String(2), nullable=False),
    Column("action", String(16), nullable=False),
    Column("flow", String(16), nullable=False),
    Column("planner", String(16)),
    Column("sql", Text),
    Column("row_count", Integer),
    Column("cached", Boolean, nullable=False),
    Column("error_code", Text),
    Column("seconds", Float, nullable=False),
    Column("model_calls", Integer, nullable=False),
    Column("tokens_in", Integer, nullable=False),
    Column("tokens_cached", Integer, nullable=False),
    Column("tokens_out", Integer, nullable=False),
    Column("cost_usd", Float, nullable=False),
    Index("ix_audit_at", "at"),
)

keyvalues = Table(
    "keyvalues",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("updated_at", Moment, nullable=False),
)

# Counters of RATE_LIMIT; a ``stretch`` is so many times the limit's seconds after 1970.
rates = Table(
    "rates",
    metadata,
    Column("key", String(64), primary_key=True),  # a digest of who and which limit
    Column("stretch", BigInteger, primary_key=True, autoincrement=False),
    Column("hits", Integer, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Index("ix_rates_expires_at", "expires_at"),
)

Row = dict[str, Any]
