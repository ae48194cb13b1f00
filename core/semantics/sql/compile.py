"""SemanticQuery → one SELECT for one database.

Lists and look-ups select rows of the population. Everything else aggregates: each measure belongs to a *block*, one
fact dataset with its own filters, date and population; a question whose measures share one block is a plain GROUP BY,
and one that needs several aggregates each block alone in a CTE and joins them on the breakdown, so nothing fans out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from core.kernel.messages import Column, Language
from core.semantics.model import SemanticModel
from core.semantics.query import FieldRef, GroupBy, SemanticQuery
from core.semantics.sql.aggregate import aggregates
from core.semantics.sql.block import Block, additive, block_of, derived_sql, formula_blocks, is_derived, same_block
from core.semantics.sql.blocks import join_blocks
from core.semantics.sql.columns import Names, field_column, group_column, measure_column, with_value_units
from core.semantics.sql.compiled import Compiled
from core.semantics.sql.dialect import Dialect, literal
from core.semantics.sql.fill import fill
from core.semantics.sql.joins import Source
from core.semantics.sql.ordering import ordered
from core.semantics.sql.population import counts_alone, tell_beside, whole_by
from core.semantics.sql.rows import rows_sql
from core.semantics.sql.series import share_sql, with_units

PERIOD_LABEL: dict[Language, str] = {"es": "Periodo", "en": "Period"}


@dataclass(frozen=True)
class Beside:
    """What a breakdown by a row's identity is grouped by as well, and shows when it has a column."""

    sql: str
    column: Column | None


