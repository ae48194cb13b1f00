"""A semantic query made a Plan: compiled, restated, with what it takes for granted said. Both planners make theirs
here, so that nothing about an answer tells which of them understood the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.kernel.folding import fold
from core.kernel.messages import Column, Language
from core.language.language import languages
from core.planning.chart_spec import ChartKind, ChartSpec
from core.planning.plan import OwnQuery
from core.semantics.comparing import over_same_days
from core.semantics.model import SemanticModel
from core.semantics.query import Period, SemanticQuery
from core.semantics.sql.compile import Compiler
from core.semantics.sql.compiled import Compiled
from core.wording.describe import periods as describe_periods
from core.wording.describe.conditions import meanings
from core.wording.describe.describer import Describer


@dataclass(frozen=True)
class OwnQueries:
    """Makes Plans of semantic queries over one plant.

    Attributes:
        currency: how money is written.
    """

    model: SemanticModel
    compiler: Compiler
    currency: str = "MXN"

    def describer(self, language: Language, today: date) -> Describer:
        """Words for queries in one language."""
        return Describer(self.model, language, self.currency, today)

    def plan(
        self,
        query: SemanticQuery,
        language: Language,
        today: date,
        *,
        chart: str | None = None,
        said: tuple[str, ...] = (),
        **fields: Any,
    ) -> OwnQuery:
        """The Plan that runs a query.

        Args:
            chart: the kind that was asked for, ``auto`` where none was named; None without a chart.
            said: what the planner has to say about how it read the question, before the usual assumptions.
            fields: others of ``OwnQuery``.

        Raises:
            NotCompilable: the model has no way to combine what the query asks for.
        """
        query = over_same_days(query, self.model, today, _asked_whole)
        compiled = self.compiler.compile(query, today, language)
        describer = self.describer(language, today)
        return OwnQuery(
            language=language,
            restated=describer.restated(query),
            query=query,
            sql=compiled.sql,
            columns=_headed(describer, query, compiled),
            chart=wanted_chart(chart, language) if chart else None,
            assumptions=(*said, *meanings(self.model, query, language), *describer.assumptions(query, compiled)),
            roles=_roles(compiled),
            **fields,
        )


def _asked_whole(period: Period) -> bool:
    """«todo el mes pasado», "all of last month": said to be the whole of it."""
    words = set(fold(period.phrase).split())
    return any(word in words for language in languages().values() for word in language.roles["every"])


def _headed(describer: Describer, query: SemanticQuery, compiled: Compiled) -> tuple[Column, ...]:
    """The columns, each measure of days of its own with these in its heading."""
    own = {
        name: measure.period
        for name, measure in zip(compiled.values, query.measures, strict=False)
        if measure.period is not None
    }
    return tuple(
        column.model_copy(
            update={"label": f"{column.label}, {describe_periods.span(days, describer.today, describer.language)}"}
        )
        if (days := own.get(column.name)) is not None
        else column
        for column in compiled.columns
    )


def wanted_chart(kind: str, language: Language) -> ChartSpec:
    """The kind that was asked for; columns, title and the kind for "auto" are chosen when the result is there."""
    known: ChartKind = kind if kind != "auto" else "bar"  # type: ignore[assignment]
    return ChartSpec(kind=known, x="", y=(), title="" if kind != "auto" else "auto", language=language)


def _roles(compiled: Compiled) -> Mapping[str, tuple[str, ...]]:
    return {
        "groups": compiled.groups,
        "values": compiled.values,
        "extras": compiled.extras,
        "populations": compiled.populations,
    }
