"""What differs between SQLite, PostgreSQL and MySQL: our typed functions and calendar buckets, in SQL."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from core.semantics.model import Dataset
from core.semantics.query import Grain
from core.semantics.quoting import quoted, quoted_source
from core.semantics.sql.kept_otherwise import epoch_date, json_text, text_date
from core.semantics.sql.now import NOW

if TYPE_CHECKING:
    from sqlglot.dialects.dialect import DialectType

_ACCENTS = (("á", "a"), ("é", "e"), ("í", "i"), ("ó", "o"), ("ú", "u"), ("ü", "u"), ("ñ", "n"), ("ç", "c"))


class Dialect:
    """SQL of one database; ``name`` is sqlglot's name for it.

    Args:
        to_now: today goes up to the moment at which a query is run (``core.semantics.sql.now``), not to its midnight.
    """

    def __init__(self, name: str, *, to_now: bool = False) -> None:
        if name not in ("sqlite", "postgres", "mysql"):
            raise ValueError(f"no such dialect: {name}")
        self.name = name
        self.to_now = to_now

    def name_of(self, name: str) -> str:
        """A column or a table of the catalog, in quotes where it needs them."""
        return quoted(name, self.name)

    def source_of(self, dataset: Dataset) -> str:
        """A dataset's table in a FROM, under the dataset's name."""
        written = quoted_source(dataset.source, self.name)
        return written if dataset.source == dataset.name else f"{written} AS {dataset.name}"

    @property
    def computed_once(self) -> str:
        """Before a CTE's bracket: it is not computed anew for each row that it is compared with."""
        return "MATERIALIZED " if self.name == "sqlite" and sqlite3.sqlite_version_info >= (3, 35) else ""

    def grouped_by(self, expression: str, name: str) -> str:
        """What stands behind GROUP BY for an expression of the SELECT that has a name there.

        MariaDB does not see that a CASE behind GROUP BY is the one of the SELECT, but knows the SELECT's names there.
        """
        return name if self.name == "mysql" and "CASE " in expression else expression

    def hours_between(self, start: str, end: str) -> str:
        """Hours from one timestamp to a later one, as a real number."""
        return f"{self.seconds_between(start, end)} / 3600.0"

    def seconds_between(self, start: str, end: str) -> str:
        """Seconds from one timestamp to a later one."""
        match self.name:
            case "sqlite":
                # Whole seconds: a fraction of a day has noise in its last digits, and what ties must tie.
                return f"ROUND((JULIANDAY({end}) - JULIANDAY({start})) * 86400)"
            case "postgres":
                return f"EXTRACT(EPOCH FROM ({end} - {start}))"
            case _:
                return f"TIMESTAMPDIFF(SECOND, {start}, {end})"

    def midnight(self, day: date) -> str:
        """The beginning of a day as a moment."""
        return self.instant(datetime.combine(day, time()))

    def now_on(self, today: date) -> str:
        """Up to when today has passed, as a moment."""
        return self._instant(f"{today.isoformat()} {NOW}") if self.to_now else self.midnight(today + timedelta(days=1))

    def instant(self, moment: datetime) -> str:
        """A moment of the plant's time, to the second."""
        return self._instant(moment.isoformat(" ", "seconds"))

    def _instant(self, written: str) -> str:
        text = literal(written)
        match self.name:
            case "sqlite":
                return text
            case "postgres":
                return f"CAST({text} AS TIMESTAMP)"
            case _:
                return f"CAST({text} AS DATETIME)"

    def moment(self, column: str) -> str:
        """A date or timestamp as a moment that compares with midnights."""
        match self.name:
            case "sqlite":
                return f"DATETIME({column})"
            case "postgres":
                return f"CAST({column} AS TIMESTAMP)"
            case _:
                return f"CAST({column} AS DATETIME)"

    def minutes_on(self, column: str, minutes: str) -> str:
        """The moment so many minutes after a timestamp."""
        match self.name:
            case "sqlite":
                return f"DATETIME({column}, '+' || {minutes} || ' minutes')"
            case "postgres":
                return f"({self.moment(column)} + {minutes} * INTERVAL '1 minute')"
            case _:
                return f"DATE_ADD({self.moment(column)}, INTERVAL {minutes} MINUTE)"

    def units_on(self, first: date, grain: Grain, count: str) -> str:
        """The beginning of the unit that lies ``count`` (SQL) units behind the one that begins on ``first``."""
        size, unit = {"day": (1, "day"), "week": (7, "day"), "month": (1, "month"), "quarter": (3, "month"),
                      "year": (12, "month")}[grain]  # fmt: skip
        number = count if size == 1 else f"{size} * {count}"
        match self.name:
            case "sqlite":
                return f"DATETIME({literal(first.isoformat())}, '+' || ({number}) || ' {unit}s')"
            case "postgres":
                return f"({self.midnight(first)} + ({number}) * INTERVAL '1 {unit}')"
            case _:
                return f"DATE_ADD({self.midnight(first)}, INTERVAL ({number}) {unit.upper()})"

    def greatest(self, *values: str) -> str:
        """The greatest of several values of one row."""
        return f"{'MAX' if self.name == 'sqlite' else 'GREATEST'}({', '.join(values)})"

    def least(self, *values: str) -> str:
        """The least of several values of one row."""
        return f"{'MIN' if self.name == 'sqlite' else 'LEAST'}({', '.join(values)})"

    def same(self, one: str, other: str) -> str:
        """Equal, or both empty."""
        return f"{one} { ({'sqlite': 'IS', 'postgres': 'IS NOT DISTINCT FROM'}.get(self.name, '<=>')) } {other}"

    def days_between(self, start: str, end: str) -> str:
        """Whole calendar days from one date or timestamp to a later one."""
        match self.name:
            case "sqlite":
                return f"CAST(JULIANDAY(DATE({end})) - JULIANDAY(DATE({start})) AS INTEGER)"
            case "postgres":
                return f"(CAST({end} AS DATE) - CAST({start} AS DATE))"
            case _:
                return f"DATEDIFF({end}, {start})"

    def unit_number(self, moment: str, grain: Grain) -> str:
        """A whole number that grows by one with each calendar unit."""
        match self.name:
            case "sqlite":
                day = f"CAST(JULIANDAY(DATE({moment})) + 0.5 AS INTEGER)"
                year, month = (f"CAST(STRFTIME('{part}', {moment}) AS INTEGER)" for part in ("%Y", "%m"))
                weeks = f"{day} / 7"
            case "postgres":
                day = f"(CAST({moment} AS DATE) - CAST('1970-01-05' AS DATE))"
                year, month = (f"CAST(EXTRACT({part} FROM {moment}) AS INTEGER)" for part in ("YEAR", "MONTH"))
                weeks = f"{day} / 7"
            case _:
                day = f"DATEDIFF({moment}, '1970-01-05')"
                year, month = f"YEAR({moment})", f"MONTH({moment})"
                weeks = f"{day} DIV 7"
        match grain:
            case "day":
                return day
            case "week":
                return weeks
            case "month":
                return f"({year} * 12 + {month})"
            case "quarter":
                third = f"({month} + 2) DIV 3" if self.name == "mysql" else f"({month} + 2) / 3"
                return f"({year} * 4 + {third})"
            case "year":
                return year

    def folded(self, column: str) -> str:
        """A text without case and accents, as ``core.kernel.folding`` folds what people write."""
        text = f"LOWER({column})"
        for accented, plain in _ACCENTS:
            # LOWER knows ASCII only on SQLite, and on PostgreSQL in the C locale.
            for letter in (accented, accented.upper()):
                text = f"REPLACE({text}, '{letter}', '{plain}')"
        return text

    def has_part(self, text: str, part: str) -> str:
        """True when a text holds another; nothing in the part is a wildcard."""
        name = "STRPOS" if self.name == "postgres" else "INSTR"
        return f"{name}({text}, {part}) > 0"

    def day_of(self, moment: str) -> str:
        """The calendar day of a timestamp."""
        return f"CAST({moment} AS DATE)" if self.name == "postgres" else f"DATE({moment})"

    def bucket(self, moment: str, grain: Grain) -> str:
        """The calendar bucket of a date as text that sorts: 2026-11-22, its Monday, 2026-11, 2026-Q4, 2026."""
        match self.name:
            case "sqlite":
                quarter = f"(CAST(STRFTIME('%m', {moment}) AS INTEGER) + 2) / 3"
                return {
                    "day": f"DATE({moment})",
                    "week": f"DATE({moment}, 'weekday 0', '-6 days')",
                    "month": f"STRFTIME('%Y-%m', {moment})",
                    "quarter": f"STRFTIME('%Y', {moment}) || '-Q' || ({quarter})",
                    "year": f"STRFTIME('%Y', {moment})",
                }[grain]
            case "postgres":
                return {
                    "day": f"TO_CHAR({moment}, 'YYYY-MM-DD')",
                    "week": f"TO_CHAR(DATE_TRUNC('WEEK', {moment}), 'YYYY-MM-DD')",
                    "month": f"TO_CHAR({moment}, 'YYYY-MM')",
                    "quarter": f"TO_CHAR({moment}, 'YYYY-\"Q\"Q')",
                    "year": f"TO_CHAR({moment}, 'YYYY')",
                }[grain]
            case _:
                return {
                    "day": f"DATE_FORMAT({moment}, '%Y-%m-%d')",
                    "week": f"DATE_FORMAT(DATE_SUB({moment}, INTERVAL WEEKDAY({moment}) DAY), '%Y-%m-%d')",
                    "month": f"DATE_FORMAT({moment}, '%Y-%m')",
                    "quarter": f"CONCAT(YEAR({moment}), '-Q', QUARTER({moment}))",
                    "year": f"DATE_FORMAT({moment}, '%Y')",
                }[grain]

    def sort_key(self, column: str, *, descending: bool, word: str = "") -> str:
        """A key of ORDER BY under which an empty value is the smallest, on every database.

        Args:
            word: how an ascending key is written: nothing, or `` ASC``.
        """
        key = f"{column} DESC" if descending else f"{column}{word}"
        if self.name == "postgres":
            key += " NULLS LAST" if descending else " NULLS FIRST"
        return key

    def expression(self, text: str, table: str | None) -> str:
        """An expression of the model in this dialect: bare columns get the table, our functions are written out.

        A parameter ``:today`` becomes the literal ``':today'``, for the compiler to fill in.

        Raises:
            sqlglot.errors.ParseError: the model's expression is not SQL.
        """
        return _expression(self.name, text, table)


