"""Lists and look-ups: rows of a population, which of them, in which order, and how many."""

from __future__ import annotations

from datetime import date

from core.kernel.messages import Language
from core.semantics.model import SemanticModel
from core.semantics.query import FieldRef, Latest, SemanticQuery
from core.semantics.sql.columns import Names, field_column, span_column
from core.semantics.sql.compiled import Compiled
from core.semantics.sql.dialect import Dialect
from core.semantics.sql.fill import populate
from core.semantics.sql.filters import filter_sql, keep
from core.semantics.sql.joins import NotCompilable, Source
from core.semantics.sql.ordering import in_order, places_kept, rank_of
from core.semantics.sql.span import span_sql


def rows_sql(model: SemanticModel, dialect: Dialect, query: SemanticQuery, today: date, language: Language) -> Compiled:
    """The SELECT of a list.

    Raises:
        NotCompilable: a filter that the rows have no part in, or a period without a date.
    """
    source = Source(model, dialect, query.dataset, today)
    names = Names()
    references = shown(model, query)
    columns = [field_column(model, query.dataset, reference, language, names) for reference in references]
    values = [source.field(reference) for reference in references]
    for span in query.spans:
        columns.append(span_column(model, span, language, names))
        values.append(span_sql(source, span))
    for part in query.filters:
        keep(source, part)
    applied = populate(source, query, or_none=False)
    if query.period is not None:
        date_field = FieldRef(dataset=query.dataset, field=_date(model, query))
        source.keep_sql(source.within(source.field(date_field), query.period))
    order, descending = _order(model, query)
    sort, tie = source.field(order), _tie(source, query.dataset)
    ranked = query.limit is not None and query.order is not None
    if ranked:
        source.keep_sql(f"{sort} IS NOT NULL")
    select = [f"{value} AS {column.name}" for value, column in zip(values, columns, strict=True)]
    outer = ", ".join(column.name for column in columns)
    key = in_order(model, order, sort)
    direction = " DESC" if descending else ""
    within = source.field(query.limit_within) if query.limit_within is not None else None
    if query.latest is None and not ranked:
        keys = [dialect.sort_key(key, descending=descending)] + ([tie] if tie != sort else [])
        sql = f"SELECT {', '.join(select)} {source.sql()} ORDER BY {', '.join(keys)}{_cut(query)}"
        return Compiled(sql, tuple(columns), populations=applied)
    select += [f"{key} AS sort_key", f"{tie} AS tie"]
    if within is not None:
        select.append(f"{within} AS of_each")
    inner, last = "", f"ORDER BY {dialect.sort_key('sort_key', descending=descending)}, tie{_cut(query)}"
    if query.latest is not None:
        select.append(f"{_newest(source, query, query.latest, tie)} AS newest")
        held = ""
        if query.latest.keep:
            said = " AND ".join(f"({filter_sql(source, part)})" for part in query.latest.keep)
            select.append(f"CASE WHEN {said} THEN 1 ELSE 0 END AS held")
            held = " AND held = 1"
        inner = f"SELECT {outer}, sort_key, tie{', of_each' if within else ''} FROM (SELECT {', '.join(select)}"
        inner += f" {source.sql()}) AS newest_rows WHERE newest = 1{held}"
    if ranked:
        partition = "PARTITION BY of_each " if within is not None else ""
        last = f"ORDER BY {'of_each, ' if within else ''}place, tie"
        if inner:
            place = f"{rank_of(query)}() OVER ({partition}ORDER BY sort_key{direction}) AS place"
            kept = f"SELECT {outer}, tie{', of_each' if within else ''}, {place} FROM ({inner}) AS kept"
        else:
            by = f"PARTITION BY {within} " if within is not None else ""
            place = f"{rank_of(query)}() OVER ({by}ORDER BY {key}{direction}) AS place"
            select = [part for part in select if not part.endswith(" AS sort_key")]
            kept = f"SELECT {', '.join(select)}, {place} {source.sql()}"
        sql = f"SELECT {outer} FROM ({kept}) AS ranked WHERE {places_kept(query)} {last}"
    else:
        sql = f"SELECT {outer} FROM ({inner}) AS kept {last}"
    return Compiled(sql, tuple(columns), populations=applied)


def shown(model: SemanticModel, query: SemanticQuery) -> tuple[FieldRef, ...]:
    """The fields that a list shows: those asked for, else the dataset's usual ones; and what it is sorted by."""
    meaning = model.datasets[query.dataset]
    references = query.select or tuple(_reference(query.dataset, text) for text in meaning.listed)
    if query.order is not None and query.order.field is not None and query.order.field not in references:
        references = (*references, query.order.field) if references else references
    return references or tuple(FieldRef(dataset=query.dataset, field=name) for name in meaning.fields)


def _reference(home: str, text: str) -> FieldRef:
    """``area.name`` or ``tag`` as the model's file writes it."""
    owner, _, name = text.rpartition(".")
    return FieldRef(dataset=owner or home, field=name)


def _date(model: SemanticModel, query: SemanticQuery) -> str:
    name = query.date_field or model.datasets[query.dataset].default_date
    if name is None:
        raise NotCompilable(f"{query.dataset} has no date for a period")
    return name


def _order(model: SemanticModel, query: SemanticQuery) -> tuple[FieldRef, bool]:
    meaning = model.datasets[query.dataset]
    if query.order is not None and query.order.field is not None:
        return query.order.field, query.order.descending
    return FieldRef(dataset=query.dataset, field=meaning.order or meaning.identity), meaning.order_descending


def _tie(source: Source, dataset: str) -> str:
    """What tells rows apart that are sorted alike."""
    meaning = source.model.datasets[dataset]
    if meaning.identity in meaning.fields and (meaning.identity_is_unique or not meaning.primary_key):
        return source.field(FieldRef(dataset=dataset, field=meaning.identity))
    if not meaning.primary_key:
        return source.field(FieldRef(dataset=dataset, field=next(iter(meaning.fields))))
    return f"{dataset}.{source.dialect.name_of(meaning.primary_key[0])}"


def _newest(source: Source, query: SemanticQuery, latest: Latest, tie: str) -> str:
    """1 for the row to keep of each thing."""
    name = latest.date or _date(source.model, query)
    date_sql = source.field(FieldRef(dataset=query.dataset, field=name))
    source.keep_sql(f"{date_sql} IS NOT NULL")
    apart = (FieldRef(dataset=query.dataset, field=field) for field in source.model.datasets[query.dataset].apart)
    by = ", ".join(dict.fromkeys(source.field(reference) for reference in (*latest.per, *apart)))
    way = "ASC" if latest.first else "DESC"
    return f"ROW_NUMBER() OVER (PARTITION BY {by} ORDER BY {date_sql} {way}, {tie} {way})"


def _cut(query: SemanticQuery) -> str:
    if query.limit is None:
        return ""
    return f" LIMIT {query.limit}" + (f" OFFSET {query.offset}" if query.offset else "")
