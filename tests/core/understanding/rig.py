"""The deterministic planner over the demo plant, talked to turn by turn, and its plans in one readable line.

``compact`` writes a Plan as the golden files have it:

    count equipment | type = pump, down
    breakdown work_order: count | open | by area.name, work_order.type | top 3
    measure downtime: downtime_hours | period 2026-11-01..2026-11-22 | chart pie
    asks [flurbas] or count equipment | type = pump, down

Parts stand in this order: shape, dataset and measures, filters, groups, columns, period, comparison, order, limit,
what each group must have, chart. Fields of the query's own dataset are written without it.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from core.kernel.messages import Cell, Language, Question, Thread, Viewer
from core.kernel.result import Result
from core.planning.plan import Asks, ChartOfLast, OfLast, Plan, Queried, Query, SessionView
from core.semantics.load import load_model
from core.semantics.query import FieldRef, Filter, GroupBy, Measure, Order, Period, SemanticQuery
from core.understanding.annotate import Annotated, Annotator
from core.understanding.planner import DeterministicPlanner

TODAY = date(2026, 11, 22)
"""A Sunday."""


class Sqlite:
    """The plant's data read straight from its file."""

    dialect = "sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path

    def ask(self, sql: str) -> Result:
        """Run a query."""
        with closing(sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True)) as connection:
            cursor = connection.execute(sql)
            columns = tuple(item[0] for item in cursor.description)
            return Result(columns, tuple(cursor.fetchall()), False, 0.0, datetime.now(UTC))

    async def run(self, sql: str) -> Result:
        """Run a query, as the pipeline would."""
        return self.ask(sql)

    async def distinct(self, table: str, column: str, *, limit: int) -> list[Cell] | None:
        """A column's values."""
        rows = self.ask(f"SELECT DISTINCT {column} FROM {table} ORDER BY 1 LIMIT {limit + 1}").rows
        return None if len(rows) > limit else [row[0] for row in rows]

    async def version(self) -> str | None:
        """Nothing ever changes."""
        return "1"


@dataclass
class Talk:
    """A Session that remembers as the real one does."""

    language: Language | None = None
    last_plan: Query | None = None
    pending: Asks | None = None
    recent: tuple[tuple[str, Plan], ...] = ()

    def heard(self, text: str, plan: Plan) -> None:
        """Go on with one more turn."""
        self.language = plan.language
        self.pending = plan if isinstance(plan, Asks) and plan.choices else None
        if isinstance(plan, Asks) and plan.ends_session:
            self.last_plan = None
        elif isinstance(plan, Queried):
            self.last_plan = plan
        self.recent = (*self.recent, (text, plan))[-5:]


class Bench:
    """Asks the planner."""

    def __init__(self, path: Path, today: date = TODAY) -> None:
        self.data = Sqlite(path)
        self.today = today
        self.planner = DeterministicPlanner(load_model(), self.data, today=lambda: self.today, run=self.data.run)
        self.session = Talk()
        self._loop = asyncio.new_event_loop()
        self.annotator: Annotator = self._loop.run_until_complete(self.planner.prepare())

    def close(self) -> None:
        """End the loop."""
        self._loop.close()

    def plan(
        self, text: str, session: SessionView | None = None, *, today: date | None = None, choice: str | None = None
    ) -> Plan:
        """Plan one message."""
        asked = Question(
            id="q1",
            thread=Thread(platform="test", workspace="T1", thread="C1"),
            viewer=Viewer(platform="test", id="U1"),
            text=text,
            received_at=datetime(2026, 11, 22, 14, 15, tzinfo=UTC),
            today=today,
            choice=choice,
        )
        return self._loop.run_until_complete(self.planner.plan(asked, session or Talk()))

    def talk(self, *turns: str) -> list[Plan]:
        """Plan the turns of one Session."""
        self.session = session = Talk()
        plans = []
        for turn in turns:
            plans.append(self.plan(turn, session))
            session.heard(turn, plans[-1])
        return plans

    def read(self, text: str) -> Annotated:
        """How a question is cut into mentions."""
        return self.annotator.read(text)


# ---- plans in one line ----


