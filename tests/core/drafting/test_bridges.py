"""A table that stands between orders and machines leads from the one to the other, where it does so once an order."""

from __future__ import annotations

from core.drafting.concepts.bridges import bridge
from core.drafting.concepts.concepts import Guess, TableConcept
from core.drafting.survey.found import FoundColumn, FoundTable, Link


def column(name: str, *, unique: bool = False) -> FoundColumn:
    return FoundColumn(name, "INTEGER", "integer", filled=10, different=10, unique=unique)


def plant(*, once: bool = True, sampled: bool = False, direct: bool = False) -> dict[str, FoundTable]:
    """Orders, machines, and between them ``order_machine``, which points at both."""
    orders = FoundTable("orders", {"id": column("id", unique=True)}, rows=10, key=("id",))
    machines = FoundTable("machines", {"id": column("id", unique=True)}, rows=5, key=("id",))
    columns = {"order_id": column("order_id", unique=once), "machine_id": column("machine_id")}
    between = FoundTable("order_machine", columns, rows=10, sampled=sampled)
    between.links += [
        Link("order_machine", ("order_id",), "orders", ("id",), "declared"),
        Link("order_machine", ("machine_id",), "machines", ("id",), "declared"),
    ]
    if direct:
        orders.links.append(Link("orders", ("machine_id",), "machines", ("id",), "declared"))
    return {table.name: table for table in (orders, machines, between)}


def concepts() -> dict[str, TableConcept]:
    return {
        "orders": TableConcept("work_order", Guess("orders", 1.0)),
        "machines": TableConcept("asset", Guess("machines", 1.0)),
    }


def ways(tables: dict[str, FoundTable]) -> set[tuple[str, str]]:
    """From which table to which one can go."""
    return {(name, link.to_table) for name, table in tables.items() for link in table.links}


def test_the_link_is_turned_so_that_an_order_leads_to_its_machine() -> None:
    tables = plant()
    bridge(tables, concepts())
    assert ways(tables) == {("orders", "order_machine"), ("order_machine", "machines")}
    (turned,) = tables["orders"].links
    assert (turned.columns, turned.to_columns, turned.optional) == (("id",), ("order_id",), True)


def test_several_machines_an_order_would_count_it_several_times() -> None:
    tables = plant(once=False)
    bridge(tables, concepts())
    assert ways(tables) == {("order_machine", "orders"), ("order_machine", "machines")}


def test_rows_that_were_not_all_looked_at_are_no_proof() -> None:
    tables = plant(sampled=True)
    bridge(tables, concepts())
    assert ("orders", "order_machine") not in ways(tables)


def test_an_order_that_says_its_machine_itself_needs_no_bridge() -> None:
    tables = plant(direct=True)
    bridge(tables, concepts())
    assert ("orders", "order_machine") not in ways(tables)


def test_a_table_that_is_something_itself_is_no_bridge() -> None:
    tables, known = plant(), concepts()
    known["order_machine"] = TableConcept("downtime", Guess("order_machine", 1.0))
    bridge(tables, known)
    assert ("orders", "order_machine") not in ways(tables)
