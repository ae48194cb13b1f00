"""The statements that record an answer, made once: building them anew takes longer than the database does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from core.state.tables import audit, people, results, sessions, turns
from core.state.upsert import upsert


@dataclass(frozen=True)
class Statements:
    """Executed with the row's values as parameters.

    Attributes:
        session: begins the Session, or counts one more turn of it; gives its ``id`` and ``turns``.
        result: the Result's packed rows.
        turn: gives its id; nothing when the Question has its answer already.
        speaker: the language that the person was answered in.
        line: the audit line, unless the Question has one.
    """

    session: Any
    result: Any
    turn: Any
    speaker: Any
    line: Any


@cache
def statements(dialect: str) -> Statements:
    """For ``State.dialect``."""
    begun = upsert(sessions, dialect)
    spoke = upsert(people, dialect)
    return Statements(
        session=begun.on_conflict_do_update(
            index_elements=["thread_key", "generation"],
            set_={
                "turns": sessions.c.turns + 1,
                "language": begun.excluded.language,
                "updated_at": begun.excluded.updated_at,
            },
        ).returning(sessions.c.id, sessions.c.turns),
        result=results.insert(),
        turn=upsert(turns, dialect).on_conflict_do_nothing(index_elements=["question_id"]).returning(turns.c.id),
        speaker=spoke.on_conflict_do_update(
            index_elements=["viewer_key"],
            set_={"spoken": spoke.excluded.spoken, "updated_at": spoke.excluded.updated_at},
            where=people.c.spoken.is_distinct_from(spoke.excluded.spoken),
        ),
        line=upsert(audit, dialect).on_conflict_do_nothing(index_elements=["question_id"]),
    )
