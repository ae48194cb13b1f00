"""What a query may be made of: the allow-list over sqlglot's tree. Whatever is not named here is refused."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NoReturn

from core.kernel.errors import GuardRefused

if TYPE_CHECKING:
    from sqlglot import exp

Reason = Literal[
    "syntax",  # the parser cannot read it
    "statements",  # none, or more than one
    "not_select",  # INSERT, DROP, PRAGMA, COPY …
    "construct",  # a part of a SELECT that is not on the list: INTO, FOR UPDATE, a recursive WITH …
    "function",  # a function that is not on the list, or not so many arguments of it
    "clock",  # the server's clock: now(), CURRENT_DATE, 'now', 'today'
    "table",  # not in the catalog
    "column",  # not in any table of the query
    "ambiguous",  # a column of two tables, a name for two tables
    "limit",  # LIMIT or OFFSET that is not a whole number
    "size",  # too long, too deep, too many parts
    "character",  # control or invisible characters
]
MAX_LENGTH = 20_000
"""Characters of a query."""
MAX_NODES = 4_000
MAX_DEPTH = 90
"""Of the tree; a nested subquery costs about six."""

_STRUCTURE = """
Select Union Intersect Except Subquery With CTE TableAlias Table From Join Where Group Having Order Ordered Limit Offset
Fetch LimitOptions Distinct Identifier Column Star Alias Literal Null Boolean Paren Tuple Rollup
And Or Not EQ NEQ GT GTE LT LTE Is NullSafeEQ NullSafeNEQ Like Escape Between In Any All Exists
Add Sub Mul Div IntDiv Mod Neg DPipe Concat ConcatWs Case If Cast DataType DataTypeParam Var
JSONExtract JSONExtractScalar JSONPath JSONPathRoot JSONPathKey JSONPathSubscript
Window WindowSpec Filter IgnoreNulls RespectNulls Collate
"""
_FUNCTIONS = """
Count Sum Avg Min Max GroupConcat Stddev StddevPop StddevSamp Variance VariancePop
Round Abs Sign Floor Ceil Trunc Sqrt Pow Ln Log Exp Greatest Least
Coalesce Nullif Lower Upper Length Substring Trim Replace StrPosition Left Right Pad
RowNumber Rank DenseRank PercentRank CumeDist Ntile Lag Lead FirstValue LastValue NthValue
Date TimeToStr
"""
_BY_DIALECT = {
    "sqlite": "Glob Format TsOrDsToDate TsOrDsToTimestamp",
    "postgres": """ILike Interval AtTimeZone WithinGroup PercentileCont PercentileDisc Mode Extract TimestampTrunc
        DateTrunc StrToDate StrToTime UnixToTime Initcap SplitPart LogicalAnd LogicalOr Corr Array ArrayAgg Overlaps""",
    "mysql": """Interval Extract TsOrDsToDate TsOrDsToTimestamp DateDiff TimestampDiff DateAdd DateSub TimestampAdd
        Year Month Week Day DayOfWeek DayOfMonth DayOfYear WeekOfYear Quarter Hour Minute Second LastDay Dayname
        StrToDate StrToTime Xor""",
}
# Functions that sqlglot has no class for: name → (fewest, most) arguments. The fewest keep out the forms that ask the
# clock: julianday() and age(x) both mean "until now".
_NAMED = {
    "sqlite": {
        "DATE": (1, 9), "TIME": (1, 9), "DATETIME": (1, 9), "JULIANDAY": (1, 9), "UNIXEPOCH": (1, 9),
        "STRFTIME": (2, 9), "TOTAL": (1, 1), "PRINTF": (1, 9),
    },
    "postgres": {"AGE": (2, 2), "MAKE_DATE": (3, 3), "MAKE_TIMESTAMP": (6, 6), "DATE": (1, 1)},
    "mysql": {
        "WEEKDAY": (1, 1), "YEARWEEK": (1, 2), "UNIX_TIMESTAMP": (1, 1), "TIME_TO_SEC": (1, 1), "TIMEDIFF": (2, 2),
        "MAKEDATE": (2, 2), "PERIOD_DIFF": (2, 2), "TIMESTAMP": (1, 2), "MICROSECOND": (1, 1), "SEC_TO_TIME": (1, 1),
        "JSON_UNQUOTE": (1, 1),
    },
}  # fmt: skip
_TYPES = """
BOOLEAN TINYINT SMALLINT INT MEDIUMINT BIGINT UINT UBIGINT DECIMAL FLOAT DOUBLE CHAR NCHAR VARCHAR NVARCHAR TEXT
DATE TIME TIMESTAMP TIMESTAMPTZ DATETIME DATETIME2 INTERVAL
"""
_TYPE_NAMES = frozenset(_TYPES.split())
_TEMPORAL = frozenset({"DATE", "TIME", "TIMESTAMP", "TIMESTAMPTZ", "DATETIME", "DATETIME2"})

# What a clause may hold; any other part that is set (INTO, FOR UPDATE, hints, samples, pivots …) is refused by name.
_PARTS = {
    "Select": "expressions distinct from_ joins where group having order limit offset windows with_",
    "Union": "this expression distinct order limit offset with_",
    "Intersect": "this expression distinct order limit offset with_",
    "Except": "this expression distinct order limit offset with_",
    "Subquery": "this alias order limit offset",
    "Table": "this alias db joins",
    "Join": "this on side kind using",
    "CTE": "this alias materialized",
    "With": "expressions recursive",
    "In": "this expressions query",
    "TableAlias": "this columns",
    "Star": "",
    "Column": "this table db",
    "Group": "expressions rollup",
    "Ordered": "this desc nulls_first",
    "DataType": "this expressions nested",
}

_CLOCK_WORD = {
    "sqlite": re.compile(r"\s*now\s*", re.IGNORECASE),
    # 'today 12:00' and 'now utc' are good PostgreSQL dates too.
    "postgres": re.compile(r"\s*(now|today|tomorrow|yesterday|allballs)\b[\s\w:+/-]{0,24}", re.IGNORECASE),
    "mysql": re.compile(r"(?!)"),
}
_UNIT = r"(second|minute|hour|day|month|year)s?"
_DATE_TEXT = re.compile(
    rf"""[\s\d:.,+\-/TZ]*                              # a date or a part of one
       | [%YmdHMSsjwWufJFTeklIpPGgVU\s\d:.,\-/TW]*      # a format of strftime
       | \s*[+-]?\s*[\d.]*\s*{_UNIT}\s*                # +1 day, or its pieces joined with ||
       | start\ of\ (month|year|day) | weekday\ [0-6] | unixepoch | julianday | auto""",
    re.IGNORECASE | re.VERBOSE,
)
_COLLATION = {
    "sqlite": re.compile("nocase|binary|rtrim", re.IGNORECASE),
    "postgres": re.compile("C|POSIX|[a-z]{2,3}(-[A-Z]{2}|_[A-Z]{2})?([-.]x-icu|[.]utf8|[.]UTF-8)?"),
    "mysql": re.compile(r"(utf8mb[34]|utf8|latin1)_\w{1,30}"),
}
_PRINTF = re.compile(r"([^%]|%%|%[-+ 0,!#]{0,3}\d{0,3}(\.\d{1,2})?[difgGeEsqQx])*")
_DATE_FUNCTIONS = frozenset({"DATE", "TIME", "DATETIME", "JULIANDAY", "UNIXEPOCH", "STRFTIME"})


def refuse(reason: Reason, detail: str) -> NoReturn:
    """Raise GuardRefused: ``values["reason"]`` is the code, ``detail`` names what and where."""
    raise GuardRefused(detail, reason=reason)


@lru_cache(maxsize=8)
def allowed_classes(dialect: str) -> frozenset[type[exp.Expr]]:
    """sqlglot's classes that a tree of that dialect may have."""
    from sqlglot import exp

    names = f"{_STRUCTURE} {_FUNCTIONS} {_BY_DIALECT[dialect]} Anonymous".split()
    return frozenset(getattr(exp, name) for name in names if hasattr(exp, name))


