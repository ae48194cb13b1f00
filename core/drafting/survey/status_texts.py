"""States that are kept as one text of several abbreviations («FREI DRUC MABS»): a column of the one that decides.

A text of which there are dozens is no state that somebody could name, and tomorrow's is another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from core.data.database import Database
from core.drafting.concepts.book import meanings
from core.drafting.naming.split import canonical
from core.drafting.survey.found import FoundColumn, FoundTable
from core.drafting.survey.survey import survey_query
from core.kernel.errors import DatabaseUnavailable, MaintbotError
from core.kernel.folding import fold
from core.semantics.quoting import quoted
from core.semantics.sql.dialect import literal

_CODE = re.compile(r"[A-ZÀ-Þ]{2,5}\.?")
_FEW = 12
"""So many different texts may be states as they are."""
_MOST = 5_000
"""Different texts that are looked at."""
_NEARLY_ALL = 0.95


async def with_status_texts(database: Database, tables: Sequence[FoundTable]) -> None:
    """Give such columns the abbreviation that decides instead of the text.

    Raises:
        DatabaseUnavailable, QueryTimeout: the database does not answer at all.
    """
    for table in tables:
        for column in [*table.columns.values()]:
            if table.query or not is_status_text(column):
                continue
            if deciding := deciding_of(await _codes(database, table, column)):
                await _collapse(database, table, column, deciding)


def is_status_text(column: FoundColumn) -> bool:
    """True for a column of states, most of whose many texts are several abbreviations."""
    texts = [str(value).split() for value in column.sample]
    if column.kind != "text" or column.expression or column.different <= _FEW or not texts:
        return False
    coded = sum(all(_CODE.fullmatch(word) for word in words) for words in texts if words)
    several = sum(len(words) > 1 for words in texts)
    return "status" in canonical(column.called) and coded >= _NEARLY_ALL * len(texts) and several * 2 > len(texts)


async def _codes(database: Database, table: FoundTable, column: FoundColumn) -> list[str]:
    own = quoted(column.name, database.dialect)
    sql = f"SELECT DISTINCT {own} FROM {table.source(database.dialect)} AS coded WHERE {own} IS NOT NULL LIMIT {_MOST}"
    try:
        rows = (await database.run(sql)).rows
    except DatabaseUnavailable:
        raise
    except MaintbotError:
        return []
    return sorted({code for (text,) in rows for code in str(text).split()})


def deciding_of(codes: Sequence[str]) -> list[str]:
    """The abbreviations that are known, the one that goes before the others first: deleted, done, waiting, released."""
    order: dict[str, int] = {}
    for place in ("work_order.state", "asset.state"):
        for meaning in meanings()[place]:
            for word in meaning.words:
                order.setdefault(word, len(order))
    known = [code for code in codes if fold(code).strip(".") in order]
    return sorted(known, key=lambda code: order[fold(code).strip(".")])


async def _collapse(database: Database, table: FoundTable, column: FoundColumn, deciding: Sequence[str]) -> None:
    dialect = database.dialect
    own = quoted(column.name, dialect)
    spaced = f"CONCAT(' ', {own}, ' ')" if dialect == "mysql" else f"' ' || {own} || ' '"
    cases = " ".join(f"WHEN {spaced} LIKE {literal(f'% {code} %')} THEN {literal(code)}" for code in deciding)
    listed = ", ".join(
        f"CASE {cases} ELSE {own} END AS {own}" if name == column.name else quoted(name, dialect)
        for name, item in table.columns.items()
        if item.sql_type or not item.expression  # what was put together is no column of the table
    )
    query = f"SELECT {listed} FROM {quoted(table.name, dialect)}"
    made = await survey_query(database, table.name, query)
    if made is None:
        return
    found = made.columns[column.name]
    table.columns[column.name] = replace(
        found, sql_type=column.sql_type, kind="text", bare=column.bare, headings=column.headings
    )
    table.query = query
