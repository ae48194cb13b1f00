"""Looks at every table once: how many rows, which columns are filled, tell rows apart, hold a few values or dates.

All rows of small tables; of big ones the first ``SAMPLE``. When the time is up the rest of the tables are described by
the catalog alone, and the report says so.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from core.data.catalog import Catalog
from core.data.database import Database
from core.drafting.naming.bare import bare_names
from core.drafting.naming.split import canonical, tokens
from core.drafting.survey.found import FoundColumn, FoundTable, Kind, Omission
from core.drafting.survey.types import date_form, declared_kind, epoch_form, written_amounts
from core.kernel.errors import DatabaseUnavailable, MaintbotError
from core.kernel.messages import Cell
from core.semantics.quoting import is_plain, quoted
from core.semantics.sql.dialect import Dialect

FEW_VALUES = 60
"""A column with at most so many values has them read."""
SAMPLE = 20_000
_WHOLE = 200_000
"""A table with more rows is sampled."""
_LOOKED_AT = 300
"""Rows that are read to see how texts look."""
_COUNTED = ("text", "integer", "decimal", "boolean", "date", "datetime")

Refuses = Callable[[str, str], str | None]
"""(table, column) → why it is not looked at, or None."""


async def survey(
    database: Database, catalog: Catalog, refuses: Refuses, *, seconds: float = 15.0
) -> tuple[list[FoundTable], list[Omission]]:
    """The tables as they are, without what is refused, and what was left out.

    Args:
        refuses: asked before a column is read; a table with an empty column name.
        seconds: how long to look at rows.

    Raises:
        DatabaseUnavailable, QueryTimeout: the database does not answer at all.
    """
    tables, left_out = [], []
    ends = time.monotonic() + seconds
    for name, columns in catalog.tables.items():
        if reason := refuses(name, ""):
            left_out.append(Omission(name, reason))
            continue
        usable: dict[str, FoundColumn] = {}
        for column, sql_type in columns.items():
            if reason := refuses(name, column):
                left_out.append(Omission(f"{name}.{column}", reason))
                continue
            kind = declared_kind(sql_type)
            if kind == "other":
                left_out.append(Omission(f"{name}.{column}", "unreadable"))
                continue
            usable[column] = FoundColumn(column, sql_type, kind)
        if not usable:
            left_out.append(Omission(name, "no_columns"))
            continue
        table = FoundTable(name, usable, is_view=name in catalog.views, key=catalog.primary_keys.get(name, ()))
        _call(table)
        table.key = table.key if all(part in usable for part in table.key) else ()
        tables.append(table)
        if time.monotonic() > ends:
            table.sampled = True
            left_out.append(Omission(name, "no_time"))
            continue
        try:
            await _Look(database, table).at_all()
        except DatabaseUnavailable:
            raise
        except MaintbotError:
            table.sampled = True
            left_out.append(Omission(name, "not_looked_at"))
    return tables, left_out


async def survey_query(database: Database, name: str, query: str) -> FoundTable | None:
    """A query as a table; None when it does not run on this database.

    Raises:
        DatabaseUnavailable, QueryTimeout: the database does not answer at all.
    """
    try:
        columns = (await database.run(f"SELECT * FROM ({query}) AS looked LIMIT 1")).columns
        table = FoundTable(name, {column: FoundColumn(column, "", "text") for column in columns}, query=query)
        await _Look(database, table).at_all()
    except DatabaseUnavailable:
        raise
    except MaintbotError:
        return None
    return table


def _call(table: FoundTable) -> None:
    for column, bare in bare_names([*table.columns]).items():
        table.columns[column].bare = bare


class _Look:
    """One table being looked at."""

    def __init__(self, database: Database, table: FoundTable) -> None:
        self.database = database
        self.table = table
        self.source = f"{table.source(database.dialect)} AS looked"

    def _name(self, column: str) -> str:
        found = self.table.columns[column]
        dialect = self.database.dialect
        return Dialect(dialect).expression(found.expression, None) if found.expression else quoted(column, dialect)

    async def at_all(self) -> None:
        table = self.table
        total = (await self.database.run(f"SELECT COUNT(*) AS n FROM {self.source}")).rows[0][0]
        table.rows = int(total or 0)
        if table.rows > _WHOLE:
            table.sampled = True
            self.source = f"(SELECT * FROM {self.source} LIMIT {SAMPLE}) AS sampled"
        if table.rows:
            await self._samples()
            for column in [*self.table.columns.values()]:
                if keys := translated(column.sample):
                    said = ", ".join(f"'{key}'" for key in keys)
                    column.kind, column.expression = "text", f"JSON_TEXT({_written(column.name)}, {said})"
            if (name := self._full_name()) is not None:
                self.table.columns[name.name] = name
            await self._samples()
            await self._counts(min(table.rows, SAMPLE) if table.sampled else table.rows)
            await self._values()
        for column in table.columns.values():
            self._settle(column)
        if not table.key:
            table.key = self._own_key()

    async def _samples(self) -> None:
        names = list(self.table.columns)
        listed = ", ".join(self._name(name) for name in names)
        rows = (await self.database.run(f"SELECT {listed} FROM {self.source} LIMIT {_LOOKED_AT}")).rows
        for index, name in enumerate(names):
            column = self.table.columns[name]
            column.sample = tuple(row[index] for row in rows if row[index] is not None)
            if self.table.query and not column.expression:
                column.kind = _seen_kind(column.sample)

    def _full_name(self) -> FoundColumn | None:
        """First and last name as one, where people have no whole name."""
        by_words = {canonical(column.called): name for name, column in self.table.columns.items()}
        first, last = by_words.get(("first name",)), by_words.get(("last name",))
        whole = [
            name for words, name in by_words.items() if words in (("name",), ("user", "name")) and not _is_login(name)
        ]
        if first is None or last is None or any(map(self._is_whole, whole)):
            return None
        parts = (_written(first), _written(last))
        joined = (
            f"CONCAT({parts[0]}, ' ', {parts[1]})"
            if self.database.dialect == "mysql"
            else f"{parts[0]} || ' ' || {parts[1]}"
        )
        return FoundColumn("full_name_", "", "text", expression=joined)

    def _is_whole(self, name: str) -> bool:
        """True when most of a name's values have several words; a login has one."""
        sample = [str(value) for value in self.table.columns[name].sample]
        return not sample or sum(" " in text.strip() for text in sample) * 2 > len(sample)

    async def _counts(self, rows: int) -> None:
        columns = list(self.table.columns.values())
        for start in range(0, len(columns), 40):
            part = columns[start : start + 40]
            asked: list[str] = []
            for column in part:
                name = self._name(column.name)
                counted = column.kind in _COUNTED
                bounds = counted and column.kind != "boolean"
                asked.append(f"COUNT({name})")
                if _may_be_blank(column):
                    name = f"NULLIF({name}, '')"
                asked.append(f"COUNT({name})")
                asked.append(f"COUNT(DISTINCT {name})" if counted else "0")
                asked += [f"MIN({name})", f"MAX({name})"] if bounds else ["NULL", "NULL"]
            listed = ", ".join(f"{text} AS c{number}" for number, text in enumerate(asked))
            row = (await self.database.run(f"SELECT {listed} FROM {self.source}")).rows[0]
            for number, column in enumerate(part):
                written, filled, different, column.low, column.high = row[5 * number : 5 * number + 5]
                column.filled, column.different = int(filled or 0), int(different or 0)
                column.blank = int(written or 0) > column.filled
                column.unique = column.filled == rows == column.different and rows > 0

    async def _values(self) -> None:
        for column in self.table.columns.values():
            if not 0 < column.different <= FEW_VALUES or column.kind not in ("text", "integer", "boolean"):
                continue
            name = self._name(column.name)
            sql = f"SELECT DISTINCT {name} FROM {self.source} WHERE {name} IS NOT NULL LIMIT {FEW_VALUES}"
            column.values = tuple(sorted((row[0] for row in (await self.database.run(sql)).rows), key=str))
            if column.expression.startswith("JSON_TEXT("):
                own = quoted(column.name, self.database.dialect)
                pairs = f"SELECT DISTINCT {name}, {own} FROM {self.source} WHERE {name} IS NOT NULL LIMIT {FEW_VALUES}"
                column.said = spoken((await self.database.run(pairs)).rows)

    def _settle(self, column: FoundColumn) -> None:
        """Text that holds dates is a date, one that holds amounts a number; so is what counts seconds since 1970."""
        seen: tuple[Cell, ...] = (*column.sample, column.low, column.high)
        if column.kind == "text" and not column.expression and written_amounts(column.sample):
            plain = f"REPLACE(REPLACE({_written(column.name)}, '.', ''), ',', '.')"
            column.kind, column.expression = "decimal", f"CAST(NULLIF({plain}, '') AS DECIMAL(18, 4))"
            return
        if column.kind == "text" and (found := date_form(seen)) is not None:
            kind, form = found
            if form == "YYYYMMDD" and not _date_name(column.called):
                return
            column.kind = kind
            iso = form.startswith("YYYY-MM-DD")
            column.text_form = "" if iso and self.database.dialect == "sqlite" else form
        elif column.kind in ("date", "datetime") and self.database.dialect == "sqlite":
            # SQLite keeps what it is given, whatever a column is declared as.
            if (found := date_form(seen)) is not None and not found[1].startswith("YYYY-MM-DD"):
                column.text_form = found[1]
            elif form := epoch_form(seen):
                column.text_form = form
        elif column.kind == "integer" and (form := epoch_form(seen)):
            # Thirteen digits that are all moments of our time are hardly anything else; ten need a name that says so.
            if form == "epoch_ms" or _date_name(column.called):
                column.kind, column.text_form = "datetime", form

    def _own_key(self) -> tuple[str, ...]:
        """A column that tells rows apart and looks like a key, where none is declared."""
        unique = [column for column in self.table.columns.values() if column.unique and not column.is_date]
        if self.table.sampled:
            return ()
        codes = [column.name for column in unique if column.kind in ("text", "integer")]
        return tuple(codes[:1])


