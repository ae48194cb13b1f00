"""Names as SQL takes them: quoted where they hold spaces, accents or capitals that count, or are words of SQL."""

from __future__ import annotations

import re
from functools import lru_cache

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_WORDS = """
add all alter analyze and any array as asc asymmetric attach authorization before begin between binary both by cache
call cascade case cast change character charset check collate column comment commit condition constraint continue
convert copy create cross cube current current_date current_role current_time current_timestamp current_user cursor
database databases date day declare default delayed delete desc describe detach deterministic distinct distinctrow div
do double drop dual each else elseif empty enclosed end escape escaped except exec execute exists exit explain false
fetch filter float for force foreign from full fulltext function generated get glob grant group grouping groups having
high_priority if ignore ilike in index infile initially inner inout insert int integer intersect interval into is
isnull iterate join key keys kill lag lateral lead leading leave left like limit linear lines load localtime
localtimestamp lock long loop low_priority match maxvalue merge mod modifies natural no not notnull null numeric of
offset on only open optimize option optionally or order out outer over overlaps partition percent pivot placing pragma
precision prepare primary procedure purge qualify range rank read reads recursive references refresh regexp reindex
release rename repeat replace require reset resignal restrict return returning revoke right rlike rollback rollup row
row_number rows schema schemas select sensitive separator session_user set show signal similar smallint some spatial
specific sql sqlexception sqlstate sqlwarning ssl start starting stored straight_join symmetric system table
tablesample terminated text then time timestamp to trailing transaction trigger true truncate uncache undo union
unique unlock unpivot unsigned update usage use user using utc_date utc_time utc_timestamp vacuum values variadic
varying verbose view virtual when where while window with within write xor year_month zerofill
"""
RESERVED = frozenset(_WORDS.split())
"""Words that mean something in SQLite, PostgreSQL or MySQL, or to the parser; as names they are always quoted."""


def is_plain(name: str, dialect: str) -> bool:
    """True for a name that stands without quotes: letters of ASCII, digits and underscores, and no word of SQL.

    PostgreSQL folds what is not quoted to small letters, so capitals need quotes there.
    """
    if dialect == "postgres" and name != name.lower():
        return False
    return bool(_PLAIN.match(name)) and name.lower() not in RESERVED


def quoted(name: str, dialect: str) -> str:
    """A name of the catalog as SQL of that database writes it, in quotes where it needs them."""
    if is_plain(name, dialect):
        return name
    if dialect == "mysql":
        return "`" + name.replace("`", "``") + "`"
    return '"' + name.replace('"', '""') + '"'


def quoted_source(source: str, dialect: str) -> str:
    """A dataset's source: a table's name, perhaps behind its schema's (``public.machine``), or a query in brackets."""
    if is_query(source):
        return f"({source})"
    parts = source.split(".")
    if len(parts) == 2 and all(_PLAIN.match(part) for part in parts):
        return ".".join(quoted(part, dialect) for part in parts)
    return quoted(source, dialect)


def is_query(source: str) -> bool:
    """True for a source that is a SELECT and no table."""
    return source[:7].upper() in ("SELECT ", "SELECT\n")


def table_name(source: str) -> str:
    """The table of a source, without its schema."""
    parts = source.split(".")
    return parts[1] if len(parts) == 2 and all(_PLAIN.match(part) for part in parts) else source


@lru_cache(maxsize=8192)
def column_name(expression: str) -> str | None:
    """The column that an expression is, without its quotes; None for an expression that computes."""
    if expression.isidentifier():
        return expression
    for mark in '"`':
        inner = expression[1:-1]
        if len(expression) > 2 and expression[0] == expression[-1] == mark and mark not in inner.replace(mark * 2, ""):
            return inner.replace(mark * 2, mark)
    return None
