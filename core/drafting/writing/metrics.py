"""The measures that a plant's columns allow; names, words and definitions are the demo plant's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.drafting.concepts.concepts import TableConcept
from core.drafting.naming.name import name_of
from core.drafting.naming.split import canonical
from core.drafting.naming.words import load_data
from core.drafting.survey.found import FoundColumn
from core.drafting.writing import demo_words
from core.drafting.writing.conditions import kept_of, typed_condition
from core.drafting.writing.fields import shown_columns
from core.drafting.writing.lengths import per_hour, per_minute
from core.drafting.writing.plant import DraftedPlant

_MEASURED = {"maintenance_cost": "cost", "labor_cost": "labor_cost", "parts_cost": "parts_cost"}
_WORKED = frozenset({"hour", "man hours", "labor"})
"""Words of a column that holds what people worked; a duration may be that of the order."""
_AMOUNTS = frozenset({"cost", "amount", "price"})
_COSTS = ("labor_cost", "parts_cost", "service_cost", "tool_cost")


def metrics_of(plant: DraftedPlant) -> list[dict[str, Any]]:
    """All metrics of the file, each name once."""
    made: dict[str, dict[str, Any]] = {}
    for measures in (_Orders, _Labor, _Costs, _Usage, _Stops, _Failures, _Parts):
        entry = plant.entry(measures.concept)
        if entry is not None:
            for item in measures(plant, entry).all():
                made.setdefault(item["name"], item)
    return [*made.values(), *_formulas(plant, made)]


class _Measures:
    """Measures over one table of a concept."""

    concept = ""

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
        return self.qualified(self.plant.column_sql(self.table, column)) if column else None

    def field(self, *roles: str) -> dict[str, Any]:
        """The date that a metric binds to: the first of these that is there."""
        for role in roles:
            if column := self.entry.column(role):
                return {"date": self.plant.fields[self.table][column]}
        return {}

    def qualified(self, text: str) -> str:
        """An expression with the dataset before each of its columns."""
        import sqlglot
        from sqlglot import exp

        tree = sqlglot.parse_one(text)
        for column in tree.find_all(exp.Column):
            column.set("table", exp.to_identifier(self.name))
        return tree.sql()

    def made(self, name: str, expression: str, **keys: Any) -> dict[str, Any]:
        """A metric of the file, with the words of the demo plant's."""
        context = {"dataset": self.name, **demo_words.metric_words(name), **keys}
        if role := _MEASURED.get(name):
            self._called_as_its_column(context, role)
        return {
            "name": name,
            "description": demo_words.metric_text(name),
            "datatype": "Integer" if context.get("kind") == "integer" else "Decimal",
            "expression": {"dialects": [{"dialect": "ANSI_SQL", "expression": expression}]},
            "ai_context": context,
        }

    def _called_as_its_column(self, context: dict[str, Any], role: str) -> None:
        """A measure is asked for by the name of the column that it adds up, too («total repair cost»)."""
        if column := self.entry.column(role):
            called = self.plant.tables[self.table].columns[column].called
            for language, terms in name_of(called).terms().items():
                own = context["terms"].setdefault(language, [])
                own += [term for term in terms if term not in own]

    def all(self) -> Iterator[dict[str, Any]]:
        """Every measure that can be computed."""
        yield from ()

    def per_hour(self, role: str) -> str | None:
        """What turns a role's column into hours; None where nothing tells its unit."""
        return per_hour(self.plant, self.table, str(self.entry.column(role)), default="hour")

    def of_real_orders(self) -> dict[str, Any]:
        """What leaves out rows of deleted orders, where all rows are an order's, or those of none are purchases."""
        link = self.plant.linked(self.table, "work_order")
        if link is None or kept_of(self.plant, link.to_table) is None:
            return {}
        bought = any(
            "purchase order" in canonical(item.called) for item in self.plant.tables[self.table].columns.values()
        )
        return {"where_of": {self.plant.datasets[link.to_table]: "real"}} if bought or not link.optional else {}