def check_tree(tree: exp.Expr, dialect: str) -> None:
    """Every node is of an allowed class, has allowed parts only, and its functions are known and ask no clock.

    Raises:
        GuardRefused: naming the first thing that is not allowed.
    """
    allowed = allowed_classes(dialect)
    waiting: list[tuple[exp.Expr, int]] = [(tree, 0)]
    nodes = 0
    while waiting:
        node, depth = waiting.pop()
        nodes += 1
        if nodes > MAX_NODES:
            refuse("size", f"the query is too long: more than {MAX_NODES} parts")
        if depth > MAX_DEPTH:
            refuse("size", f"the query is nested too deeply: more than {MAX_DEPTH} levels")
        kind = type(node)
        if kind not in allowed:
            _refuse_class(node)
        name = kind.__name__
        if name in _PARTS:
            _check_parts(node, name)
        if check := _CHECKS.get(name):
            check(node, dialect)
        waiting.extend((child, depth + 1) for child in node.iter_expressions())


# Ways to ask the server's clock, by sqlglot's class or by name.
_CLOCK_NAMES = """
CURRENTDATE CURRENTTIME CURRENTTIMESTAMP CURRENTDATETIME LOCALTIME LOCALTIMESTAMP UTCDATE UTCTIME UTCTIMESTAMP
NOW CURDATE CURTIME SYSDATE CLOCK_TIMESTAMP STATEMENT_TIMESTAMP TRANSACTION_TIMESTAMP TIMEOFDAY
"""
_CLOCK = frozenset(_CLOCK_NAMES.split())


def _refuse_class(node: exp.Expr) -> NoReturn:
    from sqlglot import exp

    name = node.name if isinstance(node, exp.Anonymous) else type(node).__name__
    if name.upper() in _CLOCK:
        refuse("clock", f"{_called(node)} reads the server's clock; write the date as 'YYYY-MM-DD'")
    refuse("function" if isinstance(node, exp.Func) else "construct", f"{_called(node)} is not allowed")


