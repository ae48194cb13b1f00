"""The named conditions of orders and machines, of what is known of their columns; their words are the demo plant's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.drafting.concepts.book import Meaning, meanings
from core.drafting.concepts.concepts import TableConcept
from core.drafting.concepts.populations import NO, YES
from core.drafting.concepts.states import UNKNOWN
from core.drafting.naming.words import load_data
from core.drafting.writing import demo_words
from core.drafting.writing.plant import DraftedPlant
from core.kernel.folding import fold
from core.kernel.messages import Language


def conditions_of(plant: DraftedPlant, table: str) -> list[dict[str, Any]]:
    """The conditions of one table, ready for the file."""
    entry = plant.concepts.by_table.get(table)
    found: list[dict[str, Any]] = []
    if (kept := kept_of(plant, table)) is not None:
        found.append(kept)
    found += _of_flags(plant, table)
    if entry is not None and entry.concept == "work_order":
        found += _of_orders(plant, table, entry)
    elif entry is not None and entry.concept == "notification":
        found += _of_notices(plant, table, entry)
    elif entry is not None and entry.concept == "asset":
        found += _of_assets(plant, table, entry)
    elif entry is not None and entry.concept == "stop":
        found += _of_stops(plant, table, entry)
    elif entry is not None and entry.concept == "plan":
        found += _of_plans(plant, table, entry)
    elif entry is not None and entry.concept == "part":
        found += _of_parts(plant, table, entry)
    profiled = plant.profile.table(table) if plant.profile else None
    said = profiled.conditions if profiled else {}
    for name, words in said.items() if any(item["name"] in said for item in found) else ():
        # What a system calls a state is no word for another one.
        found = [item if item["name"] == name else _without(item, words) for item in found]
    for item in found:
        for language, more in said.get(item["name"], {}).items():
            item["terms"][language] = [*item["terms"][language], *more]
    return found


def kept_of(plant: DraftedPlant, table: str) -> dict[str, Any] | None:
    """The condition that rows must meet to be rows at all, of the table's flags."""
    tests = []
    entry = plant.concepts.by_table.get(table)
    for flag in (flag for flag in plant.flags.get(table, ()) if not flag.lifted):
        column = plant.written(flag.column)
        test = f"{column} {flag.test}"
        missing = plant.tables[table].columns[flag.column].filled < plant.tables[table].rows
        test = f"({test} OR {column} IS NULL)" if flag.or_empty and missing else test
        if flag.test.startswith("<>") and entry is not None and (void := entry.values_of("state", "cancelled")):
            # A document that was cancelled is no row, but for the order whose state says the same.
            test = f"({test} OR {plant.any_of(table, str(entry.column('state')), void)})"
        tests.append(test)
    if not tests:
        return None
    return {
        "name": "real",
        "expression": " AND ".join(tests),
        "terms": {"es": [], "en": []},
        "label": {"es": "vigente", "en": "real"},
    }


def _of_flags(plant: DraftedPlant, table: str) -> Iterator[dict[str, Any]]:
    """Rows that are in use and those that are not, by a flag that a question may lift."""
    flag = plant.lifted_flag(table)
    if flag is None:
        return
    column = plant.written(flag.column)
    missing = flag.or_empty and plant.tables[table].columns[flag.column].filled < plant.tables[table].rows
    test = f"{column} {flag.test}"
    spoken = {"field": plant.fields[table][flag.column]}
    present = f"({test} OR {column} IS NULL)" if missing else test
    yield {
        "name": "in_use",
        "expression": present,
        "terms": {"es": ["en uso", "vigente"], "en": ["active", "in use"]},
        "label": {"es": "activo", "en": "active"},
    }
    inactive = _like("technician", "inactive", f"NOT ({test})", **spoken)
    entry = plant.concepts.by_table.get(table)
    if entry is not None and entry.concept == "asset" and entry.column("retired"):
        # Where a date says when a machine was taken out, «de baja» is that, and not what the system no longer shows.
        inactive = _without(inactive, demo_words.condition_words("equipment", "retired")["terms"])
    yield inactive


@dataclass(frozen=True)
class Population:
    """Rows that may be left out of every count: cancelled orders, retired machines.

    Attributes:
        name: of the condition that the others meet.
        note: how an answer says that they are left out; beside: the heading of a count with them.
    """

    name: str
    note: Mapping[Language, str]
    beside: Mapping[Language, str]