class Compiler:
    """Compiles for one model and one database.

    Args:
        to_now: leave the moment up to which today has passed open, for ``core.semantics.sql.now`` to fill in; else
            today goes up to its midnight.
    """

    def __init__(self, model: SemanticModel, dialect: str, *, to_now: bool = False) -> None:
        self.model = model
        self.dialect = Dialect(dialect, to_now=to_now)

    def compile(self, query: SemanticQuery, today: date, language: Language) -> Compiled:
        """Write the SQL.

        Raises:
            NotCompilable: the model has no way to combine what the query asks for.
        """
        made = self._compiled(query, today, language)
        columns = with_value_units(self.model, query, made.columns, made.values, language)
        return replace(made, columns=columns)

    def _compiled(self, query: SemanticQuery, today: date, language: Language) -> Compiled:
        if query.shape in ("list", "lookup", "exists") and not query.measures:
            return rows_sql(self.model, self.dialect, query, today, language)
        if query.compare_to is not None:
            return self._side_by_side(query, today, language)
        return self._aggregate(query, today, language)

    # ---- numbers ----

    def _aggregate(self, query: SemanticQuery, today: date, language: Language) -> Compiled:
        names = Names()
        groups = [group_column(self.model, query.dataset, group, language, names) for group in query.groups]
        values: list[Column] = []
        for measure in query.measures:
            before = list(zip(query.measures, values, strict=False))
            values.append(measure_column(self.model, query.dataset, measure, language, names, before))
        blocks = [block_of(self.model, query, measure) for measure in query.measures if not is_derived(measure)]
        simple = all(block is not None for block in blocks) and len({same_block(b) for b in blocks if b}) == 1
        ascending = query.order is not None and not query.order.descending and self._from_the_least(query)
        entity = self._entity(query)
        if simple and not (ascending and entity):
            first = blocks[0]
            assert first is not None
            compiled = self._flat(query, first, groups, values, names, today, language)
            if not any(group.grain for group in query.groups):
                return compiled
            return with_units(self.model, self.dialect, query, first, compiled, today)
        pieces = formula_blocks(self.model, query, entity if ascending else None, today)
        return join_blocks(self.model, self.dialect, query, pieces, groups, values, names, today, language)

    def _from_the_least(self, query: SemanticQuery) -> bool:
        """Things that have none stand first: in a ranking, and in a breakdown by things that each row belongs to."""
        if query.shape == "ranking":
            return True
        group = query.groups[0].field if len(query.groups) == 1 else None
        if query.shape != "breakdown" or group is None or query.order is None or query.order.measure is None:
            return False
        return whole_by(self.model, query.dataset, group)

    def _entity(self, query: SemanticQuery) -> str | None:
        """The dataset whose rows a ranking names, when it is not the fact itself; None where it is also by time."""
        if any(group.field is None or group.grain for group in query.groups):
            return None
        group = query.groups[0].field if query.groups else None
        return group.dataset if group and group.dataset != query.dataset else None

    def _flat(
        self,
        query: SemanticQuery,
        block: Block,
        groups: list[Column],
        values: list[Column],
        names: Names,
        today: date,
        language: Language,
    ) -> Compiled:
        source = Source(self.model, self.dialect, block.dataset, today)
        source.fans = self._by_several(query, block)
        expressions, applied = fill(source, block, query)
        if block.dataset in applied and counts_alone(self.model.datasets[block.dataset], query):
            tell_beside(source, block.dataset)
        select, by, columns, extras = [], [], [], []
        measured: list[str] = []
        for expression, group, column in zip(expressions, query.groups, groups, strict=True):
            select.append(f"{expression} AS {column.name}")
            columns.append(column)
            by.append(self.dialect.grouped_by(expression, column.name))
            for beside in self._beside(source, group, query, names, language):
                by.append(beside.sql)
                if beside.column is not None:
                    select.append(f"{beside.sql} AS {beside.column.name}")
                    columns.append(beside.column)
                    extras.append(beside.column.name)
        for measure, column in zip(query.measures, values, strict=True):
            if is_derived(measure):
                measured.append(derived_sql(measure, measured))
                select.append(f"{measured[-1]} AS {column.name}")
                columns.append(column)
                continue
            own = block_of(self.model, query, measure)
            assert own is not None
            for part in aggregates(own, source, column, names, own.period or query.period, language):
                select.append(f"{part.sql} AS {part.column.name}")
                columns.append(part.column)
                if part.extra:
                    extras.append(part.column.name)
                else:
                    measured.append(part.sql)
            if measure.share and query.groups:
                share = Column(
                    name=names.take("share_pct"), label={"es": "%", "en": "%"}[language], kind="percent", unit="%"
                )
                select.append(f"{share_sql(query, measure, measured[-1], expressions)} AS {share.name}")
                columns.append(share)
                extras.append(share.name)
        having = [f"{measured[index]} {op} {literal(value)}" for index, op, value in query.having]
        if not query.groups:
            sql = f"SELECT {', '.join(select)} {source.sql()}"
            if having:
                kept = (f"{values[index].name} {op} {literal(value)}" for index, op, value in query.having)
                shown = ", ".join(column.name for column in columns)
                sql = f"SELECT {shown} FROM ({sql}) AS total WHERE {' AND '.join(kept)}"
            return Compiled(
                sql,
                tuple(columns),
                (),
                tuple(column.name for column in values),
                tuple(extras),
                applied,
            )
        body = f"{source.sql()} GROUP BY {', '.join(by)}" + (f" HAVING {' AND '.join(having)}" if having else "")
        sql = ordered(
            self.model, self.dialect, query, select, body, columns, groups, values, measured, expressions, grouped=True
        )
        return Compiled(
            sql,
            tuple(columns),
            tuple(column.name for column in groups),
            tuple(column.name for column in values),
            tuple(extras),
            applied,
        )

    def _by_several(self, query: SemanticQuery, block: Block) -> bool:
        """True where rows are counted, or averaged, by each of the several that they have (tickets by technician)."""
        if not any(item.field and self.model.has_several(block.dataset, item.field.dataset) for item in query.groups):
            return False
        averaged = block.metric is not None and not additive(block)
        counted = block.metric is None and all(item.aggregate == "count" for item in query.measures)
        return (averaged or counted) and not any(item.share for item in query.measures) and len(query.groups) == 1

    def _beside(
        self, source: Source, group: GroupBy, query: SemanticQuery, names: Names, language: Language
    ) -> list[Beside]:
        """People are told apart by key, since two may share a name; machines show their name beside the tag."""
        if group.field is None:
            return []
        meaning = self.model.datasets[group.field.dataset]
        if group.field.field != meaning.identity:
            return []
        found = []
        if not meaning.identity_is_unique and meaning.primary_key:
            found.append(Beside(f"{meaning.name}.{self.dialect.name_of(meaning.primary_key[0])}", None))
        if meaning.beside is None:
            return found
        reference = FieldRef(dataset=meaning.name, field=meaning.beside)
        return [
            *found,
            Beside(source.field(reference), field_column(self.model, meaning.name, reference, language, names)),
        ]

    # ---- two periods ----

    def _side_by_side(self, query: SemanticQuery, today: date, language: Language) -> Compiled:
        assert query.compare_to is not None
        halves = []
        for period in (query.compare_to, query.period):
            half = query.model_copy(update={"period": period, "compare_to": None, "limit": None, "order": None})
            halves.append((period, self._aggregate(half, today, language)))
        period_column = Column(name="period", label=PERIOD_LABEL[language], kind="text")
        parts = []
        for index, (period, compiled) in enumerate(halves):
            assert period is not None
            name = f"{period.start.isoformat() if period.start else ''}/{period.end.isoformat() if period.end else ''}"
            columns = ", ".join(column.name for column in compiled.columns)
            head = f"SELECT {index} AS position, {literal(name)} AS period, {columns}"
            parts.append(f"{head} FROM ({compiled.sql}) AS half_{index}")
        first = halves[0][1]
        shown = ["period", *(column.name for column in first.columns)]
        keys = ["position", *first.groups]
        sql = f"SELECT {', '.join(shown)} FROM ({' UNION ALL '.join(parts)}) AS halves ORDER BY {', '.join(keys)}"
        return Compiled(
            sql,
            (period_column, *first.columns),
            ("period", *first.groups),
            first.values,
            first.extras,
            first.populations,
        )
