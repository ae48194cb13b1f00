"""Whose numbers an answer tells: of the pumps, in Welding, of the orders requested in October."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.replies.charts.title import of
from core.replies.headlines.answer import Answer, clean
from core.semantics.model import Metric
from core.wording.describe.filters import owner_of
from core.wording.describe.values import noun_in
from core.wording.phrases import Noun, agree, article, is_participle


def scope(answer: Answer) -> str:
    """Whose numbers these are: « de las bombas en Welding», « de las OT solicitadas»; empty for everything."""
    dated = by_date(answer)
    if dated is None:
        return _scope(answer)
    whose = _scope(answer) or (f" de {answer.noun.many}" if answer.spanish else f" of the {answer.noun.many}")
    if answer.spanish and whose == f" de {answer.noun.many}":
        whose = f" de {article(answer.noun.many, answer.noun.gender, True)} {answer.noun.many}"
    return f"{whose} {dated}"


def by_date(answer: Answer) -> str | None:
    """«solicitadas»: the date that a period was bound to instead of the metric's own."""
    query = answer.query
    metric = answer.metric(query.measures[0]) if query.measures else None
    if query.period is None or metric is None or metric.dataset != query.dataset or metric.clipped:
        return None
    if not query.date_field or query.date_field == metric.date:
        return None
    label = answer.model.field(query.dataset, query.date_field).label.one[answer.language].lower()
    if answer.spanish:
        return agree(label, answer.noun.gender, True) if is_participle(label) else None
    return label if label.endswith(("ed", "due")) else None


def _scope(answer: Answer) -> str:
    metric = answer.metric(answer.query.measures[0]) if answer.query.measures else None
    if metric is not None and kind_used(answer, metric) is not None:
        left = tuple(part for part in answer.query.filters if owner_of(part) != metric.rows)
        answer = replace(answer, query=answer.query.model_copy(update={"filters": left}))
    text = of(answer.describer, answer.query)
    measure = answer.query.measures[0] if answer.query.measures else None
    if not text and measure is not None and measure.field is not None and measure.aggregate != "count_distinct":
        text = f" {'de' if answer.spanish else 'of'} {answer.noun.many}"
    if answer.spanish and text.startswith(" de ") and not text.startswith((" de la ", " de los ", " de las ")):
        noun, _, _ = answer.describer.parts(answer.query)
        bare = noun.many
        if text.startswith(f" de {bare}") and " y " not in bare:
            return clean(f" de {'las' if noun.gender == 'f' else 'los'} {text[4:]}")
    if answer.spanish and (gender := _kinds(answer).get(text[4:].split(" ")[0])) and text.startswith(" de "):
        return clean(f" de {'las' if gender == 'f' else 'los'} {text[4:]}")
    if not answer.spanish and text.startswith(" of ") and not text[4:5].isupper():
        return clean(f" of the {text[4:]}")
    return clean(text)


def _kinds(answer: Answer) -> dict[str, str]:
    """The Spanish plurals that the model's rows and kinds of rows go by, with their gender."""
    kinds = {meaning.label.many["es"]: meaning.label.gender for meaning in answer.model.datasets.values()}
    for field in answer.model.fields():
        for entry in field.values:
            if (noun := noun_in(field, entry.value, "es")) is not None:
                kinds[noun.many] = noun.gender
    return kinds


def kind_used(answer: Answer, metric: Metric) -> tuple[Noun, Callable[[bool], str]] | None:
    """«56 sellos usados», "56 seals used": the kind of row that a metric adds up, where the question says one.

    Returns:
        The kind, and what was done with it for one and for many; None where any are counted.
    """
    own = [part for part in answer.query.filters if metric.rows is not None and owner_of(part) == metric.rows]
    if metric.rows is None or not own:
        return None
    noun, modifiers = answer.describer.words.sorted(metric.rows, own)
    bare, words = answer.model.datasets[metric.rows].label, metric.label.many[answer.language].split()
    if modifiers or len(words) != 2 or not bare.many[answer.language].endswith(words[0]):
        return None
    done = words[1].removesuffix("s")
    return noun, (lambda many: agree(done, noun.gender, many)) if answer.spanish else (lambda many: words[1])
