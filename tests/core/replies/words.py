"""What the tests of headlines share: the demo plant's model, plans made from queries, sentences with their marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from core.kernel.messages import Cell, Column, Language, Span
from core.kernel.result import Result
from core.planning.plan import Plan
from core.semantics.load import load_model
from core.semantics.model import SemanticModel
from core.semantics.query import (
    Period,
    SemanticQuery,
)
from core.semantics.sql.compile import Compiler
from core.semantics.sql.compiled import Compiled
from core.wording.describe.describer import Describer
from tests.plans import a_plan

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 14, 15, tzinfo=UTC)
THIS_MONTH = Period(start=date(2026, 11, 1), end=TODAY, grain="month", relative="current", phrase="este mes")
LAST_MONTH = Period(start=date(2026, 10, 1), end=date(2026, 10, 31), grain="month", relative="past")
THIS_YEAR = Period(start=date(2026, 1, 1), end=TODAY, grain="year", relative="current")


@cache
def model() -> SemanticModel:
    """The demo plant's model, read once."""
    return load_model()


def compiled(asked: SemanticQuery, language: Language = "es", of: SemanticModel | None = None) -> Compiled:
    """The SQL of a query on SQLite, with what its columns are."""
    return Compiler(of or model(), "sqlite").compile(asked, TODAY, language)


def plan(asked: SemanticQuery, language: Language = "es", of: SemanticModel | None = None, **more: Any) -> Plan:
    """The plan of a query, as the deterministic planner makes it."""
    made = compiled(asked, language, of)
    roles = {"groups": made.groups, "values": made.values, "extras": made.extras, "populations": made.populations}
    return a_plan(
        language=language, action="data", planner="deterministic", query=asked, sql=made.sql, columns=made.columns,
        roles=roles, **more,
    )  # fmt: skip


def result(
    columns: Sequence[Column] | Sequence[str], rows: Sequence[Sequence[Cell]], *, truncated: bool = False
) -> Result:
    """A result with these rows."""
    names = tuple(column if isinstance(column, str) else column.name for column in columns)
    return Result(names, tuple(tuple(row) for row in rows), truncated, 0.0, NOW)


def from_mappings(columns: Sequence[Column], rows: Sequence[Mapping[str, Cell]]) -> Result:
    """A result from rows by name; a column that a row does not name is empty."""
    return result(columns, [[row.get(column.name) for column in columns] for row in rows])


def marked(spans: Sequence[Span]) -> str:
    """A headline with its bold parts between asterisks."""
    return "".join(f"**{span.text}**" if span.bold else span.text for span in spans)


def describer(language: Language) -> Describer:
    """A describer on the tests' day."""
    return Describer(model(), language, "MXN", TODAY)
