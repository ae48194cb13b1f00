"""The measures that a plant's columns allow; names, words and definitions are the demo plant's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.drafting.concepts.concepts import TableConcept
from core.drafting.writing import words
from core.drafting.writing.plant import DraftedPlant

_COSTS = ("labor_cost", "parts_cost", "service_cost", "tool_cost")


def metrics_of(plant: DraftedPlant) -> list[dict[str, Any]]:
    """All metrics of the file."""
    entry = plant.entry("work_order")
    return list(_Orders(plant, entry).all()) if entry is not None else []


class _Orders:
    """Measures of the work orders."""

    def __init__(self, plant: DraftedPlant, entry: TableConcept) -> None:
        from core.drafting.writing.conditions import conditions_of

        self.plant = plant
        self.entry = entry
        self.table = entry.table.value
        self.name = plant.datasets[self.table]
        self.conditions = {item["name"] for item in conditions_of(plant, self.table)}

    def column(self, role: str) -> str | None:
        """A role's column as a metric's expression names it."""
        column = self.entry.column(role)
        return f"{self.name}.{self.plant.written(column)}" if column else None

    def date_sql(self, role: str) -> str | None:
        """A date's value."""
        column = self.entry.column(role)
        return self._qualified(self.plant.column_sql(self.table, column)) if column else None

    def field(self, *roles: str) -> dict[str, Any]:
        """The date that a metric binds to: the first of these that is there."""
        for role in roles:
            if column := self.entry.column(role):
                return {"date": self.plant.fields[self.table][column]}
        return {}

    def all(self) -> Iterator[dict[str, Any]]:
        """Every measure that can be computed."""
        if cost := self._cost():
            yield self._made("maintenance_cost", f"SUM({cost})", **self.field("finished", "created"))
        for name in ("labor_cost", "parts_cost"):
            if column := self.column(name):
                yield self._made(name, f"SUM({column})", **self.field("finished", "created"))
        closed = {"where": ["closed"]} if "closed" in self.conditions else {}
        state = self.entry.column("state")
        yields = {"where_yields_to": [self.plant.fields[self.table][state]]} if closed and state else {}
        if hours := self.column("hours"):
            yield self._made("labor_hours", f"SUM({hours})", **closed, **yields, **self.field("finished", "created"))
        start, finish = self.date_sql("started") or self.date_sql("created"), self.date_sql("finished")
        corrective = self._typed("corrective")
        if start and finish and closed and corrective:
            yield self._made(
                "mttr", f"AVG(HOURS_BETWEEN({start}, {finish}))", **closed, **corrective, **self.field("finished")
            )
        due, preventive = self.date_sql("due"), self._typed("preventive")
        if due and finish and closed and preventive:
            test = f"{self._test('closed')} AND DAY_OF({finish}) <= DAY_OF({due})"
            part = f"SUM(CASE WHEN {test} THEN 1 ELSE 0 END)"
            yield self._made(
                "pm_compliance",
                f"100.0 * {part} / NULLIF(COUNT(*), 0)",
                **preventive,
                **self.field("due"),
                numerator=part,
            )
        if corrective and preventive:
            both = self._typed("preventive", "corrective")
            own = self.entry.values_of("type", "preventive")
            test = self._qualified(self.plant.any_of(self.table, str(self.entry.column("type")), own))
            part = f"SUM(CASE WHEN {test} THEN 1 ELSE 0 END)"
            yield self._made(
                "planned_ratio",
                f"100.0 * {part} / NULLIF(COUNT(*), 0)",
                **both,
                **self.field("created"),
                numerator=part,
            )
        if "open" in self.conditions:
            yield self._made("backlog", "COUNT(*)", where=["open"], **self.field("created"), counts=self.name)

    def _cost(self) -> str | None:
        if whole := self.column("cost"):
            return whole
        parts = [f"COALESCE({column}, 0)" for role in _COSTS if (column := self.column(role))]
        return " + ".join(parts) or None

    def _typed(self, *meanings: str) -> dict[str, Any]:
        """What keeps the orders of a type; empty where the type is not known, or is another table's row."""
        column = self.entry.column("type")
        values = self.entry.values_of("type", *meanings)
        if column is None or not values or self.plant.tables[self.table].link_of(column):
            return {}
        found = self.plant.tables[self.table].columns[column]
        said: list[Any] = [int(value) if found.kind == "integer" else value for value in values]
        return {"where_values": {self.plant.fields[self.table][column]: said}}

    def _test(self, condition: str) -> str:
        from core.drafting.writing.conditions import conditions_of

        text = next(item["expression"] for item in conditions_of(self.plant, self.table) if item["name"] == condition)
        return self._qualified(str(text))

    def _qualified(self, text: str) -> str:
        """An expression with the dataset before each of its columns."""
        import sqlglot
        from sqlglot import exp

        tree = sqlglot.parse_one(text)
        for column in tree.find_all(exp.Column):
            column.set("table", exp.to_identifier(self.name))
        return tree.sql()

    def _made(self, name: str, expression: str, **keys: Any) -> dict[str, Any]:
        context = {"dataset": self.name, **keys, **words.metric_words(name)}
        return {
            "name": name,
            "description": words.metric_text(name),
            "datatype": "Integer" if context.get("kind") == "integer" else "Decimal",
            "expression": {"dialects": [{"dialect": "ANSI_SQL", "expression": expression}]},
            "ai_context": context,
        }