def population_of(plant: DraftedPlant, table: str) -> Population | None:
    """What may be left out of a table's counts."""
    entry = plant.concepts.by_table.get(table)
    rule = load_data("populations.yaml")["states"].get(entry.concept) if entry else None
    if entry is None or rule is None or not entry.values_of("state", *rule["values"]):
        return None
    return Population(rule["name"], rule["note"], rule["beside"])


def _of_orders(plant: DraftedPlant, table: str, entry: TableConcept) -> Iterator[dict[str, Any]]:
    dates = {
        role: column for role in ("created", "due", "started", "finished", "solved") if (column := entry.column(role))
    }
    sql = {role: plant.column_sql(table, column) for role, column in dates.items()}
    names = {role: plant.fields[table][column] for role, column in dates.items()}
    state = entry.column("state")
    states = {guess.value for guess in entry.states.get("state", {}).values()}
    spoken = _spoken_state(plant, table, state)
    open_test = closed_test = None
    if state is not None and states:
        opens = [item.name for item in meanings()["work_order.state"] if item.open]
        if (values := entry.values_of("state", *opens)) and not entry.values_of("state", UNKNOWN):
            open_test = plant.any_of(table, state, values)
        if values := entry.values_of("state", "closed"):
            closed_test = plant.any_of(table, state, values)
        if values := entry.values_of("state", "cancelled"):
            yield _like("work_order", "not_cancelled", plant.none_of(table, state, values))
            yield _like("work_order", "cancelled", plant.any_of(table, state, values), **spoken)
    if not states and "finished" in sql:
        finished = dates["finished"]
        open_test, closed_test, spoken = plant.missing(table, finished), plant.there(table, finished), {}
    if open_test:
        created = {"with_period": {"date": names["created"]}} if "created" in names else {}
        yield _like("work_order", "open", open_test, **spoken, **created)
    if state is not None and open_test:
        for name in ("in_progress", "waiting_parts"):
            begun = ("released",) if name == "in_progress" else ()
            if values := entry.values_of("state", name, *begun):
                yield _like("work_order", name, plant.any_of(table, state, values), **spoken)
        for hold in (item for item in meanings()["work_order.state"] if item.open and item.terms):
            values = entry.values_of("state", hold.name)
            if not values:
                continue
            yield {
                "name": hold.name, "expression": plant.any_of(table, state, values), **spoken, "passing": True,
                "terms": {language: list(terms) for language, terms in hold.terms.items()}, "label": dict(hold.label),
            }  # fmt: skip
    if open_test and "due" in sql:
        yield _like("work_order", "overdue", f"{open_test} AND {sql['due']} < :today", date=names["due"])
    done_test, done = closed_test, "finished"
    solved = entry.values_of("state", "solved")
    if closed_test and state is not None and solved and "solved" in sql:
        done_test, done = plant.any_of(table, state, [*solved, *entry.values_of("state", "closed")]), "solved"
        yield _solved(done_test, spoken, names["solved"])
    if closed_test:
        when = {"date": names["finished"]} if "finished" in names else {}
        closed = _like("work_order", "closed", closed_test, **spoken, **when)
        if entry.values_of("state", "released"):
            closed = _without(closed, _meaning("released").terms)
        yield closed if done == "finished" else _without(closed, _meaning("solved").terms)
    if done_test and "due" in sql and done in sql:
        late, on_time = (f"{done_test} AND DAY_OF({sql[done]}) {op} DAY_OF({sql['due']})" for op in (">", "<="))
        yield _like("work_order", "completed_late", late, date=names[done], excludes=["completed_on_time"])
        yield _like("work_order", "completed_on_time", on_time, date=names[done])
        if open_test:
            missed = f"({late}) OR ({open_test} AND {sql['due']} < :today)"
            yield _like("work_order", "not_on_time", missed, period_date=names["due"])
    yield from _of_types(plant, table, entry)
    yield from _of_shared_types(plant, table, entry)
    yield from _of_plan(plant, table, entry)
    if person := entry.column("person"):
        yield _like("work_order", "unassigned", plant.missing(table, person))
        yield _like("work_order", "assigned", plant.there(table, person))


def _solved(test: str, spoken: dict[str, Any], date: str) -> dict[str, Any]:
    """Done, closed or not yet: of plants whose orders are solved first and closed later."""
    meaning = _meaning("solved")
    terms = {language: list(said) for language, said in meaning.terms.items()}
    return {
        "name": "solved", "expression": test, **spoken, "date": date, "terms": terms, "label": dict(meaning.label),
    }  # fmt: skip


