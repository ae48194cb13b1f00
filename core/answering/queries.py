"""Queries: the way from SQL to a Result, guarded and cached; the only door to the plant's rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from core.answering.cache import ResultCache
from core.data.database import Database
from core.data.failures import IndexMissing, TablesMissing
from core.data.guard.guard import Guard, Guarded
from core.kernel.errors import DatabaseUnavailable, GuardRefused, QueryFailed, QueryTimeout
from core.kernel.flights import SingleFlight
from core.kernel.meanwhile import meanwhile
from core.kernel.result import Result
from core.planning.plan import Query
from core.semantics.sql.now import at
from core.telemetry import progress


@dataclass
class Plant:
    """The plant's database with its guard, opened when its catalog can be read; taken anew when the schema changes.

    Attributes:
        tables: those that the semantic model names; a database without them is not the plant's.
    """

    database: Database
    max_rows: int
    tables: tuple[str, ...] = ()
    guard: Guard | None = None

    async def ready(self) -> Guard:
        """The guard over the present catalog.

        Raises:
            DatabaseUnavailable: the catalog cannot be read, or lacks tables.
        """
        if self.guard is None:
            catalog = await self.database.catalog()
            present = {name.lower() for name in catalog.tables}
            if missing := [name for name in self.tables if name.lower() not in present]:
                raise TablesMissing(missing)
            self.guard = Guard(catalog, self.database.dialect, self.max_rows)
        return self.guard


@dataclass
class Queries:
    """Guards a query, runs it, and keeps its Result as long as the data is the same.

    Attributes:
        observe_cache: told of every look into the cache ("result", hit); must not raise.
        now: the plant's time, for SQL that counts up to the moment at which it is run.
    """

    plant: Plant
    results: ResultCache
    observe_cache: Callable[[str, bool], None] = lambda cache, hit: None
    now: Callable[[], datetime] = datetime.now
    _flights: SingleFlight = field(default_factory=SingleFlight)

    async def run(self, sql: str) -> tuple[Result, str, bool]:
        """Guard and run a query, or take its result from the cache when the data is still the same.

        Returns:
            The Result, the SQL as a person reads it, and whether it came from the cache.

        Raises:
            GuardRefused: the query may not run.
            DatabaseUnavailable, QueryFailed: it could not, or did not end well.
        """
        guarded, version = await self._checked(sql)
        cached = self.results.get(guarded.sql, version)
        self.observe_cache("result", cached is not None)
        if cached is not None:
            return cached, guarded.pretty, True
        progress.reached("querying")
        if version is None:
            # Nothing says whether a flight under way has seen the latest write, so nobody joins it.
            made, pretty = await meanwhile(self._ran(guarded.sql), lambda: guarded.pretty)
            return made, pretty, False

        async def fresh() -> Result:
            made = await self._ran(guarded.sql)
            self.results.put(guarded.sql, version, made)
            return made

        result, pretty = await meanwhile(self._flights.do((guarded.sql, version), fresh), lambda: guarded.pretty)
        return result, pretty, False

    async def _ran(self, sql: str) -> Result:
        """The rows of a checked query; one that takes too long is told with the index that it lacks."""
        try:
            return await self.plant.database.run(sql)
        except QueryTimeout as slow:
            if not (lacks := await self.plant.database.missing_indexes(sql)):
                raise
            indexes = ", ".join(map(str, lacks))
            raise IndexMissing(f"{slow.detail}; indexes: {indexes}", **(slow.values | {"indexes": indexes})) from slow

    async def _checked(self, sql: str) -> tuple[Guarded, str | None]:
        """The query as it may run, checked while the database tells the version of its data."""
        guard = await self.plant.ready()
        sql = at(sql, self.now())
        try:
            version, guarded = await meanwhile(self.plant.database.version(), lambda: guard.check(sql))
        except GuardRefused:
            # The schema may have changed under us (a new column): look once more before refusing.
            self.plant.guard = None
            guarded = (await self.plant.ready()).check(sql)
            version = await self.plant.database.version()
        return guarded, version

    async def rows(self, sql: str) -> Result:
        """Only the Result: for a planner that wants to know whether two readings differ, and for asides."""
        return (await self.run(sql))[0]

    async def pretty(self, plan: Query) -> str:
        """A plan's SQL as it is shown to a person; as it was written when it cannot be checked now."""
        try:
            return (await self.plant.ready()).check(at(plan.sql, self.now())).pretty
        except (GuardRefused, DatabaseUnavailable, QueryFailed):
            return plan.sql