def spoken(rows: Sequence[Sequence[Cell]]) -> dict[str, dict[str, str]]:
    """Value → language → its name there, of pairs of a value and the JSON that holds all its names."""
    found: dict[str, dict[str, str]] = {}
    for value, text in rows:
        try:
            names = json.loads(str(text)) if text else {}
        except ValueError:
            continue
        found[str(value)] = {key[:2]: name for key, name in names.items() if key[:2] in ("es", "en")}
    return found


def translated(sample: tuple[Cell, ...]) -> tuple[str, ...]:
    """The languages of names that are kept as JSON (``{"en_US": "Pump", "es_MX": "Bomba"}``), Spanish first, then
    English; empty for other values."""
    keys: dict[str, None] = {}
    texts = [str(value) for value in sample[:100]]
    if not texts or not all(text.startswith("{") for text in texts):
        return ()
    for text in texts:
        try:
            found = json.loads(text)
        except ValueError:
            return ()
        if not found or not all(_LOCALE.fullmatch(key) and isinstance(value, str) for key, value in found.items()):
            return ()
        keys |= dict.fromkeys(found)
    order = {"es": 0, "en": 1}
    return tuple(sorted(keys, key=lambda key: (order.get(key[:2], 2), key)))


_LOCALE = re.compile(r"[a-z]{2}(_[A-Z]{2})?")


