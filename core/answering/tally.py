"""Every value of a distribution whose rows are more than MAX_ROWS: counted by the database, value by value.

A list is cut at MAX_ROWS; a distribution of what is left would be of the rows that happen to come first. Different
values are far fewer than rows, and where even they are too many, they are counted in steps as small as MAX_ROWS allows.
"""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from dataclasses import replace

from sqlglot import exp

from core.kernel.result import Result
from core.planning.plan import Queried
from core.replies.charts.choice import value_column
from core.replies.headlines.spread import TIMES


async def tallied(
    plan: Queried, result: Result, dialect: str, run: Callable[[str], Awaitable[Result]]
) -> Result | None:
    """The values of a histogram that MAX_ROWS cut, each with how many rows have it, over all rows; None elsewhere.

    Args:
        dialect: the plan's SQL's, as sqlglot calls it.
        run: runs a query through the guard.

    Returns:
        Columns: the histogram's own, and ``TIMES``. None, too, where the values have no ends to lay steps between.

    Raises:
        GuardRefused, DatabaseUnavailable, QueryFailed: see ``Queries.run``.
    """
    if not result.truncated or plan.chart is None or plan.chart.kind != "histogram":
        return None
    column = value_column(plan, result)
    if column is None:
        return None
    name = exp.to_identifier(column.name, quoted=True).sql(dialect)
    rows = f"FROM ({plan.sql}) AS listed WHERE {name} IS NOT NULL"
    found = await run(f"SELECT {name}, COUNT(*) AS {TIMES} {rows} GROUP BY {name}")
    if found.truncated:
        ends = (await run(f"SELECT MIN({name}) AS low, MAX({name}) AS high {rows}")).rows[0]
        known = [float(end) for end in ends if isinstance(end, int | float)]  # infinities are none
        if len(known) < 2 or len(result.rows) < 3 or not 0 < (span := known[1] - known[0]) < math.inf:
            return None
        step = 10.0 ** math.ceil(math.log10(span / (len(result.rows) - 2)))
        place = exp.cast(exp.maybe_parse(f"{name} / {step!r}", dialect=dialect), "bigint").sql(dialect)
        steps = await run(f"SELECT {place} AS place, COUNT(*) AS {TIMES} {rows} GROUP BY {place}")
        counted = ((float(at) * step, times) for at, times in steps.rows if isinstance(at, int | float))
        found = replace(steps, rows=tuple(counted))
    return replace(found, columns=(column.name, TIMES))
