"""What the running talk is about: one thing, a few in their order, or the set that the last query selects."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from core.kernel.errors import MaintbotError
from core.kernel.messages import Cell
from core.kernel.result import Result
from core.semantics.model import Metric, SemanticModel
from core.semantics.query import Compare, Dated, FieldRef, Filter, Named, Period, Related, SemanticQuery
from core.semantics.sql.compile import Compiler
from core.semantics.sql.joins import NotCompilable
from core.understanding.meaning.builder import Limits
from core.understanding.meaning.clashes import merged

MOST = 60
"""Things that a reference may stand for by name; of more it is the set that is meant."""


@dataclass(frozen=True)
class Things:
    """Things by name: the field and the values, in the order of the answer."""

    ref: FieldRef
    values: tuple[Cell, ...]

    def limits(self, model: SemanticModel, home: str) -> Limits | None:
        """Rows of these things, or things that have such rows."""
        op = "=" if len(self.values) == 1 else "in"
        limit = Compare(field=self.ref, op=op, values=self.values)
        if model.reaches(home, self.ref.dataset):
            return Limits((limit,))
        if model.reaches(self.ref.dataset, home):
            return Limits((Related(dataset=self.ref.dataset, filters=(limit,)),))
        return None


def of_home(model: SemanticModel, query: SemanticQuery, home: str) -> bool:
    """True when a query's rows are those of a dataset, so that its limits hold for them as they stand."""
    return query.dataset == home or any(
        measure.metric and model.metrics[measure.metric].dataset == home for measure in query.measures
    )


def with_measured_rows(model: SemanticModel, query: SemanticQuery) -> SemanticQuery:
    """The query with what its measure chooses rows by said outright: «horas de backlog» are of open orders, «horas
    hombre» of those that were completed, on that day. So the orders that are asked for next are the same ones."""
    metric = _measured_by(model, query)
    if metric is None or metric.kind == "percent":
        return query
    return with_rows_of(model, query)


def _measured_by(model: SemanticModel, query: SemanticQuery) -> Metric | None:
    """The one metric of a query, where it is of the query's own rows."""
    names = {measure.metric for measure in query.measures}
    metric = model.metrics.get(next(iter(names)) or "") if len(names) == 1 else None
    return metric if metric is not None and metric.dataset == query.dataset else None


def with_rows_of(model: SemanticModel, query: SemanticQuery) -> SemanticQuery:
    """The query with what its measure is of said outright: PM compliance is of preventive orders, by their due date."""
    metric = _measured_by(model, query)
    if metric is None:
        return query
    rows: list[Filter] = [Named(dataset=query.dataset, condition=str(name)) for name in metric.where]
    for name, values in metric.where_values.items():
        ref = FieldRef(dataset=query.dataset, field=str(name))
        rows.append(Compare(field=ref, op="in" if len(values) > 1 else "=", values=tuple(values)))
    stated = _state_fields(model, query.filters)
    fresh = [part for part in rows if part not in query.filters and not _state_fields(model, [part]) & stated]
    date_field = query.date_field or (str(metric.date) if metric.date else None)
    return query.model_copy(update={"filters": (*query.filters, *fresh), "date_field": date_field})


def _state_fields(model: SemanticModel, filters: Iterable[Filter]) -> set[tuple[str, str | None]]:
    """The fields whose states filters say."""
    return {
        (part.dataset, model.datasets[part.dataset].conditions[part.condition].field)
        for part in filters
        if isinstance(part, Named)
    }


@dataclass(frozen=True)
class WithPeriod:
    """Things by name, in the period that was spoken of.

    ``of``: the query whose answer named them; its other limits hold for its own rows («las de él» of open orders).
    ``had``: the query whose rows they may be said to have, where those limits do not hold.
    """

    things: Things
    period: Period | None
    of: SemanticQuery | None = None
    had: SemanticQuery | None = None

    def limits(self, model: SemanticModel, home: str) -> Limits | None:
        """The things' own limits, with the period."""
        found = self.things.limits(model, home)
        if found is None or self.of is None or not of_home(model, self.of, home):
            return None if found is None else Limits(found.filters, self.period, had=self._had())
        own = home == self.of.dataset and _measured_by(model, self.of) is not None
        rows = with_rows_of(model, self.of) if own else self.of
        dated = rows.date_field if own and self.period is not None else None
        return Limits(tuple(merged(model, rows.filters, found.filters)), self.period, dated)

    def _had(self) -> Related | None:
        """The rows that were counted, as those that the things have: «¿qué máquinas de ahí *pararon*?»."""
        of = self.of or self.had
        if of is None:
            return None
        own = tuple(part for part in of.filters if _owner(part) == of.dataset)
        return Related(dataset=of.dataset, filters=own, period=self.period, date_field=of.date_field)