class _Orders(_Measures):
    """Measures of the work orders."""

    concept = "work_order"

    def all(self) -> Iterator[dict[str, Any]]:
        """Every measure that can be computed."""
        if cost := self._cost():
            yield self.made("maintenance_cost", f"SUM({cost})", **self.field("finished", "created"))
        for name in ("labor_cost", "parts_cost"):
            if column := self.column(name):
                yield self.made(name, f"SUM({column})", **self.field("finished", "created"))
        closed = {"where": ["closed"]} if "closed" in self.conditions else {}
        # Work is done when it is solved, where that is known beside when the order was closed.
        done = {"where": ["solved"]} if "solved" in self.conditions else closed
        ended = "solved" if "solved" in self.conditions else "finished"
        state = self.entry.column("state")
        spoken = closed and state and state in shown_columns(self.plant, self.table)
        yields = {"where_yields_to": [self.plant.fields[self.table][state]]} if spoken and state else {}
        if (stopped := self.column("downtime")) and (unit := self.per_hour("downtime")) is not None:
            yield self.made("downtime_hours", f"SUM({stopped}){unit}", **self.field("created"))
        if (hours := self.column("hours")) and self._booked_here() and (unit := self.per_hour("hours")) is not None:
            yield self.made(
                "labor_hours", f"SUM({hours}){unit}", **closed, **yields, **self.field("finished", "created")
            )
        finish, mean = self.column(ended), self._repair(ended)
        corrective = self._typed("corrective") or self._typed("incident")
        if mean is not None and closed and (corrective or self.entry.column("type") is None):
            # Without a type every order is a repair.
            kept = _together(done, corrective)
            told = {} if corrective else {"definition": load_data("metrics.yaml")["mttr_of_all"]}
            yield self.made("mttr", mean[0], **kept, **self.field(ended), **told, **mean[1])
        due, preventive = self.column("due"), self._typed("preventive")
        if due and finish and closed and preventive:
            test = f"{self._test(done['where'][0])} AND DAY_OF({finish}) <= DAY_OF({due})"
            part = f"SUM(CASE WHEN {test} THEN 1 ELSE 0 END)"
            yield self.made(
                "pm_compliance",
                f"100.0 * {part} / NULLIF(COUNT(*), 0)",
                **preventive,
                **self.field("due"),
                numerator=part,
            )
        if corrective and preventive:
            both = self._typed("preventive", "corrective")
            own = self.entry.values_of("type", "preventive")
            test = self.qualified(self.plant.any_of(self.table, str(self.entry.column("type")), own))
            part = f"SUM(CASE WHEN {test} THEN 1 ELSE 0 END)"
            yield self.made(
                "planned_ratio",
                f"100.0 * {part} / NULLIF(COUNT(*), 0)",
                **both,
                **self.field("created"),
                numerator=part,
            )
        if "open" in self.conditions:
            yield self.made("backlog", "COUNT(*)", where=["open"], **self.field("created"), counts=self.name)

    def _booked_here(self) -> bool:
        """False where people book their hours in a table of their own, and the order only says how long it took."""
        booked = self.plant.entry("labor")
        said = canonical(self.plant.tables[self.table].columns[str(self.entry.column("hours"))].called)
        return booked is None or booked.column("hours") is None or bool(_WORKED & set(said))

    def _repair(self, ended: str) -> tuple[str, dict[str, Any]] | None:
        """The mean hours of a repair, and how that is explained where it is no difference of two dates."""
        hours, finish = self.entry.column("hours"), self.column(ended)
        written_down = hours is not None and "repair" in canonical(self.plant.tables[self.table].columns[hours].called)
        if written_down and (unit := self.per_hour("hours")) is not None:
            # What somebody wrote down as the time of the repair is that, and not how long the order was open.
            written = f"AVG({self.column('hours')}){unit}"
            return written, {"definition": load_data("metrics.yaml")["mttr_of_hours"]}
        start = self.column("started") or self.column("created")
        return (f"AVG(HOURS_BETWEEN({start}, {finish}))", {}) if start and finish else None

    def _cost(self) -> str | None:
        if whole := self.column("cost"):
            return whole
        parts = [f"COALESCE({column}, 0)" for role in _COSTS if (column := self.column(role))]
        return " + ".join(parts) or None

    def _typed(self, *meanings: str) -> dict[str, Any]:
        """What keeps the orders of a type; empty where the type is not known.

        A type that is another table's row is kept by a condition of the orders' own column.
        """
        column = self.entry.column("type")
        values = self.entry.values_of("type", *meanings)
        if column is None or not values:
            return {}
        if self.plant.tables[self.table].link_of(column):
            name = typed_condition(meanings)
            return {"where": [name]} if name in self.conditions else {}
        found = self.plant.tables[self.table].columns[column]
        said: list[Any] = [int(value) if found.kind == "integer" else value for value in values]
        return {"where_values": {self.plant.fields[self.table][column]: said}}

    def _test(self, condition: str) -> str:
        from core.drafting.writing.conditions import conditions_of

        text = next(item["expression"] for item in conditions_of(self.plant, self.table) if item["name"] == condition)
        return self.qualified(str(text))


def _together(*kept: dict[str, Any]) -> dict[str, Any]:
    """What several of them keep, at once."""
    where = [name for item in kept for name in item.get("where", ())]
    found = {key: value for item in kept for key, value in item.items() if key != "where"}
    return {"where": where, **found} if where else found


class _Labor(_Measures):
    """Hours booked by people."""

    concept = "labor"

    def all(self) -> Iterator[dict[str, Any]]:
        """Hours, and their cost."""
        if (hours := self.column("hours")) and (unit := self.per_hour("hours")) is not None:
            yield self.made("labor_hours", f"SUM({hours}){unit}", **self.field("date"), **self.of_real_orders())
        if cost := self.column("cost"):
            yield self.made("labor_cost", f"SUM({cost})", **self.field("date"))


