"""One SELECT's FROM and WHERE: joins along many-to-one paths, so that no row is counted twice."""

from __future__ import annotations

import re
from datetime import date, timedelta

from core.kernel.errors import MaintbotError
from core.semantics.model import Condition, SemanticModel
from core.semantics.query import AnyOf, Compare, Dated, FieldRef, Filter, Named, Not, Period, Related
from core.semantics.sql.dialect import Dialect, literal


class NotCompilable(MaintbotError):
    """A semantic query that this model cannot express; ``detail`` says which part."""

    code = "not_compilable"
    status = 422
    texts = {
        "es": "Esos datos no se pueden combinar en una sola consulta.",
        "en": "Those data cannot be combined in one query.",
    }


class Source:
    """Collects the joins and conditions of one SELECT over ``root``. Tables keep their names as aliases."""

    def __init__(self, model: SemanticModel, dialect: Dialect, root: str, today: date) -> None:
        self.model = model
        self.dialect = dialect
        self.root = root
        self.today = today
        self.joined: dict[str, str] = {}
        self.where: list[str] = []

    def reach(self, dataset: str) -> None:
        """Join what is needed to get from the root to ``dataset``.

        Raises:
            NotCompilable: no many-to-one path leads there.
        """
        path = self.model.path(self.root, dataset)
        if path is None:
            raise NotCompilable(f"no path from {self.root} to {dataset}")
        optional = False
        for step in path:
            optional = optional or step.optional
            if step.target in self.joined:
                continue
            on = " AND ".join(
                f"{step.target}.{there} = {step.source}.{here}"
                for here, there in zip(step.source_columns, step.target_columns, strict=True)
            )
            source = self.model.datasets[step.target].source
            alias = "" if source == step.target else f" AS {step.target}"
            self.joined[step.target] = f"{'LEFT JOIN' if optional else 'JOIN'} {source}{alias} ON {on}"

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
        """A metric's aggregate, written out."""
        return self.dialect.expression(expression, None).replace("':today'", literal(self.today.isoformat()))

    def keep(self, part: Filter) -> None:
        """Add a filter to WHERE."""
        self.where.append(self.filter(part))

    def keep_sql(self, text: str) -> None:
        """Add a condition that is SQL already, once."""
        if text not in self.where:
            self.where.append(text)

    def filter(self, part: Filter) -> str:
        """A filter as SQL, usable inside AND."""
        match part:
            case Compare():
                return self._compare(part)
            case Named():
                return self._named(part)
            case Dated():
                column = self.field(part.field)
                inside = self.within(column, part.period)
                # What never happened did not happen in the period either.
                return f"(NOT ({inside}) OR {column} IS NULL)" if part.negated else inside
            case AnyOf():
                return "(" + " OR ".join(self.filter(item) for item in part.parts) + ")"
            case Not():
                return self._not(self.filter(part.part), uncertain=True)
            case Related():
                from core.semantics.sql.related import related_sql

                return related_sql(self, part)

    def within(self, column: str, period: Period) -> str:
        """Half-open bounds on whole days; right for dates and timestamps alike."""
        parts = []
        if period.start is not None:
            parts.append(f"{column} >= {literal(period.start.isoformat())}")
        if period.end is not None:
            parts.append(f"{column} < {literal((period.end + timedelta(days=1)).isoformat())}")
        return " AND ".join(parts) or f"{column} IS NOT NULL"

    def _compare(self, part: Compare) -> str:
        column = self.field(part.field)
        values = [literal(value) for value in part.values]
        match part.op:
            case "is null" | "is not null":
                return f"{column} {part.op.upper()}"
            case "between":
                return f"{column} BETWEEN {values[0]} AND {values[1]}"
            case "contains":
                pattern = literal(f"%{str(part.values[0]).lower()}%")
                return f"LOWER({column}) LIKE {pattern}"
            case "in" | "=":
                return f"{column} = {values[0]}" if len(values) == 1 else f"{column} IN ({', '.join(values)})"
            case "not in" | "<>":
                text = f"{column} <> {values[0]}" if len(values) == 1 else f"{column} NOT IN ({', '.join(values)})"
                return f"({text} OR {column} IS NULL)" if self.is_optional(part.field.dataset) else text
            case _:
                return f"{column} {part.op} {values[0]}"

    def _named(self, part: Named) -> str:
        condition = self.model.datasets[part.dataset].conditions[part.condition]
        text = self.condition(condition)
        if condition.window and part.period:
            column = self.field(FieldRef(dataset=part.dataset, field=condition.window))
            until = condition.window_current == "until_end" and part.period.relative == "current"
            period = part.period.model_copy(update={"start": None}) if until else part.period
            # Bounds exclude NULL by themselves; the expression adds nothing then.
            text = self.within(column, period)
        if part.negated:
            return self._not(text, uncertain=self.is_optional(part.dataset) or self._may_be_unknown(condition))
        return f"({text})" if " OR " in text else text

    def _may_be_unknown(self, condition: Condition) -> bool:
        """True when the condition compares a date, which a row may lack."""
        fields = self.model.datasets[condition.dataset].fields
        words = re.findall(r"\w+", condition.expression)
        return any(fields[word].is_date for word in words if word in fields)

    @staticmethod
    def _not(text: str, *, uncertain: bool) -> str:
        """The opposite. What cannot be told does not hold, so its opposite does: no date, not overdue."""
        return f"NOT COALESCE({text}, FALSE)" if uncertain else f"NOT ({text})"

    def sql(self) -> str:
        """FROM, joins and WHERE."""
        source = self.model.datasets[self.root].source
        alias = "" if source == self.root else f" AS {self.root}"
        text = " ".join([f"FROM {source}{alias}", *self.joined.values()])
        return f"{text} WHERE {' AND '.join(self.where)}" if self.where else text