@dataclass(frozen=True)
class Selected:
    """The rows that a query selects."""

    query: SemanticQuery

    def limits(self, model: SemanticModel, home: str) -> Limits | None:
        """The query's filters as they hold for another dataset's rows."""
        query, own = self.query, self.query.dataset
        filters = list(query.filters)
        given = query.period if query.period is not None and query.period.given else None
        if home == own:
            whole = with_measured_rows(model, query)
            return Limits(whole.filters, given, whole.date_field)
        metrics = [model.metrics[m.metric] for m in query.measures if m.metric]
        if metrics and all(_reaches(model, home, part) for part in filters):
            return Limits(tuple(filters), given)
        if model.reaches(home, own):
            return Limits((*filters, *_dated(model, query)))
        if model.reaches(own, home):
            date_field = query.date_field or model.datasets[own].default_date
            dated = date_field if given else None
            return Limits((Related(dataset=own, filters=tuple(filters), period=given, date_field=dated),))
        if all(_reaches(model, home, part) for part in filters):
            return Limits(tuple(filters), given)
        return None


def _flat(filters: Iterable[Filter]) -> Iterator[Filter]:
    """Filters, with those of related rows in the place of what they are related by."""
    for part in filters:
        if isinstance(part, Related) and not part.negated:
            yield from _flat(part.filters)
        else:
            yield part


def _owner(part: Filter) -> str | None:
    return getattr(part, "dataset", None) or getattr(getattr(part, "field", None), "dataset", None)


def _reaches(model: SemanticModel, home: str, part: Filter) -> bool:
    owner = _owner(part)
    return owner is not None and not isinstance(part, Related) and model.reaches(home, owner)


def _dated(model: SemanticModel, query: SemanticQuery) -> list[Filter]:
    """The query's period as a filter on its own date."""
    if query.period is None or not query.period.given:
        return []
    name = query.date_field or model.datasets[query.dataset].default_date
    return [Dated(field=FieldRef(dataset=query.dataset, field=name), period=query.period)] if name else []