class _Costs(_Measures):
    """Costs booked beside the orders."""

    concept = "cost"

    def all(self) -> Iterator[dict[str, Any]]:
        """What they add up to; of several amounts a row (a rate, what is fixed, the material) none is the cost."""
        amounts = [item for item in self.plant.tables[self.table].columns.values() if self._is_amount(item)]
        if (cost := self.column("cost")) and len(amounts) == 1:
            yield self.made("maintenance_cost", f"SUM({cost})", **self.field("date"), **self.of_real_orders())

    def _is_amount(self, column: FoundColumn) -> bool:
        words = set(canonical(column.called))
        whole = self.entry.column("cost")
        total = whole is not None and "total" in canonical(self.plant.tables[self.table].columns[whole].called)
        own = column.name == whole
        return own or (not total and column.is_number and bool(_AMOUNTS & words) and column.filled > 0)


class _Usage(_Measures):
    """Spare parts used."""

    concept = "usage"

    def all(self) -> Iterator[dict[str, Any]]:
        """How many."""
        part = self.plant.linked(self.table, "part")
        if quantity := self.column("quantity"):
            rows = {"rows": self.plant.datasets[part.to_table]} if part else {}
            if (issued := self._issued()) is not None:
                kept = {**self.field("date"), **rows, **issued, **self.of_real_orders()}
                yield self.made("parts_consumption", f"SUM({quantity})", **kept, kind="number")

    def _issued(self) -> dict[str, Any] | None:
        """What keeps the movements that took parts out of the store; None where they are not known among others."""
        column = self.entry.column("movement")
        found = self.plant.tables[self.table].columns.get(column or "")
        if column is None or found is None or found.different < 2:
            return {}
        values = self.entry.values_of("movement", "issued")
        if not values or self.plant.tables[self.table].link_of(column):
            return None
        said: list[Any] = [int(value) if found.kind == "integer" else value for value in values]
        return {"where_values": {self.plant.fields[self.table][column]: said}}


class _Stops(_Measures):
    """Stops of equipment."""

    concept = "stop"

    def all(self) -> Iterator[dict[str, Any]]:
        """Hours of downtime and the mean length of a stop."""
        length = self.column("minutes")
        if length is not None:
            called = str(self.entry.column("minutes"))
            to_hours = per_hour(self.plant, self.table, called, default="minute")
            to_minutes = per_minute(self.plant, self.table, called, default="minute")
            if to_hours is None or to_minutes is None:
                return
            hours, mean = f"SUM({length}){to_hours}", f"AVG({length}){to_minutes}"
        elif (start := self.column("started")) and (end := self.column("finished")):
            hours = f"SUM(HOURS_BETWEEN({start}, {end}))"
            mean = f"AVG(HOURS_BETWEEN({start}, {end})) * 60.0"
        else:
            return
        yield self.made("downtime_hours", hours, **self.field("started"))
        yield self.made("average_stop", mean, **self.field("started"))
        if self.plant.linked(self.table, "asset") is not None:
            present = _present(self.plant)
            yield self.made("downtime_of_present", hours, **self.field("started"), **present)
            if "unplanned" in self.conditions:
                yield self.made(
                    "unplanned_downtime_of_present", hours, **self.field("started"), **present, where=["unplanned"]
                )
            else:
                yield self.made("unplanned_downtime_of_present", hours, **self.field("started"), **present)


class _Failures(_Measures):
    """Failures of equipment."""

    concept = "failure"

    def all(self) -> Iterator[dict[str, Any]]:
        """How many machines in use had."""
        if self.plant.linked(self.table, "asset") is not None:
            yield self.made("failures_of_present", "COUNT(*)", **self.field("date"), **_present(self.plant))


class _Parts(_Measures):
    """Spare parts in stock."""

    concept = "part"

    def all(self) -> Iterator[dict[str, Any]]:
        """What they are worth."""
        if (stock := self.column("stock")) and (cost := self.column("cost")):
            yield self.made("stock_value", f"SUM({stock} * {cost})")


class _Machines(_Measures):
    """Machines in use."""

    concept = "asset"

    def all(self) -> Iterator[dict[str, Any]]:
        """How many."""
        yield self.made("present_equipment", "COUNT(*)", where=sorted({"present", "in_use"} & self.conditions)[:1])


def _present(plant: DraftedPlant) -> dict[str, Any]:
    """What keeps machines in use alone, where that is known."""
    entry = plant.entry("asset")
    held = sorted({"present", "in_use"} & _Machines(plant, entry).conditions)[:1] if entry else []
    return {"where_of": {plant.datasets[entry.table.value]: held[0]}} if entry and held else {}


def _formulas(plant: DraftedPlant, made: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Availability and MTBF, where their parts are there."""
    entry = plant.entry("asset")
    if entry is None or "downtime_of_present" not in made:
        return
    machines = _Machines(plant, entry)
    yield from machines.all()
    wanted = ["availability"] + (["mtbf"] if "failures_of_present" in made else [])
    for name in wanted:
        item = machines.made(name, demo_words.metric_expression(name))
        del item["ai_context"]["dataset"]
        yield item