def _called(node: exp.Expr) -> str:
    from sqlglot import exp

    if isinstance(node, exp.Anonymous):
        return f"the function {node.name.lower()}()"
    if isinstance(node, exp.Func) and type(node).__name__ not in ("And", "Or"):
        return f"the function {node.sql_name().lower()}()"
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(node).__name__)
    return words.upper()


@lru_cache(maxsize=64)
def _parts(name: str) -> frozenset[str]:
    return frozenset(_PARTS[name].split())


def _check_parts(node: exp.Expr, name: str) -> None:
    parts = _parts(name)
    for part, value in node.args.items():
        if value and part not in parts:
            refuse("construct", f"{part.strip('_').replace('_', ' ').upper()} in a {name.upper()} is not allowed")


def _check_anonymous(node: exp.Expr, dialect: str) -> None:
    name = node.name.upper()
    bounds = _NAMED[dialect].get(name)
    if bounds is None or not isinstance(node.this, str):
        _refuse_class(node)
    if not bounds[0] <= len(node.expressions) <= bounds[1]:
        refuse(
            "function",
            f"{_called(node)} takes {bounds[0]} to {bounds[1]} arguments here; no function may read the clock",
        )
    if name in _DATE_FUNCTIONS:
        _check_date_texts(node.expressions[1:] if name == "STRFTIME" else node.expressions)
    elif name == "PRINTF":
        _check_format(node.expressions[0])


def _check_date(node: exp.Expr, dialect: str) -> None:
    if node.this is None:
        refuse("clock", f"{_called(node)} without a date reads the clock; write the date as 'YYYY-MM-DD'")
    # Not the format, which may hold any letters: TO_CHAR(x, 'YYYY-"Q"Q').
    _check_date_texts([node.this, *node.expressions])


def _check_cast(node: exp.Expr, dialect: str) -> None:
    from sqlglot import exp

    target = node.args["to"]
    kind = target.this.value if isinstance(target.this, exp.DType) else str(target.this)
    if kind not in _TYPE_NAMES:
        refuse("construct", f"a cast to {kind.lower()} is not allowed")
    if kind in _TEMPORAL:
        _check_date_texts([node.this])


def _check_date_texts(values: list[exp.Expr]) -> None:
    """Texts that are turned into dates look like dates, so none can spell 'now' (nor 'localtime'), even in pieces."""
    from sqlglot import exp

    waiting = list(values)
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, exp.Literal) and inner.is_string and not _DATE_TEXT.fullmatch(inner.name):
            refuse("clock", f"{inner.name[:20]!r} is not allowed where a date is made; write dates as 'YYYY-MM-DD'")
        if not isinstance(inner, exp.Predicate | exp.Query | exp.DataType):
            waiting.extend(inner.iter_expressions())


def _check_literal(node: exp.Expr, dialect: str) -> None:
    if node.args.get("is_string") and _CLOCK_WORD[dialect].fullmatch(node.name):
        refuse("clock", f"{node.name.strip()[:20]!r} is the clock's; write the date as 'YYYY-MM-DD'")


def _check_format(node: exp.Expr) -> None:
    from sqlglot import exp

    if not (isinstance(node, exp.Literal) and node.is_string and _PRINTF.fullmatch(node.name)):
        refuse("function", "printf() needs a plain format with widths under 1000")


def _check_pad(node: exp.Expr, dialect: str) -> None:
    from sqlglot import exp

    width = node.expression
    if not (
        isinstance(width, exp.Literal) and not width.is_string and width.name.isdigit() and int(width.name) <= 1000
    ):
        refuse("function", "padding needs a width written as a number up to 1000")


def _check_star(node: exp.Expr, dialect: str) -> None:
    from sqlglot import exp

    parent = node.parent
    if isinstance(parent, exp.Column):
        parent = parent.parent
        if not isinstance(parent, exp.Select):
            refuse("construct", "table.* is allowed in a list of columns only")
    if not isinstance(parent, exp.Select | exp.Count):
        refuse("construct", "* is allowed in a list of columns and in COUNT(*) only")


def _check_collate(node: exp.Expr, dialect: str) -> None:
    name = node.expression.name
    if not _COLLATION[dialect].fullmatch(name):
        refuse("construct", f"the collation {name[:30]} is not allowed")


def _check_with(node: exp.Expr, dialect: str) -> None:
    if node.args.get("recursive"):
        refuse("construct", "a recursive WITH is not allowed")


def _check_format_call(node: exp.Expr, dialect: str) -> None:
    _check_format(node.this)


_CHECKS = {
    "Anonymous": _check_anonymous,
    "Date": _check_date,
    "TimeToStr": _check_date,
    "StrToDate": _check_date,
    "StrToTime": _check_date,
    "TsOrDsToDate": _check_date,
    "TsOrDsToTimestamp": _check_date,
    "Cast": _check_cast,
    "Literal": _check_literal,
    "Format": _check_format_call,
    "Pad": _check_pad,
    "Collate": _check_collate,
    "Star": _check_star,
    "With": _check_with,
}