def _meaning(name: str) -> Meaning:
    return next(item for item in meanings()["work_order.state"] if item.name == name)


def _without(condition: dict[str, Any], taken: Mapping[Language, Sequence[str]]) -> dict[str, Any]:
    """The condition without words that another one has."""
    gone = {fold(term) for said in taken.values() for term in said}
    terms = {language: [term for term in own if fold(term) not in gone] for language, own in condition["terms"].items()}
    return {**condition, "terms": terms}


_MEASURED_TYPES = (("corrective",), ("incident",), ("preventive",), ("preventive", "corrective"))


def typed_condition(meanings_: tuple[str, ...]) -> str:
    """The condition of orders of these types, where a catalogue has them; nobody says it, measures keep it."""
    return "of_type_" + "_or_".join(meanings_)


def _of_types(plant: DraftedPlant, table: str, entry: TableConcept) -> Iterator[dict[str, Any]]:
    column = entry.column("type")
    if column is None or plant.tables[table].link_of(column) is None:
        return
    for types in _MEASURED_TYPES:
        values = entry.values_of("type", *types)
        if values and all(entry.values_of("type", item) for item in types):
            named = [demo_words.value_label("work_order.type", "type", item) for item in types]
            label = {language: " / ".join(item[language] for item in named) for language in ("es", "en")}
            yield {
                "name": typed_condition(types), "expression": plant.any_of(table, column, values),
                "terms": {"es": [], "en": []}, "label": label,
            }  # fmt: skip


def shared_meanings(entry: TableConcept, role: str) -> dict[str, tuple[str, ...]]:
    """Meaning → its values, of a role several of whose values mean the same (PM02 and PM03: preventive): who says the
    word means all of them."""
    found: dict[str, list[str]] = {}
    for value, guess in entry.states.get(role, {}).items():
        found.setdefault(guess.value, []).append(value)
    return {meaning: tuple(values) for meaning, values in found.items() if len(values) > 1}


def _of_shared_types(plant: DraftedPlant, table: str, entry: TableConcept) -> Iterator[dict[str, Any]]:
    column = entry.column("type")
    known = {item.name: item for item in meanings()["work_order.type"]}
    for name, values in shared_meanings(entry, "type").items() if column is not None else ():
        if (meaning := known.get(name)) is None:
            continue
        said = demo_words.value_words("work_order.type", meaning.like)["terms"] if meaning.like else meaning.terms
        yield {
            "name": f"type_{name}", "expression": plant.any_of(table, str(column), values),
            **_spoken_state(plant, table, column),
            "terms": {language: list(terms) for language, terms in said.items()},
            "label": demo_words.value_label("work_order.type", "type", name),
        }  # fmt: skip


_SOME, _MOST = 0.02, 0.98
"""The share of orders that come of a plan, where some do and others do not."""


def _of_plan(plant: DraftedPlant, table: str, entry: TableConcept) -> Iterator[dict[str, Any]]:
    """Orders that a plan made are preventive, where no type says so."""
    column, found = entry.column("plan"), plant.tables[table]
    types = {guess.value for guess in entry.states.get("type", {}).values()}
    if (
        column is None
        or "preventive" in types
        or not _SOME <= found.columns[column].filled / max(found.rows, 1) <= _MOST
    ):
        return
    meaning = next(item for item in meanings()["work_order.type"] if item.name == "preventive")
    said = demo_words.value_words("work_order.type", meaning.like or "")["terms"]
    yield {
        "name": "of_plan", "expression": plant.there(table, column),
        "terms": {language: list(terms) for language, terms in said.items()},
        "label": demo_words.value_label("work_order.type", "type", "preventive"),
    }  # fmt: skip


def _of_notices(plant: DraftedPlant, table: str, entry: TableConcept) -> Iterator[dict[str, Any]]:
    """Open and closed notices, beside the orders that are made of them."""
    state = entry.column("state")
    if state is None:
        return
    spoken = _spoken_state(plant, table, state)
    created, finished = entry.column("created"), entry.column("finished")
    opens = [item.name for item in meanings()["work_order.state"] if item.open]
    if values := entry.values_of("state", *opens):
        when = {"with_period": {"date": plant.fields[table][created]}} if created else {}
        yield _like("work_order", "open", plant.any_of(table, state, values), **spoken, **when)
    if values := entry.values_of("state", "closed", "solved"):
        date = {"date": plant.fields[table][finished]} if finished else {}
        yield _like("work_order", "closed", plant.any_of(table, state, values), **spoken, **date)


