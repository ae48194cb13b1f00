"""Verified queries: questions whose SQL a person has checked. A close match runs it, without any model call.

They live in the semantic model under ``ai_context.verified_queries`` as {question: {es, en}, sql, verified_by,
verified_at}. Their SQL may name calendar days in braces ({today}, {month_start}, {next_month_start} …), since a
checked query must not go stale with the month that it was checked in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

import structlog

from core.kernel.folding import fold_text
from core.kernel.messages import Cell, Column, ColumnKind, Language
from core.kernel.result import Result

log = structlog.get_logger(__name__)

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_LANGUAGES: tuple[Language, ...] = ("es", "en")
_FILLERS = frozenset(
    # Words that ask, point or are polite, and carry nothing that a query could hold. "no", "sin", "más", "was" and
    # prepositions of time carry something, so they are not here.
    """a al the de del el la los las lo un una unos unas es son esta estan estoy hay ahi cual cuales que quien quienes
    cuanto cuanta cuantos cuantas dime dame muestra muestrame muestren lista listame ver veo quiero quisiera
    saber conocer puedes podrias favor por porfa porfavor oye hola gracias tenemos tienen
    nuestro nuestros nuestra nuestras actualmente ahora momento mismo
    is are be do does have has of an there what which who how many much show me tell give list please
    can could would you i we our us see know want hi hello hey thanks get currently now right moment""".split()
)
_COUNTS = re.compile(r"\b(?:cuant[oa]s?|how many|how much|numero de|cantidad de|number of|count of)\b")
_CLOSE = 88.0


@dataclass(frozen=True)
class VerifiedQuery:
    """One checked question, in the languages that it was checked in.

    Attributes:
        headline: template of the answer's sentence by language, as core/modelling/fill fills it.
        assumptions: short phrases on what is counted, by language.
        columns: labels of the result's columns: name → (label by language, kind).
    """

    question: Mapping[Language, str]
    sql: str
    verified_by: str
    verified_at: str
    headline: Mapping[Language, str] = field(default_factory=dict)
    assumptions: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    columns: Mapping[str, tuple[Mapping[Language, str], ColumnKind]] = field(default_factory=dict)

    def columns_in(self, language: Language) -> tuple[Column, ...]:
        """The columns that have a label in that language."""
        return tuple(
            Column(name=name, label=labels[language], kind=kind)
            for name, (labels, kind) in self.columns.items()
            if language in labels
        )

    @cached_property
    def bags(self) -> Mapping[Language, Mapping[str, str]]:
        """The content words of each wording: stem → word."""
        return {language: _bag(text, language) for language, text in self.question.items()}

    def sql_on(self, today: date) -> str:
        """The SQL with its calendar days filled in."""
        return self.sql.format_map({name: day.isoformat() for name, day in calendar(today).items()})


@dataclass(frozen=True)
class Match:
    """A verified query that says what the question says, and the language in which it does."""

    query: VerifiedQuery
    language: Language


def verified_queries(context: Mapping[str, Any]) -> tuple[VerifiedQuery, ...]:
    """Those of a semantic model's ``ai_context``; one that lacks a question, SQL or a signature is left out and
    logged."""
    found: list[VerifiedQuery] = []
    for raw in context.get("verified_queries") or ():
        try:
            asked = raw["question"]
            question: dict[Language, str] = {
                language: str(asked[language]) for language in _LANGUAGES if asked.get(language)
            }
            query = VerifiedQuery(
                question,
                str(raw["sql"]).strip(),
                str(raw["verified_by"]),
                str(raw["verified_at"]),
                headline=_by_language(raw.get("headline")),
                assumptions={
                    language: tuple(map(str, phrases)) for language, phrases in (raw.get("assumptions") or {}).items()
                },
                columns={
                    name: (_by_language(column["label"]), column.get("kind", "text"))
                    for name, column in (raw.get("columns") or {}).items()
                },
            )
            query.sql_on(date(2000, 1, 1))
            for language in _LANGUAGES:
                query.columns_in(language)
            if not question:
                raise ValueError("no question")
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            log.warning("verified_query_ignored", reason=f"{type(error).__name__}: {error}")
            continue
        found.append(query)
    return tuple(found)


def _by_language(raw: Any) -> dict[Language, str]:
    return {language: str(raw[language]) for language in _LANGUAGES if raw and language in raw}


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


def match(question: str, queries: Sequence[VerifiedQuery]) -> Match | None:
    """The verified query that closely matches a question, in either language; None when none does, or two do.

    Closely: the same content words, whatever their order and ending, a misspelling forgiven; numbers, codes and
    negations must be equal. A word more or less is another question.
    """
    found: dict[str, Match] = {}
    for query in queries:
        for language, bag in query.bags.items():
            if bag and _same(_bag(question, language), bag):
                found.setdefault(query.sql, Match(query, language))
    return next(iter(found.values())) if len(found) == 1 else None


def agrees(checked: Result, own: Result) -> bool:
    """Whether another query's result says what the checked one says: as many rows, and each of the checked columns
    with the same values; it may have more columns, other names and another order."""
    if len(checked.rows) != len(own.rows) or checked.truncated != own.truncated:
        return False
    if not checked.rows:
        return True
    theirs = [sorted(map(_comparable, own.column(name))) for name in own.columns]
    return all(sorted(map(_comparable, checked.column(name))) in theirs for name in checked.columns)


def _comparable(cell: Cell) -> str:
    return f"{cell:.9g}" if isinstance(cell, int | float) else str(cell)


def nearest(question: str, queries: Sequence[VerifiedQuery], count: int) -> list[Match]:
    """The ``count`` most similar verified queries, best first, as examples for the prompt."""
    from rapidfuzz import fuzz

    scored: list[tuple[float, int, Match]] = []
    for index, query in enumerate(queries):
        best: tuple[float, Language] = max(
            (
                (fuzz.token_set_ratio(" ".join(_bag(question, lang)), " ".join(bag)), lang)
                for lang, bag in query.bags.items()
            ),
            default=(0.0, "en"),
        )
        scored.append((best[0], index, Match(query, best[1])))
    scored.sort(key=lambda item: (-item[0], item[1]))
    return [found for _, _, found in scored[:count]]


@lru_cache(maxsize=256)
def _bag(text: str, language: Language) -> Mapping[str, str]:
    folded = fold_text(text)
    words = [word for word in _WORD.findall(_COUNTS.sub(" ", folded)) if word not in _FILLERS]
    # Asking how many is not asking which: the marker keeps the two apart.
    marker = {"#count": "#count"} if _COUNTS.search(folded) else {}
    return dict(sorted([(_stem(word, language), word) for word in words])) | marker


@lru_cache(maxsize=8192)
def _stem(word: str, language: Language) -> str:
    if any(char.isdigit() for char in word):
        return word
    import snowballstemmer

    stemmer = snowballstemmer.stemmer("spanish" if language == "es" else "english")
    return str(stemmer.stemWord(word))


def _same(asked: Mapping[str, str], verified: Mapping[str, str]) -> bool:
    extra, missing = sorted(asked.keys() - verified.keys()), sorted(verified.keys() - asked.keys())
    if not extra and not missing:
        return True
    if len(extra) != len(missing):
        return False
    from rapidfuzz import fuzz

    # A misspelling: one long word on each side, nearly the same, without digits. Short words differ by meaning
    # (no/not, más/mal), and a changed digit is a changed question.
    return all(
        min(len(a), len(b)) >= 6
        and a[0] == b[0]
        and not any(char.isdigit() or char == "#" for char in a + b)
        and fuzz.ratio(a, b) >= _CLOSE
        for a, b in ((asked[x], verified[y]) for x, y in zip(extra, missing, strict=True))
    )
