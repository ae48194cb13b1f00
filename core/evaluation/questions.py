"""The question file: JSON lines of dialogues with gold SQL, and its placeholders filled from the plant's database."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from core.evaluation.compare import Gold
from core.kernel.errors import ConfigurationError, MaintbotError
from core.kernel.messages import Cell
from core.kernel.result import Result

Run = Callable[[str], Awaitable[Result]]
"""Runs one SELECT on the plant's database, all its rows."""

_ASKED = re.compile(r"\{(\w+):([^{}]*)\}")
_AGAIN = re.compile(r"\{(\w+)\}")
_LIMIT = re.compile(r"\s+LIMIT\s+(\d+)\s*;?\s*$", re.IGNORECASE)
_GROUPED = re.compile(r"\bGROUP\s+BY\b", re.IGNORECASE)


class EvalQuestion(BaseModel):
    """One line of the file.

    Attributes:
        turns: what is said, in order; the last turn alone is judged. ``{today}`` is the ISO date,
            ``{name:SELECT …}`` the first value that the SELECT gives, ``{name}`` that value again.
        gold_sql: alternatives; any of them may be matched. Columns whose name begins with ``_`` only say what a
            list is sorted by; those whose name begins with ``pct`` are percentages.
        ordered: the rows' order counts.
        expect: ``chart`` wants a picture too; ``abstain`` and ``clarify`` want no answer.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    lang: str
    style: str
    category: str
    turns: tuple[str, ...]
    gold_sql: tuple[str, ...] | None = None
    ordered: bool | None = False
    expect: Literal["answer", "chart", "abstain", "clarify"] = "answer"

    @property
    def wants_answer(self) -> bool:
        """False when declining or asking back is right."""
        return self.expect in ("answer", "chart")


@dataclass(frozen=True, slots=True)
class Filled:
    """A question's turns and gold on one database."""

    question: EvalQuestion
    turns: tuple[str, ...]
    golds: tuple[Gold, ...]


class GoldFails(MaintbotError):
    """The gold of a question cannot be run on this database; the question is left out."""

    code = "gold_fails"


def load(path: Path) -> list[EvalQuestion]:
    """Read a question file.

    Raises:
        ConfigurationError: it cannot be read, or a line is not a question; says which.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = f"{path}: {getattr(error, 'strerror', None) or error}"
        raise ConfigurationError(reason, reason=reason) from error
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(EvalQuestion.model_validate(json.loads(line)))
        except ValidationError as error:
            problem = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, problem["loc"])) or "line"
            reason = f"{path}:{number}: {where}: {problem['msg']}"
            raise ConfigurationError(reason, reason=reason) from error
        except ValueError as error:
            reason = f"{path}:{number}: {error}"
            raise ConfigurationError(reason, reason=reason) from error
    if not found:
        raise ConfigurationError(str(path), reason=f"{path}: 0")
    return found


async def fill(question: EvalQuestion, today: str, run: Run) -> Filled:
    """Fill the placeholders and run the gold.

    Raises:
        GoldFails: a placeholder has no value, or a gold query fails.
    """
    turns = [turn.replace("{today}", today) for turn in question.turns]
    sqls = [sql.replace("{today}", today) for sql in question.gold_sql or ()]
    try:
        values = await _values([*turns, *sqls], run)
        golds = [await gold(_put(sql, values, quoted=True), run, ordered=bool(question.ordered)) for sql in sqls]
    except GoldFails:
        raise
    except MaintbotError as error:
        raise GoldFails(f"{question.id}: {error.code}: {error.detail}") from error
    return Filled(question, tuple(_put(turn, values, quoted=False) for turn in turns), tuple(golds))


async def _values(texts: list[str], run: Run) -> dict[str, str]:
    values: dict[str, str] = {}
    for text in texts:
        for name, sql in _ASKED.findall(text):
            if name in values:
                continue
            rows = (await run(sql)).rows
            if not rows or rows[0][0] is None:
                raise GoldFails(f"placeholder {name} has no value")
            values[name] = str(rows[0][0])
    return values


def _put(text: str, values: dict[str, str], *, quoted: bool) -> str:
    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            return match[0]
        return values[match[1]].replace("'", "''") if quoted else values[match[1]]

    return _AGAIN.sub(value, _ASKED.sub(value, text))


async def gold(sql: str, run: Run, *, ordered: bool) -> Gold:
    """Run one gold query. A top-N that names its sort key is run without its LIMIT, to know the ties at the cut."""
    result = await run(sql)
    shown = [index for index, name in enumerate(result.columns) if not name.startswith("_")]
    hidden = [index for index, name in enumerate(result.columns) if name.startswith("_")]
    limit = _LIMIT.search(sql) if hidden else None
    rows = (await run(_LIMIT.sub("", sql))).rows if limit else result.rows

    def pick(indexes: list[int]) -> tuple[tuple[Cell, ...], ...]:
        return tuple(tuple(row[index] for index in indexes) for row in rows)

    return Gold(
        sql=sql,
        columns=tuple(result.columns[index] for index in shown),
        rows=pick(shown),
        keys=pick(hidden) if hidden else None,
        limit=int(limit[1]) if limit else None,
        breakdown=bool(_GROUPED.search(sql)) and len(shown) >= 2,
        ordered=ordered,
    )