def compact(plan: Plan, last: Query | None = None) -> str:
    """A Plan as the golden files write it; ``last`` is what a chart of the last result is of."""
    if isinstance(plan, Asks) and plan.action != "clarify":
        return f"{plan.action} new_topic" if plan.ends_session else plan.action
    if isinstance(plan, Asks):
        named = f" [{', '.join(plan.unknown)}]" if plan.unknown else ""
        offers = [compact_query(item.query) if item.query else f"“{item.text}”" for item in plan.choices]
        return f"asks{named}" + "".join(f" or {offer}" for offer in offers)
    if isinstance(plan, OfLast):
        return f"answer {plan.topic}"
    query = last.query if isinstance(plan, ChartOfLast) and last is not None else getattr(plan, "query", None)
    assert query is not None
    text = compact_query(query)
    if plan.chart is not None:
        kind = "auto" if plan.chart.title == "auto" else plan.chart.kind
        text += f" | chart {kind}"
    return f"image {text}" if plan.action == "image" else text


def compact_query(query: SemanticQuery) -> str:
    """A SemanticQuery in one line."""
    home = query.dataset
    head = f"{query.shape} {home}"
    measures = [_measure(item, home) for item in query.measures]
    if measures and not (query.shape == "count" and measures == ["count"]):
        head += ": " + ", ".join(measures)
    parts = [head]
    if query.filters:
        parts.append(", ".join(_filters(query.filters, home)))
    if query.everyone:
        parts.append("everyone")
    if query.groups:
        parts.append("by " + ", ".join(_group(item, home) for item in query.groups))
    if query.select:
        parts.append("show " + ", ".join(_ref(item, home) for item in query.select))
    if query.period is not None:
        default = "" if query.period.given else "default "
        where = f"{query.date_field} " if query.date_field else "period "
        parts.append(f"{default}{where}{_days(query.period)}")
    elif query.date_field and any(group.grain for group in query.groups):
        parts.append(query.date_field)
    if query.compare_to is not None:
        parts.append(f"beside {_days(query.compare_to)}")
    if query.order is not None:
        parts.append(_order(query.order, home))
    if query.limit is not None:
        parts.append(f"top {query.limit}")
    if query.having:
        parts.append("having " + ", ".join(f"{op} {_value(value)}" for _, op, value in query.having))
    return " | ".join(parts)


def _ref(ref: FieldRef, home: str) -> str:
    return ref.field if ref.dataset == home else str(ref)


def _value(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _days(period: Period) -> str:
    return f"{period.start or ''}..{period.end or ''}"


def _filters(filters: Iterable[Filter], home: str) -> list[str]:
    # Filters all hold, so that their order says nothing.
    return sorted(_filter(item, home) for item in filters)


def _filter(item: Filter, home: str) -> str:
    match item.kind:
        case "compare":
            values = "/".join(_value(value) for value in item.values)
            op = "=" if item.op == "in" else "<>" if item.op == "not in" else item.op
            return f"{_ref(item.field, home)} {op} {values}".rstrip()
        case "named":
            name = item.condition if item.dataset == home else f"{item.dataset}.{item.condition}"
            days = f" {_days(item.period)}" if item.period else ""
            return f"{'not ' if item.negated else ''}{name}{days}"
        case "dated":
            return f"{'not ' if item.negated else ''}{_ref(item.field, home)} {_days(item.period)}"
        case "any":
            return "(" + " or ".join(_filter(part, home) for part in item.parts) + ")"
        case "not":
            return f"not ({_filter(item.part, home)})"
        case _:
            inner = _filters(item.filters, item.dataset)
            if item.period:
                inner.append(_days(item.period))
            text = f"{'without' if item.negated else 'with'} {item.dataset}"
            if inner:
                text += f" ({', '.join(inner)})"
            if item.measure:
                values = "/".join(_value(value) for value in item.values)
                text += f" {_measure(item.measure, item.dataset)} {item.op} {values}"
            return text


def _measure(item: Measure, home: str) -> str:
    text = item.metric or str(item.aggregate)
    if item.dataset and item.dataset != home:
        text += f" {item.dataset}"
    if item.field:
        text += f" {_ref(item.field, home)}"
    if item.per:
        text += f" per {item.per}"
    if item.only:
        text += " of " + " and ".join(_filters(item.only, home))
    return f"{text} with share" if item.share else text


def _group(item: GroupBy, home: str) -> str:
    if item.field is None:
        return str(item.grain)
    return _ref(item.field, home) + (f" {item.grain}" if item.grain else "")


def _order(item: Order, home: str) -> str:
    if item.field is not None:
        what = _ref(item.field, home)
    else:
        what = "measure" if not item.measure else f"measure {item.measure + 1}"
    return f"{'most' if item.descending else 'least'} {what}"
