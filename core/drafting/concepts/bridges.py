"""What stands between two concepts: a table that says which machine an order is on, one row an order."""

from __future__ import annotations

from collections.abc import Mapping

from core.drafting.concepts.concepts import TableConcept
from core.drafting.naming.split import canonical
from core.drafting.survey.found import FoundTable, Link
from core.drafting.survey.links import tells_apart

WANTED = {"work_order": ("asset", "person")}
"""What rows of a concept are usually asked for together with."""


def bridge(tables: Mapping[str, FoundTable], concepts: Mapping[str, TableConcept]) -> None:
    """Turn the links of such tables so that a path leads from the order to the machine.

    Only where no order stands there twice: with several machines an order, a path would count it several times.
    """
    for name, entry in concepts.items():
        for wanted in WANTED.get(entry.concept, ()):
            ends = {item.table.value for item in concepts.values() if item.concept == wanted}
            if ends and not any(link.to_table in ends for link in tables[name].links):
                for end in sorted(ends):
                    _through(tables, concepts, name, end)


def _through(tables: Mapping[str, FoundTable], concepts: Mapping[str, TableConcept], name: str, end: str) -> None:
    for between in tables.values():
        if between.name in concepts or not any(link.to_table == end for link in between.links):
            continue
        back = next((link for link in between.links if link.to_table == name and len(link.columns) == 1), None)
        if back is None or not between.rows or between.sampled or not tells_apart(between, back.columns):
            continue
        if says_something(between):
            continue
        between.links = [link for link in between.links if link is not back]
        tables[name].links.append(Link(name, back.to_columns, between.name, back.columns, "values", True))
        return


def says_something(table: FoundTable) -> bool:
    """True for a table that is about something of its own, a comment or a follow-up: who wrote it is not who works."""
    keys = {column for link in table.links for column in link.columns}
    return any(
        column.kind in ("text", "json")
        and column.filled
        and (not column.values or _PROSE & {*canonical(column.called)})
        for column in table.columns.values()
        if column.name not in keys
    )


_PROSE = frozenset({"description", "note", "title"})