def literal(value: object) -> str:
    """A SQL literal; text is quoted with its quotes doubled."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return repr(value)
    return "'" + str(value).replace("'", "''") + "'"


@lru_cache(maxsize=1)
def _mysql_reading() -> DialectType:
    """MySQL as models are written: double quotes hold a name there too, as in ANSI SQL."""
    from sqlglot.dialects.mysql import MySQL

    class AnsiMySQL(MySQL):
        class Tokenizer(MySQL.Tokenizer):
            QUOTES = ["'"]
            IDENTIFIERS = ["`", '"']

    return AnsiMySQL


def _reading(name: str) -> DialectType:
    return _mysql_reading() if name == "mysql" else name


@lru_cache(maxsize=2048)
def _expression(name: str, text: str, table: str | None) -> str:
    import sqlglot
    from sqlglot import exp

    dialect = Dialect(name)
    tree = sqlglot.parse_one(text, dialect=_reading(name))

    def write(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and not node.table and table:
            return exp.Column(this=node.this.copy(), table=exp.to_identifier(table))
        if isinstance(node, exp.Anonymous):
            arguments = [argument.sql(dialect=name) for argument in node.expressions]
            match str(node.this).upper():
                case "HOURS_BETWEEN":
                    return sqlglot.parse_one(dialect.hours_between(*arguments), dialect=name)
                case "DAY_OF":
                    return sqlglot.parse_one(dialect.day_of(*arguments), dialect=name)
                case "TEXT_DATE":
                    form = node.expressions[1].name if len(node.expressions) == 2 else ""
                    written = text_date(name, arguments[0], form)
                    return sqlglot.parse_one(written, dialect=name)
                case "JSON_TEXT":
                    keys = [argument.name for argument in node.expressions[1:]]
                    return sqlglot.parse_one(json_text(name, arguments[0], keys), dialect=name)
                case "EPOCH_DATE":
                    return sqlglot.parse_one(epoch_date(name, *arguments), dialect=name)
        return node

    # Columns first, so that the functions' arguments are already qualified when they are written out.
    tree = tree.transform(lambda node: write(node) if isinstance(node, exp.Column) else node)
    tree = tree.transform(lambda n: exp.Literal.string(f":{n.name}") if isinstance(n, exp.Placeholder) else n)
    # From the innermost outwards: an argument may be one of our functions itself.
    for call in reversed(list(tree.find_all(exp.Anonymous))):
        written_out = write(call)
        if written_out is not call:
            tree = written_out if call is tree else tree
            call.replace(written_out)
    return str(tree.sql(dialect=name))