def _may_be_blank(column: FoundColumn) -> bool:
    """True for texts; an enumeration of a server cannot be compared with an empty text."""
    return column.kind == "text" and bool(re.search("char|text|clob|string|^$", column.sql_type))


def _written(column: str) -> str:
    return column if is_plain(column, "postgres") else '"' + column.replace('"', '""') + '"'


def _is_login(column: str) -> bool:
    return bool({"login", "username"} & set(tokens(column)))


def _seen_kind(sample: tuple[Cell, ...]) -> Kind:
    """What a query's column holds, which no catalog says."""
    for kind, types in _SEEN:
        if sample and all(isinstance(value, types) and (kind == "boolean" or value is not True) for value in sample):
            return kind
    return "text"


_SEEN: tuple[tuple[Kind, tuple[type, ...]], ...] = (
    ("boolean", (bool,)), ("integer", (int,)), ("decimal", (int, float, Decimal)), ("datetime", (datetime,)),
    ("date", (date,)),
)  # fmt: skip


def _date_name(column: str) -> bool:
    return bool(
        {"date", "created", "closed", "start", "end", "finish", "due", "updated", "opened"} & {*canonical(column)}
    )


def by_name(tables: list[FoundTable]) -> Mapping[str, FoundTable]:
    """Tables under their names."""
    return {table.name: table for table in tables}
