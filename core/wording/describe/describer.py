"""A semantic query in words: its noun, its whole phrase, its filters, its period, and what was assumed.

The same words serve headlines, assumptions, chart titles, clarifications and «¿cómo lo calculaste?». What a filter
says is decided in describe_filters; here phrases of whole queries are put together.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.kernel.messages import Cell, Language
from core.semantics.model import SemanticModel
from core.semantics.query import Compare, Filter, Measure, Operator, Period, Related, SemanticQuery
from core.semantics.sql.compiled import Compiled
from core.sentences import headlines as texts
from core.sentences import say
from core.wording import numbers as wording
from core.wording.describe import (
    assumptions as describe_assumptions,
)
from core.wording.describe import (
    explain as describe_explain,
)
from core.wording.describe import (
    periods as describe_periods,
)
from core.wording.describe import (
    restated as describe_restated,
)
from core.wording.describe.filters import FilterWords, owner_of
from core.wording.describe.modifier import Modifier
from core.wording.describe.values import amount
from core.wording.phrases import Noun


class Describer:
    """Words for queries over one model, in one language, on one day."""

    def __init__(self, model: SemanticModel, language: Language, currency: str, today: date) -> None:
        self.model, self.language, self.currency, self.today = model, language, currency, today
        self.words = FilterWords(model, language, currency, today)

    def noun(self, query: SemanticQuery) -> Noun:
        """What the rows are called: the dataset's noun, or that of the values asked for («enfriadores y calderas»)."""
        return self.words.sorted(self.subject(query), query.filters)[0]

    def subject(self, query: SemanticQuery) -> str:
        """The dataset whose rows are counted: a lone counting metric's or another fact's, else the query's own."""
        if len(query.measures) == 1:
            measure = query.measures[0]
            if measure.dataset:
                return measure.dataset
        return query.dataset

    def parts(self, query: SemanticQuery) -> tuple[Noun, list[Modifier], list[Modifier]]:
        """The noun, the modifiers that belong to it closely, and those that only say where and which («en Welding»)."""
        noun, modifiers = self.words.sorted(self.subject(query), self.filters_of(query))
        near = [item for item in modifiers if item.place in ("adjective", "before") or (item.place == "after")]
        far = [item for item in modifiers if item not in near]
        return noun, near, far

    def filters_of(self, query: SemanticQuery) -> tuple[Filter, ...]:
        """The query's filters, those that a counting metric implies (backlog) included."""
        return query.filters

    def phrase(self, query: SemanticQuery, count: int | None) -> str:
        """The rows as a whole noun phrase that agrees: «OT preventivas abiertas de prioridad alta en Welding».

        ``count`` 1 gives the singular, None or anything else the plural.
        """
        noun, modifiers = self.words.sorted(self.subject(query), self.filters_of(query))
        return self.words.put(noun, modifiers, count)

    def filters(self, parts: Iterable[Filter]) -> list[str]:
        """Each filter alone, short, with its noun where it needs one: «OT abiertas», «en Welding»."""
        return [self._alone(part) for part in parts]

    def _alone(self, part: Filter) -> str:
        home = owner_of(part)
        if home is None:
            return self.words.modifier(next(iter(self.model.datasets)), part).said(self.language, "m", True)
        if isinstance(part, Compare) and self.words.names_row(part):
            return self.words.row(part).said(self.language, "m", True)
        made = self.words.modifier(home, part)
        if made.noun is not None:
            return made.noun.many
        noun = self.words.sorted(home, ())[0]
        if made.place in ("adjective", "before") or (made.place == "after" and made.condition):
            return self.words.put(noun, [made])
        return made.said(self.language, noun.gender, True)

    def period(self, period: Period, label: str | None) -> str:
        """A period as dates, with the date that it binds to: «1 al 22 nov 2026, por fecha de cierre»."""
        days = describe_periods.dates(period, self.language)
        if label is None:
            return days
        return say(texts.PERIOD_BY, self.language, days=days, label=label)

    def inside(self, period: Period) -> str:
        """A period as part of a sentence: «este mes», «en octubre de 2026»."""
        return describe_periods.inside(period, self.today, self.language)

    def measure(self, query: SemanticQuery, measure: Measure) -> str:
        """What is computed, as a title says it: «horas de paro», "average unit cost", "failures per machine"."""
        return describe_restated.measure_words(self, query, measure)

    def having(self, query: SemanticQuery, index: int, op: Operator, bound: Cell) -> str:
        """What groups must satisfy: «más de 10 fallas», "at least 20 h of downtime"."""
        measure = query.measures[index]
        if not measure.is_plain or measure.field is not None:
            said = amount(
                op, [wording.number(bound if isinstance(bound, int | float) else None, self.language)], self.language
            )
            return f"{self.measure(query, measure)} {'de' if self.language == 'es' else 'of'} {said}"
        part = Related(dataset=self.subject(query), measure=measure, op=op, values=(bound,))
        return self.words.measured(part, self.words.phrase(self.subject(query), ()))

    def assumptions(self, query: SemanticQuery, compiled: Compiled) -> tuple[str, ...]:
        """What was taken for granted: dates, who was counted, defaults. Short phrases in the question's language."""
        return describe_assumptions.assumptions(self, query, compiled)

    def restated(self, query: SemanticQuery) -> str:
        """The question in plain English, complete without its thread."""
        english = self if self.language == "en" else Describer(self.model, "en", self.currency, self.today)
        return describe_restated.restated(english, query)

    def explained(self, query: SemanticQuery) -> str:
        """How the answer was computed, in the question's language: «Conté las OT con estado …»."""
        return describe_explain.explained(self, query)
