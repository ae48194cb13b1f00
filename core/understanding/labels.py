"""Labels: a query in a few words of the person's language, for a button that asks it."""

from __future__ import annotations

from collections.abc import Sequence

from core.semantics.query import SemanticQuery
from core.sentences import say, understanding
from core.wording.describe.assumptions import date_label
from core.wording.describe.describer import Describer
from core.wording.describe.restated import group_words
from core.wording.numbers import join
from core.wording.phrases import article, capital


def label_of(query: SemanticQuery, describer: Describer, rows: int | None = None) -> str:
    """«Ver las 41 bombas», «Horas de paro por causa este año».

    Args:
        rows: how many rows it has, when that is known.
    """
    language = describer.language
    words = understood(query, describer)
    if query.measures or not rows:
        return capital(words)
    phrase = describer.phrase(query, rows)
    noun = describer.noun(query)
    the = article(noun.of(rows), noun.gender, rows != 1)
    text = understanding.SEE_ONE if rows == 1 else understanding.SEE_ROWS
    said = say(text, language, the=the, count=rows, phrase=phrase)
    return f"{said}{_when(query, describer)}"


def apart(queries: Sequence[SemanticQuery], describer: Describer) -> list[str]:
    """Labels that tell several queries from each other: by how they are answered where the rows are the same."""
    labels = [capital(understood(query, describer)) for query in queries]
    for number, query in enumerate(queries):
        if labels.count(labels[number]) > 1 and query.shape in ("list", "exists", "count"):
            text = understanding.NUMBER_OF if query.shape == "count" else understanding.LIST_OF
            labels[number] = say(text, describer.language, what=understood(query, describer))
    if len(set(labels)) < len(labels):
        labels = [_by_date(query, describer) for query in queries]
    if len(set(labels)) < len(labels):
        labels = [describer.restated(query) for query in queries]
    return labels


def _by_date(query: SemanticQuery, describer: Describer) -> str:
    """«Equipos, 1 al 22 nov 2026 por fecha de instalación»: the same rows, another of their dates."""
    words = capital(describer.phrase(query, None))
    if query.period is None:
        return words
    return f"{words}, {describer.period(query.period, date_label(describer, query))}"


def understood(query: SemanticQuery, describer: Describer) -> str:
    """What a query asks for: its rows, or its measures with what limits them, by what, and when."""
    language = describer.language
    words = describer.phrase(query, None)
    if query.measures:
        named = [describer.measure(query, measure) for measure in query.measures]
        words = join(list(dict.fromkeys(named)), language)
        limits = describer.filters(query.filters)
        if limits and any(measure.metric or measure.field for measure in query.measures):
            words = f"{words} ({', '.join(limits)})"
    groups = [group_words(describer, group) for group in query.groups]
    if groups:
        words = say(understanding.BY, language, what=words, groups=join(groups, language))
    return f"{words}{_when(query, describer)}"


def _when(query: SemanticQuery, describer: Describer) -> str:
    return f" {describer.inside(query.period)}" if query.period is not None and query.period.given else ""
