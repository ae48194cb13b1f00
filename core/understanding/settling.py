"""Settling: two readings of one question, each with its own query; asked about only where they differ."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

from core.kernel.result import Result
from core.semantics.model import SemanticModel
from core.semantics.query import Compare, FieldRef, Filter, Measure, Named, Related, SemanticQuery
from core.semantics.sql.compile import Compiler
from core.understanding.draft import Draft, Obstacle, Option
from core.understanding.state import ReadingState
from core.wording.describe.describer import Describer


class Readings:
    """Looks at the notes that the frames left on a draft.

    Args:
        run: guards and runs a query, to see whether two readings differ; None asks without looking.
    """

    def __init__(
        self, model: SemanticModel, compiler: Compiler, run: Callable[[str], Awaitable[Result]] | None
    ) -> None:
        self.model, self.compiler, self._run = model, compiler, run

    async def to_ask(
        self, query: SemanticQuery, draft: Draft, state: ReadingState, describer: Describer
    ) -> Draft | None:
        """The draft to ask about, or None when the query is the only reading, or all give the same rows."""
        for note in draft.notes:
            asked: Draft | None = None
            if note == "open_or_opened":
                asked = await self._open(query, draft, state.today)
            elif note == "overdue_in_period":
                asked = await self._overdue(query, draft, state.today)
            elif note == "share_of_condition":
                asked = self._shares(query, describer)
            elif note.startswith("metric_or_field:"):
                asked = _metric_or_field(query, draft, note.partition(":")[2])
            if asked is not None:
                return asked
        return None

    async def _open(self, query: SemanticQuery, draft: Draft, today: date) -> Draft | None:
        """Open now, or opened in the period? None when both give the same rows."""
        opened = tuple(
            part
            for part in query.filters
            if not (
                isinstance(part, Named)
                and self.model.datasets[part.dataset].conditions[part.condition].with_period is not None
            )
        )
        whatever = query.model_copy(update={"filters": opened})
        period = query.period
        if period is not None and period.grain == "day" and period.relative == "current":
            # "Open today" is rather those that are open now than those opened today and open still.
            query = query.model_copy(update={"period": None, "date_field": None})
        if await self._same(query, whatever, today):
            return None
        return _asked(draft, "ambiguous_open", Option("opened", whatever), Option("open", query))

    async def _overdue(self, query: SemanticQuery, draft: Draft, today: date) -> Draft | None:
        """«Vencidas este mes»: fell due in the month, or all that are overdue now? None when it is the same."""
        everything = query.model_copy(update={"period": None, "date_field": None})
        if await self._same(query, everything, today):
            return None
        return _asked(draft, "ambiguous_open", Option("due", query), Option("overdue", everything))

    async def _same(self, one: SemanticQuery, two: SemanticQuery, today: date) -> bool:
        """True when two readings count the same rows."""
        if self._run is None:
            return False
        count = (Measure(aggregate="count"),)
        results = []
        for query in (one, two):
            counted = query.model_copy(
                update={"shape": "count", "measures": count, "groups": (), "select": (), "order": None, "limit": None}
            )
            results.append(await self._run(self.compiler.compile(counted, today, "en").sql))
        return results[0].rows == results[1].rows

    def _shares(self, query: SemanticQuery, describer: Describer) -> Draft | None:
        """Of each group's rows the part that satisfies it, or of the rows that satisfy it the part in each group."""
        conditions = tuple(part for part in query.filters if self._of_own(query, part))
        if not conditions:
            return None
        others = tuple(part for part in query.filters if part not in conditions)
        within = query.model_copy(
            update={"filters": others, "measures": (Measure(aggregate="share", only=conditions),)}
        )
        spanish = describer.language == "es"
        whole = describer.phrase(query, None)
        base = describer.phrase(query.model_copy(update={"filters": others}), None)
        return _asked(
            Draft(home=query.dataset, shape=query.shape),
            "ambiguous_share",
            Option(
                "within",
                within,
                f"De {base} de cada grupo, qué parte" if spanish else f"Of each group's {base}, which part",
            ),
            Option("spread", query, f"Cómo se reparten {whole}" if spanish else f"How the {whole} are spread"),
        )

    @staticmethod
    def _of_own(query: SemanticQuery, part: Filter) -> bool:
        """A condition, or a value of the counted rows themselves; a place or a machine only says whose they are."""
        return isinstance(part, Named) or (isinstance(part, Compare) and part.field.dataset == query.dataset)


def _asked(draft: Draft, kind: str, *options: Option) -> Draft:
    asked = Draft(home=draft.home, shape=draft.shape)
    asked.problems.append(Obstacle(kind, options=options))  # type: ignore[arg-type]
    return asked


def _metric_or_field(query: SemanticQuery, draft: Draft, name: str) -> Draft | None:
    """«Máquinas que cuestan más de 500 mil»: what was spent on them, or what they are worth? Each with its query."""
    ref = FieldRef(dataset=query.dataset, field=name)
    other: list[Filter] = []
    for part in query.filters:
        if isinstance(part, Related) and part.measure is not None and part.measure.metric and part.op is not None:
            other.append(Compare(field=ref, op=part.op, values=part.values))
        else:
            other.append(part)
    if other == list(query.filters):
        return None
    field = query.model_copy(update={"filters": tuple(other)})
    return _asked(draft, "ambiguous_measure", Option("field", field), Option("metric", query))