def _of_assets(plant: DraftedPlant, table: str, entry: TableConcept) -> Iterator[dict[str, Any]]:
    state = entry.column("state")
    told = False
    if state is not None:
        spoken = _spoken_state(plant, table, state)
        if values := entry.values_of("state", "retired"):
            present = _like("equipment", "present", plant.none_of(table, state, values))
            yield present | {"terms": {"es": ["en uso", "en servicio"], "en": ["in use", "in service"]}}
            yield _like("equipment", "retired", plant.any_of(table, state, values), **spoken)
        for name, meaning in (("down", "down"), ("standby", "standby"), ("in_maintenance", "maintenance")):
            if values := entry.values_of("state", meaning):
                told = told or name == "down"
                yield _like("equipment", name, plant.any_of(table, state, values), **spoken)
        if (values := entry.values_of("state", "running")) and told:
            yield _like("equipment", "running", plant.any_of(table, state, values), **spoken)
    if (gone := entry.column("retired")) and not entry.values_of("state", "retired"):
        yield _like("equipment", "retired", plant.there(table, gone))
        present = _like("equipment", "present", plant.missing(table, gone))
        yield present | {"terms": {"es": ["en uso", "en servicio"], "en": ["in use", "in service"]}}
    if (running := entry.column("running")) and not told:
        yes, no = ("1", "0") if plant.tables[table].columns[running].kind == "integer" else ("true", "false")
        yield _like("equipment", "down", plant.any_of(table, running, [no]))
        yield _like("equipment", "running", plant.any_of(table, running, [yes]))
    if following := entry.column("next_maintenance"):
        field, sql = plant.fields[table][following], plant.column_sql(table, following)
        yield _like(
            "equipment",
            "needs_pm",
            f"{sql} IS NOT NULL",
            window=field,
            window_current="until_end",
            default_window="month",
        )
        yield _like("equipment", "overdue", f"{sql} < :today", date=field)


def _of_stops(plant: DraftedPlant, table: str, entry: TableConcept) -> Iterator[dict[str, Any]]:
    if (finished := entry.column("finished")) is not None:
        field = plant.fields[table][finished]
        yield _like("downtime", "ongoing", plant.missing(table, finished), field=field)
        yield _like("downtime", "ended", plant.there(table, finished))
    planned = entry.column("planned")
    if planned is None:
        return
    column = plant.tables[table].columns[planned]
    yes = next((str(value) for value in column.values if fold(str(value)) in YES), None)
    no = next((str(value) for value in column.values if fold(str(value)) in NO), None)
    if yes is not None and no is not None:
        field = plant.fields[table][planned]
        yield _like("downtime", "planned", plant.any_of(table, planned, [yes]), field=field)
        yield _like("downtime", "unplanned", plant.any_of(table, planned, [no]), field=field)


def _of_plans(plant: DraftedPlant, table: str, entry: TableConcept) -> Iterator[dict[str, Any]]:
    if (following := entry.column("next")) is not None:
        sql = plant.column_sql(table, following)
        yield _like("equipment", "overdue", f"{sql} < :today", date=plant.fields[table][following])


def _of_parts(plant: DraftedPlant, table: str, entry: TableConcept) -> Iterator[dict[str, Any]]:
    stock, minimum = entry.column("stock"), entry.column("minimum")
    if stock is None:
        return
    written = plant.written(stock)
    if below := entry.column("below"):
        yield _like("spare_part", "low_stock", f"{plant.written(below)} > 0")
    elif minimum is not None:
        yield _like("spare_part", "low_stock", f"{written} < {plant.written(minimum)}")
    yield _like("spare_part", "out_of_stock", f"{written} = 0", excludes=["in_stock"])
    yield _like("spare_part", "in_stock", f"{written} > 0")


def _spoken_state(plant: DraftedPlant, table: str, state: str | None) -> dict[str, Any]:
    """The field that a condition of the state is about; none where the state is another table's row."""
    from core.drafting.writing.fields import shown_columns

    if state is None or state not in shown_columns(plant, table):
        return {}
    return {"field": plant.fields[table][state]}


def _like(dataset: str, name: str, expression: str, **keys: Any) -> dict[str, Any]:
    return {"name": name, "expression": expression, **keys, **demo_words.condition_words(dataset, name)}
