"""One SELECT's FROM and WHERE: joins along many-to-one paths, so that no row is counted twice.

It takes conditions as SQL; ``core.semantics.sql.filters`` writes a query's filters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from core.kernel.errors import MaintbotError
from core.semantics.model import Condition, SemanticModel
from core.semantics.query import FieldRef, Period
from core.semantics.sql.dialect import Dialect, literal

_TEXT = re.compile(r"'[^']*'")
_TABLE = re.compile(r"\b([A-Za-z_]\w*)\.")


class NotCompilable(MaintbotError):
    """A semantic query that this model cannot express; ``detail`` says which part."""

    code = "not_compilable"
    status = 422
    texts = {
        "es": "Esos datos no se pueden combinar en una sola consulta.",
        "en": "Those data cannot be combined in one query.",
    }


@dataclass(frozen=True)
class Bounds:
    """From when, and up to when, as SQL moments."""

    start: str | None
    end: str


class Source:
    """Collects the joins and conditions of one SELECT over ``root``. Tables keep their names as aliases.

    Attributes:
        beside: joins of what is no dataset (calendar units).
        counted_if: what a row must meet to be counted, where the others are told beside.
        fans: True where a row may stand there once for each of several partners (a ticket for each of its technicians).
        seconds: a row's seconds inside the period or the calendar unit, for clipped metrics; None for whole ones.
    """

    def __init__(self, model: SemanticModel, dialect: Dialect, root: str, today: date) -> None:
        self.model = model
        self.dialect = dialect
        self.root = root
        self.today = today
        self.joined: dict[str, str] = {}
        self.beside: list[str] = []
        self.seconds: str | None = None
        self.where: list[str] = []
        self.counted_if: str | None = None
        self.fans = False

    def reach(self, dataset: str) -> None:
        """Join what is needed to get from the root to ``dataset``.

        Raises:
            NotCompilable: no many-to-one path leads there.
        """
        path = self.model.path(self.root, dataset)
        if path is None:
            raise NotCompilable(f"no path from {self.root} to {dataset}")
        if not self.fans and self.model.has_several(self.root, dataset):
            raise NotCompilable(f"a row of {self.root} may have several of {dataset}")
        optional = False
        for step in path:
            optional = optional or step.optional
            if step.target in self.joined:
                continue
            on = " AND ".join(
                f"{step.target}.{self.dialect.name_of(there)} = {step.source}.{self.dialect.name_of(here)}"
                for here, there in zip(step.source_columns, step.target_columns, strict=True)
            )
            source = self.dialect.source_of(self.model.datasets[step.target])
            self.joined[step.target] = f"{'LEFT JOIN' if optional else 'JOIN'} {source} ON {on}"

    def is_optional(self, dataset: str) -> bool:
        """True when a row of the root may have no row of ``dataset``."""
        return any(step.optional for step in self.model.path(self.root, dataset) or ())

    def field(self, reference: FieldRef) -> str:
        """A field's SQL, its table joined."""
        self.reach(reference.dataset)
        field = self.model.field(reference.dataset, reference.field)
        return self.dialect.expression(field.expression, reference.dataset)

    def condition(self, condition: Condition) -> str:
        """A named condition's SQL, its table joined."""
        self.reach(condition.dataset)
        text = self.dialect.expression(condition.expression, condition.dataset)
        return text.replace("':today'", literal(self.today.isoformat()))

    def metric_sql(self, expression: str) -> str:
        """A metric's aggregate, written out, and the tables joined whose columns it names (what was used, at the price
        of the part)."""
        for dataset in named_in(expression):
            if dataset in self.model.datasets:
                self.reach(dataset)
        return self.dialect.expression(expression, None).replace("':today'", literal(self.today.isoformat()))

    def keep_sql(self, text: str) -> None:
        """Add a condition that is SQL already, once."""
        if text not in self.where:
            self.where.append(text)

    def within(self, column: str, period: Period) -> str:
        """Half-open bounds on whole days; right for dates and timestamps alike."""
        parts = []
        if period.start is not None:
            parts.append(f"{column} >= {literal(period.start.isoformat())}")
        if period.end is not None:
            parts.append(f"{column} < {literal((period.end + timedelta(days=1)).isoformat())}")
        return " AND ".join(parts) or f"{column} IS NOT NULL"

    def sql(self) -> str:
        """FROM, joins and WHERE."""
        meaning = self.model.datasets[self.root]
        source = self.dialect.source_of(meaning)
        text = " ".join([f"FROM {source}", *self.joined.values(), *self.beside])
        kept = [bracketed(self.condition(meaning.kept))] if meaning.kept is not None else []
        where = [*kept, *(part for part in self.where if part not in kept)]
        return f"{text} WHERE {' AND '.join(where)}" if where else text


@lru_cache(maxsize=1024)
def named_in(expression: str) -> tuple[str, ...]:
    """The tables before the columns of an expression, in their order."""
    return tuple(dict.fromkeys(_TABLE.findall(_TEXT.sub("''", expression))))


def bracketed(text: str) -> str:
    """A condition that can stand beside AND."""
    return f"({text})" if " OR " in text else text