class Talked:
    """What the last query's answer named, looked up when it is needed."""

    def __init__(
        self, model: SemanticModel, compiler: Compiler, run: Callable[[str], Awaitable[Result]] | None, today: date
    ) -> None:
        self.model, self.compiler, self._run, self.today = model, compiler, run, today

    def pinned(self, query: SemanticQuery, dataset: str | None = None) -> Things | None:
        """The one thing (of a dataset) that the query was about by name, without asking the data."""
        for part in query.filters:
            if isinstance(part, Compare) and part.op == "=" and len(part.values) == 1:
                of = dataset is None or part.field.dataset == dataset
                if of and part.field.field == self.model.datasets[part.field.dataset].identity:
                    return Things(part.field, part.values)
        return None

    def is_one(self, query: SemanticQuery) -> bool:
        """One row, named or picked out of several."""
        if query.groups or query.measures:
            return False
        return query.limit == 1 or self.pinned(query, query.dataset) is not None

    async def focus(self, query: SemanticQuery, dataset: str | None = None) -> Things | None:
        """The one thing (of a dataset) that a query came to: the first that it ranked, or what it was about by name.

        Of several that are equally good none is the one.
        """
        if query.limit == 1 and (ref := self.named_by(query)) is not None:
            named = ref.field == self.model.datasets[ref.dataset].identity
            if named and (dataset is None or ref.dataset == dataset):
                things = await self.things(query)
                return things if things is not None and len(things.values) == 1 else None
        return self.pinned(query, dataset)

    async def told(self, query: SemanticQuery, dataset: str) -> Things | None:
        """The one thing of a dataset that a query's limits tell, by a part of its name, or by what others have."""
        own = tuple(part for part in _flat(query.filters) if _owner(part) == dataset)
        if not own:
            return None
        things = await self.things(SemanticQuery(dataset=dataset, shape="list", filters=own))
        return things if things is not None and len(things.values) == 1 else None

    async def only(self, query: SemanticQuery, dataset: str) -> Things | None:
        """The one thing of a dataset that the answer showed, in whatever column."""
        meaning = self.model.datasets[dataset]
        found = await self.column(query, FieldRef(dataset=dataset, field=meaning.identity))
        return Things(FieldRef(dataset=dataset, field=meaning.identity), found) if len(found) == 1 else None

    async def none(self, query: SemanticQuery) -> bool:
        """A query finds nothing; False when that cannot be told."""
        if self._run is None:
            return False
        try:
            result = await self._run(self.compiler.compile(query, self.today, "en").sql)
        except (MaintbotError, NotCompilable):
            return False
        return not any(value for row in result.rows for value in row)

    async def column(self, query: SemanticQuery, ref: FieldRef) -> tuple[Cell, ...]:
        """The values of a column of the answer, each once; none when it has no such column or cannot be had."""
        if self._run is None:
            return ()
        try:
            compiled = self.compiler.compile(query, self.today, "en")
            result = await self._run(compiled.sql)
        except (MaintbotError, NotCompilable):
            return ()
        place = next((index for index, column in enumerate(compiled.columns) if column.field == str(ref)), None)
        if place is None:
            return ()
        return tuple(dict.fromkeys(row[place] for row in result.rows if row[place] is not None))

    async def labels(self, query: SemanticQuery) -> tuple[str, ...]:
        """What the groups of a breakdown are called, in the answer's order; none when it cannot be had."""
        if self._run is None or not query.groups:
            return ()
        try:
            result = await self._run(self.compiler.compile(query, self.today, "en").sql)
        except (MaintbotError, NotCompilable):
            return ()
        return tuple(str(row[0]) for row in result.rows if row and row[0] is not None)

    async def things(self, query: SemanticQuery, *, most: int | None = None, all_of_them: bool = True) -> Things | None:
        """The things that the answer named, in its order: a list's rows, a ranking's or breakdown's first column.

        Args:
            most: how many are wanted of a ranking that was cut before.
            all_of_them: False for the first ones of an answer that is too long to name them all.
        """
        ref = self.named_by(query)
        if ref is None or self._run is None:
            return None
        if most is not None and query.limit is not None and query.limit < most:
            # behind «el segundo», the third is counted from the first
            query = query.model_copy(update={"limit": most, "offset": 0 if query.limit == 1 else query.offset})
        if query.select and ref not in query.select:
            query = query.model_copy(update={"select": (ref, *query.select)})
        values = await self.column(query, ref)
        if not values or (all_of_them and len(values) > MOST):
            return None
        return Things(ref, values)

    def named_by(self, query: SemanticQuery) -> FieldRef | None:
        """The field by which the things of an answer are called; None where they have no name."""
        if query.groups:
            return query.groups[0].field
        meaning = self.model.datasets[query.dataset]
        if query.shape not in ("list", "lookup", "exists"):
            return None
        if meaning.identity in meaning.fields:
            return FieldRef(dataset=query.dataset, field=meaning.identity)
        # Stops have no name of their own: a list of them names what they are of, where it shows that.
        shown = query.select or self._listed(query.dataset)
        return next((ref for ref in shown if ref.field == self.model.datasets[ref.dataset].identity), None)

    def _listed(self, dataset: str) -> tuple[FieldRef, ...]:
        """The columns that a list of a dataset shows when none are asked for."""
        found = [str(column).rpartition(".") for column in self.model.datasets[dataset].listed]
        return tuple(FieldRef(dataset=owner or dataset, field=name) for owner, _, name in found)

    async def rows(self, query: SemanticQuery, dataset: str) -> Things | None:
        """The rows of a dataset that a query was about, by name; None of another dataset's, or when they are many."""
        meaning = self.model.datasets[dataset]
        if query.dataset != dataset or meaning.identity not in meaning.fields:
            return None
        nothing: dict[str, object] = {"shape": "list", "groups": (), "measures": (), "select": (), "having": ()}
        if query.groups or query.measures:
            query = query.model_copy(update={**nothing, "order": None, "limit": None, "offset": 0})
        return await self.things(query)
