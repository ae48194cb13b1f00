"""Which date a plan's period is about: the one that it names, a condition's, the measure's own, the dataset's usual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.modelling.names.lookup import PlantNames
from core.modelling.names.periods import read_period, read_when
from core.modelling.names.problems import Unfit
from core.semantics.model import Condition, Field
from core.semantics.query import Dated, FieldRef, Filter, GroupBy, Measure, Named, Period, Related


@dataclass(frozen=True)
class BoundNames:
    """Filters with the period among them, or the period beside them."""

    filters: tuple[Filter, ...]
    period: Period | None = None
    date_field: str | None = None


@dataclass(frozen=True)
class Binding:
    """Binds periods to dates of one plant."""

    scope: PlantNames

    def bound(
        self,
        home: str,
        filters: tuple[Filter, ...],
        measures: Sequence[Measure],
        groups: Sequence[GroupBy],
        when: str | None,
        on: str | None,
    ) -> BoundNames:
        """The period of a query over ``home``, bound to its date.

        Raises:
            Unfit: the text names no period, or nobody can tell which date it is about.
        """
        named = self._named_date(home, on)
        if when is None:
            date_field = named.field if named is not None and named.dataset == home else None
            period = self._usual(measures, groups)
            return BoundNames(self._with_usual_windows(filters), period, date_field)
        if named is not None and not any(self._clipped(measure) for measure in measures):
            return self._on(home, named, filters, when)
        for number, part in enumerate(filters):
            if isinstance(part, Named) and part.period is None and self._condition(part).window is not None:
                period = read_when(when, self.scope.today, ahead=True)
                taken = part.model_copy(update={"period": period})
                return BoundNames((*filters[:number], taken, *filters[number + 1 :]))
        filters = self._with_usual_windows(filters)
        if (stated := self._by_condition(home, filters, measures, when)) is not None:
            return stated
        return self._by_default(home, filters, measures, when)

    def related(self, part: Related, when: str | None) -> Related:
        """Related rows with their period.

        Raises:
            Unfit: as ``bound``.
        """
        measures = (part.measure,) if part.measure is not None else ()
        bound = self.bound(part.dataset, part.filters, measures, (), when, None)
        update = {"filters": bound.filters, "period": bound.period, "date_field": bound.date_field}
        return part.model_copy(update=update)

    # ---- ways to bind ----

    def _named_date(self, home: str, on: str | None) -> FieldRef | None:
        if on is None:
            return None
        ref, _ = self.scope.date(on)
        if not self.scope.model.reaches(home, ref.dataset):
            raise Unfit("no_path", f"{home} has no {ref.dataset}, so no {on}")
        return ref

    def _on(self, home: str, ref: FieldRef, filters: tuple[Filter, ...], when: str) -> BoundNames:
        filters = self._with_usual_windows(filters)
        period = self._read(when, self.scope.model.field(ref.dataset, ref.field))
        if ref.dataset == home:
            return BoundNames(filters, period, ref.field)
        return BoundNames((*filters, Dated(field=ref, period=period)))

    def _by_condition(
        self, home: str, filters: tuple[Filter, ...], measures: Sequence[Measure], when: str
    ) -> BoundNames | None:
        """A condition of the home that has its date (closed → completion, overdue → due date) takes the period."""
        measured = any(measure.metric for measure in measures)
        for part in filters:
            if not isinstance(part, Named) or part.negated or part.dataset != home:
                continue
            condition = self._condition(part)
            rule = condition.with_period
            name = rule.date if rule is not None and not measured else condition.period_date or condition.date
            if name is None or (measured and rule is not None):
                continue
            if rule is not None and (later := self._lying_ahead(home, when)) is not None:
                return BoundNames(filters, *later)
            item = self.scope.model.field(home, name)
            period = read_when(when, self.scope.today, ahead=item.ahead)
            if item.ahead and period.relative != "current":
                period = read_when(when, self.scope.today)
            if item.ahead and period.grain == "day" and period.relative == "current":
                return BoundNames(filters)  # what is overdue today is all that is overdue
            return BoundNames(filters, period, name)
        return None

    def _by_default(self, home: str, filters: tuple[Filter, ...], measures: Sequence[Measure], when: str) -> BoundNames:
        meaning = self.scope.dataset(home)
        if any(measure.metric or measure.dataset for measure in measures):
            return BoundNames(filters, _past(read_when(when, self.scope.today), self.scope.today))
        if (later := self._lying_ahead(home, when)) is not None:
            return BoundNames(filters, *later)
        if meaning.default_date is None:
            dates = [f"{home}.{item.name}" for item in meaning.fields.values() if item.is_date]
            raise Unfit("period", f"say with on which date of {home} is meant: {', '.join(dates) or 'it has none'}")
        return BoundNames(filters, self._read(when, meaning.fields[meaning.default_date]), None)

    def _lying_ahead(self, home: str, when: str) -> tuple[Period, str] | None:
        """A period that has not begun, with the date of the home that may lie in it («OT para mañana» are due then)."""
        period = read_when(when, self.scope.today, ahead=True)
        dates = (item.name for item in self.scope.dataset(home).fields.values() if item.is_date and item.ahead)
        name = next(dates, None)
        begun = period.start is None or (period.start <= self.scope.today and period.relative != "future")
        return None if begun or name is None else (period, name)

    def _read(self, when: str, item: Field) -> Period:
        period = read_when(when, self.scope.today, ahead=item.ahead)
        return period if item.ahead else _past(period, self.scope.today)

    # ---- what holds when nothing is said ----

    def _with_usual_windows(self, filters: tuple[Filter, ...]) -> tuple[Filter, ...]:
        """Conditions with a window of days (needs maintenance) without a period: their usual one."""
        return tuple(self._with_window(part) if isinstance(part, Named) else part for part in filters)

    def _with_window(self, part: Named) -> Named:
        condition = self._condition(part)
        if part.period is not None or condition.window is None or condition.default_window is None:
            return part
        period = read_period(f"this_{condition.default_window}", self.scope.today, ahead=True)
        return part.model_copy(update={"period": period.model_copy(update={"given": False, "phrase": ""})})

    def _usual(self, measures: Sequence[Measure], groups: Sequence[GroupBy]) -> Period | None:
        """A metric's own period; by calendar a month would be a series of one, so it is the year then."""
        for measure in measures:
            name = self.scope.model.metrics[measure.metric].default_period if measure.metric else None
            if name:
                if name == "this_month" and any(group.grain in ("month", "quarter") for group in groups):
                    name = "this_year"
                period = read_period(name, self.scope.today)
                return period.model_copy(update={"given": False, "phrase": ""})
        return None

    def _clipped(self, measure: Measure) -> bool:
        """A metric of time in the period has no date of its own to name."""
        return measure.metric is not None and self.scope.model.metrics[measure.metric].clipped

    def _condition(self, part: Named) -> Condition:
        return self.scope.model.datasets[part.dataset].conditions[part.condition]


def _past(period: Period, today: date) -> Period:
    """A period of what happened.

    Raises:
        Unfit: it has not begun.
    """
    if period.relative == "future" or (period.start is not None and period.start > today):
        raise Unfit("period", "that period lies ahead, where nothing has happened yet; refuse, or say on which date")
    return period
