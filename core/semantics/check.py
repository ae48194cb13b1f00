"""Compares a semantic model with its database: what is missing, what does not run, which words mean two things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from core.data.catalog import Catalog
from core.data.database import Database
from core.data.guard.guard import Guard
from core.kernel.errors import DatabaseUnavailable, MaintbotError
from core.kernel.folding import fold
from core.semantics.model import SemanticModel
from core.semantics.query import During, Measure, Period, SemanticQuery
from core.semantics.quoting import table_name
from core.semantics.sql.compile import Compiler
from core.semantics.sql.dialect import Dialect, literal
from core.semantics.words import LANGUAGES, Terms

Kind = Literal["table_missing", "column_missing", "does_not_run", "two_meanings"]


@dataclass(frozen=True)
class Finding:
    """One thing to look at.

    Attributes:
        place: where in the model, as ``dataset.field``, ``condition dataset.name`` or ``metric name``; the word itself
            for a word with two meanings.
        detail: what the database or the guard says; the meanings of a word.
    """

    kind: Kind
    place: str
    detail: str = ""

    @property
    def is_error(self) -> bool:
        """False for words: the noun beside one usually settles it, and else the bot asks."""
        return self.kind != "two_meanings"


async def check(model: SemanticModel, database: Database, today: date) -> list[Finding]:
    """All findings, errors first.

    Raises:
        DatabaseUnavailable: the database does not answer at all.
    """
    catalog = await database.catalog()
    missing = list(_missing(model, catalog))
    guard, known = Guard(catalog, database.dialect, 1), {finding.place for finding in missing}
    broken = [finding async for finding in _running(model, database, guard, today, known)]
    return [*missing, *broken, *two_meanings(model)]


def _missing(model: SemanticModel, catalog: Catalog) -> Iterator[Finding]:
    tables = {name.lower(): {column.lower() for column in columns} for name, columns in catalog.tables.items()}

    def lacks(dataset: str, column: str) -> bool:
        found = tables.get(_table(model, dataset))
        return found is not None and column.lower() not in found

    for name, dataset in model.datasets.items():
        if not dataset.is_query and _table(model, name) not in tables:
            yield Finding("table_missing", name, dataset.source)
        for field in dataset.fields.values():
            if field.column is not None and lacks(name, field.column):
                yield Finding("column_missing", f"{name}.{field.name}", f"{dataset.source}.{field.expression}")
        for key in dataset.primary_key:
            if lacks(name, key):
                yield Finding("column_missing", f"{name} primary_key", f"{dataset.source}.{key}")
    for link in model.relationships:
        ends = [(link.source, column) for column in link.source_columns]
        ends += [(link.target, column) for column in link.target_columns]
        for end, column in ends:
            if lacks(end, column):
                yield Finding("column_missing", f"relationship {link.name}", f"{model.datasets[end].source}.{column}")


def _table(model: SemanticModel, dataset: str) -> str:
    return table_name(model.datasets[dataset].source).lower()


def _statements(model: SemanticModel, dialect: str, today: date) -> Iterator[tuple[str, str, str | MaintbotError]]:
    """(place, dataset that it is about, SQL or why there is none) for every expression."""
    own = Dialect(dialect)
    for name, dataset in model.datasets.items():
        source = own.source_of(dataset)
        for place, text in (
            *((f"{name}.{field.name}", field.expression) for field in dataset.fields.values()),
            *((f"condition {name}.{item.name}", item.expression) for item in dataset.conditions.values()),
        ):
            try:
                written = own.expression(text, name).replace("':today'", literal(today.isoformat()))
            except Exception as error:  # sqlglot's own: the expression is not SQL
                yield place, name, MaintbotError(str(error).splitlines()[0])
                continue
            where = f" WHERE {written}" if place.startswith("condition ") else ""
            yield (
                place,
                name,
                f"SELECT {'1' if where else written} AS checked FROM {source}{where} LIMIT 0",
            )
    compiler = Compiler(model, dialect)
    for name, dataset in model.datasets.items():
        if dataset.interval is not None:
            during = During(dataset=name, period=Period(start=today, end=today))
            query = SemanticQuery(
                dataset=name, shape="count", measures=(Measure(aggregate="count"),), filters=(during,)
            )
            yield (
                f"{name} interval",
                name,
                f"SELECT * FROM ({compiler.compile(query, today, 'en').sql}) AS checked LIMIT 0",
            )
    period = Period(start=today - timedelta(days=364), end=today)
    for metric in model.metrics.values():
        home = metric.dataset or next(
            (model.metrics[base].dataset for base in metric.bases if model.metrics[base].dataset), None
        )
        place = f"metric {metric.name}"
        try:
            query = SemanticQuery(
                dataset=home or "", shape="measure", measures=(Measure(metric=metric.name),), period=period
            )
            yield place, home or "", f"SELECT * FROM ({compiler.compile(query, today, 'en').sql}) AS checked LIMIT 0"
        except MaintbotError as error:
            yield place, home or "", error
        except Exception as error:  # sqlglot's own, or a name that the model does not have
            yield place, home or "", MaintbotError(f"{type(error).__name__}: {str(error).splitlines()[0]}")


async def _running(
    model: SemanticModel, database: Database, guard: Guard, today: date, known: set[str]
) -> AsyncIterator[Finding]:
    lost = {place for place in known if place in model.datasets}
    for place, dataset, sql in _statements(model, database.dialect, today):
        if place in known or dataset in lost:
            continue
        if isinstance(sql, MaintbotError):
            yield Finding("does_not_run", place, sql.detail)
            continue
        try:
            await database.run(guard.check(sql).sql)
        except DatabaseUnavailable:
            raise
        except MaintbotError as error:
            yield Finding("does_not_run", place, error.detail or error.code)


def two_meanings(model: SemanticModel) -> list[Finding]:
    """Words for two datasets, two metrics, two fields or conditions of one dataset, or values of two columns."""
    meanings: dict[tuple[str, str], set[str]] = defaultdict(set)

    def add(scope: str, terms: Terms, meaning: str) -> None:
        for language in LANGUAGES:
            for term in terms[language]:
                meanings[(scope, fold(term))].add(meaning)

    for dataset in model.datasets.values():
        add("dataset", dataset.terms, dataset.name)
        for field in dataset.fields.values():
            add(f"field {dataset.name}", field.terms, f"{dataset.name}.{field.name}")
            for value in field.values:
                add("value", value.terms, f"{dataset.name}.{field.name} = {value.value}")
        for condition in dataset.conditions.values():
            add(f"condition {dataset.name}", condition.terms, f"{dataset.name} {condition.name}")
    for metric in model.metrics.values():
        add("metric", metric.terms, metric.name)
    found = {(term, ", ".join(sorted(several))) for (_, term), several in meanings.items() if len(several) > 1}
    return [Finding("two_meanings", term, detail) for term, detail in sorted(found)]
