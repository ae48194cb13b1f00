"""Verified queries: questions whose SQL a person has checked, in the model's ``ai_context``.

Their SQL may name calendar days in braces ({today}, {month_start}, {next_month_start} …), since a checked query must
not go stale with the month that it was checked in.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from core.kernel.messages import Column, ColumnKind, Language
from core.semantics.file.keys import Keys, Text, key
from core.semantics.file.texts import TermsKey, TextsKey
from core.semantics.words import LANGUAGES, NO_TERMS, Texts


def calendar(today: date) -> dict[str, date]:
    """The days that a verified query's SQL may name in braces. ``next_…_start`` is the first day after."""
    week = today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    quarter = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    year = date(today.year, 1, 1)
    return {
        "today": today,
        "yesterday": today - timedelta(days=1),
        "tomorrow": today + timedelta(days=1),
        "week_start": week,
        "next_week_start": week + timedelta(days=7),
        "last_week_start": week - timedelta(days=7),
        "month_start": month,
        "next_month_start": _months_on(month, 1),
        "last_month_start": _months_on(month, -1),
        "quarter_start": quarter,
        "next_quarter_start": _months_on(quarter, 3),
        "last_quarter_start": _months_on(quarter, -3),
        "year_start": year,
        "next_year_start": date(today.year + 1, 1, 1),
        "last_year_start": date(today.year - 1, 1, 1),
        "days_ago_7": today - timedelta(days=6),
        "days_ago_30": today - timedelta(days=29),
        "days_ago_90": today - timedelta(days=89),
        "days_ago_365": today - timedelta(days=364),
    }


def _months_on(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _filled(sql: str, today: date) -> str:
    return sql.format_map({name: day.isoformat() for name, day in calendar(today).items()})


def _sql(text: str) -> str:
    try:
        _filled(text, date(2000, 1, 1))
    except (ValueError, LookupError, AttributeError) as error:
        name = str(error.args[0]) if isinstance(error, KeyError) else ""
        raise PydanticCustomError("not_days", "days in braces", {"name": name}) from error
    return text.strip()


def _asked(question: Texts) -> Texts:
    if not any(text.strip() for text in question.values()):
        raise PydanticCustomError("no_question", "a question in one of the languages")
    return question


def _day(raw: Any) -> Any:
    return raw.isoformat() if isinstance(raw, date) else raw  # YAML reads 2026-10-05 as a day


def _in_both(raw: Any) -> Any:
    return dict.fromkeys(LANGUAGES, raw) if isinstance(raw, str) else raw


_NameKey = Annotated[
    TextsKey, BeforeValidator(_in_both, json_schema_input_type=str | dict[Language, str]), AfterValidator(_asked)
]


class ColumnKeys(Keys):
    """How a column of the result is shown."""

    label: TextsKey = key(..., "its heading", "label: {es: Equipos, en: Machines}")
    kind: ColumnKind = key("text", "how its values are written", "kind: integer")


class VerifiedQuery(Keys):
    """One checked question, in the languages that it was checked in."""

    question: Annotated[TextsKey, AfterValidator(_asked)] = key(
        ...,
        "how it is asked, in one language or both",
        "question: {es: '¿Qué equipos están parados?', en: 'Which machines are down?'}",
    )
    label: TextsKey = key({}, "what a button says that asks it", "label: {es: Parados, en: Down now}")
    sql: Annotated[Text, AfterValidator(_sql)] = key(
        ...,
        "the query, in the database's own SQL; days in braces: `{today}`, `{month_start}`, `{next_month_start}` …",
        "sql: SELECT COUNT(*) AS n FROM machine WHERE due_on < '{next_month_start}'",
    )
    verified_by: _NameKey = key(
        ...,
        "who checked it: a name, or an office in one language or both",
        "verified_by: {es: ingeniería de confiabilidad, en: reliability engineering}",
    )
    verified_at: Annotated[
        Text, BeforeValidator(_day, json_schema_input_type=str), WithJsonSchema({"type": "string"})
    ] = key(..., "when", "verified_at: 2026-10-05")
    headline: TextsKey = key(
        {},
        "the answer's sentence; names in braces are columns",
        "headline: {es: 'Hay **{n}** parados.', en: '**{n}** are down.'}",
    )
    assumptions: TermsKey = key(
        NO_TERMS, "what is counted, in short phrases", "assumptions: {es: [sin retirados], en: [retired ones left out]}"
    )
    columns: dict[Text, ColumnKeys] = key(
        {}, "labels of the result's columns", "columns: {n: {label: {es: Equipos, en: Machines}, kind: integer}}"
    )

    def columns_in(self, language: Language) -> tuple[Column, ...]:
        """The columns that have a label in that language."""
        return tuple(
            Column(name=name, label=column.label[language], kind=column.kind)
            for name, column in self.columns.items()
            if language in column.label
        )

    def sql_on(self, today: date) -> str:
        """The SQL with its calendar days filled in."""
        return _filled(self.sql, today)
