"""Measures that are more than a metric or an aggregate in words: of some rows, per unit, of times, of two others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from core.kernel.messages import Language
from core.semantics.query import Filter, Measure, SemanticQuery
from core.semantics.sql.block import is_part_of_sum
from core.semantics.sql.columns import GRAIN_LABELS
from core.wording.describe.filters import owner_of
from core.wording.describe.times import between_dates
from core.wording.describe.values import dataset_noun
from core.wording.phrases import Noun, within

if TYPE_CHECKING:
    # For annotations alone: the Describer is the front of these functions and hands itself to them.
    from core.wording.describe.describer import Describer

_SPANS: Final[dict[str, dict[Language, str]]] = {
    "avg": {"es": "tiempo promedio {}", "en": "average time {}"},
    "sum": {"es": "tiempo total {}", "en": "total time {}"},
    "min": {"es": "menor tiempo {}", "en": "shortest time {}"},
    "max": {"es": "mayor tiempo {}", "en": "longest time {}"},
}


def composed(describer: Describer, query: SemanticQuery, measure: Measure) -> str:
    """What such a measure is: «costo de mantenimiento por mes», "planned downtime", «tiempo promedio desde …»."""
    language = describer.language
    if measure.of is not None:
        return _of_two(describer, query, measure, measure.of)
    if measure.period is not None:
        rest = describer.measure(query, measure.model_copy(update={"period": None}))
        return f"{rest} {describer.inside(measure.period)}"
    if is_part_of_sum(measure):
        whole, part = parts_of_sum(describer, measure)
        return f"porcentaje de {whole} de {part}" if language == "es" else f"share of {whole} of {part}"
    if measure.per is not None:
        counts = measure.aggregate in ("average_per", "count")
        update = {"per": None, "aggregate": "count"} if counts and measure.metric is None else {"per": None}
        rest = _named(describer, query, measure.model_copy(update=update))
        return f"{rest} {'por' if language == 'es' else 'per'} {per_words(describer, measure.per)}"
    if measure.span is not None:
        template = _SPANS.get(measure.aggregate or "avg", _SPANS["avg"])[language]
        return template.format(between_dates(describer.model, measure.span, language))
    return _of_some(describer, query, measure)


def parts_of_sum(describer: Describer, measure: Measure) -> tuple[str, str]:
    """The sum that a part of is told («horas de paro»), and whose part it is («paros no programados»)."""
    metric = describer.model.metrics[measure.metric or ""]
    rows = describer.words.phrase(metric.dataset or "", measure.only)
    return metric.label.one[describer.language], rows


_UNITS: Final[dict[str, dict[Language, str]]] = {
    "day": {"es": "días", "en": "days"},
    "week": {"es": "semanas", "en": "weeks"},
    "month": {"es": "meses", "en": "months"},
    "quarter": {"es": "trimestres", "en": "quarters"},
    "year": {"es": "años", "en": "years"},
}


def per_words(describer: Describer, per: str, filters: Iterable[Filter] = ()) -> str:
    """What is averaged over, in the singular: «mes», «equipo», «bomba» where filters say which machines."""
    if per in describer.model.datasets:
        own = [part for part in filters if owner_of(part) == per]
        return describer.words.phrase(per, own, 1)
    return GRAIN_LABELS[per][describer.language].lower()


def per_noun(describer: Describer, per: str, filters: Iterable[Filter] = ()) -> Noun:
    """What is averaged over as a noun with its gender."""
    if per in describer.model.datasets:
        own = [part for part in filters if owner_of(part) == per]
        noun, modifiers = describer.words.sorted(per, own)
        many = describer.words.put(noun, modifiers)
        return Noun(describer.words.put(noun, modifiers, 1), many, noun.gender)
    gender = "f" if per == "week" else "m"
    return Noun(GRAIN_LABELS[per][describer.language].lower(), _UNITS[per][describer.language], gender)


def _of_two(describer: Describer, query: SemanticQuery, measure: Measure, places: tuple[int, int]) -> str:
    one, other = (query.measures[place] for place in places)
    left = _named(describer, query, one)
    spanish = describer.language == "es"
    if measure.aggregate == "difference":
        right = describer.measure(query, other)
        return f"diferencia entre {left} y {right}" if spanish else f"difference between {left} and {right}"
    if measure.share:
        right = _named(describer, query, other)
        return f"parte del {right} que es {left}" if spanish else f"{left} as a share of {right}"
    counted = counted_by(describer, query, other)
    if counted is not None and not counts_rows(one):
        noun = dataset_noun(describer.model.datasets[counted], describer.language)
        return f"{left} {'por' if spanish else 'per'} {noun.one}"
    right = describer.measure(query, other)
    return f"relación entre {left} y {right}" if spanish else f"ratio of {left} to {right}"


def _named(describer: Describer, query: SemanticQuery, measure: Measure) -> str:
    """A measure beside what it is divided by: sums of money in the singular."""
    metric = describer.model.metrics[measure.metric] if measure.metric is not None else None
    if metric is not None and measure.is_plain and metric.kind != "integer":
        return metric.label.one[describer.language]
    return describer.measure(query, measure)


def counts_rows(measure: Measure) -> bool:
    """True for a count of rows."""
    return measure.metric is None and measure.field is None and measure.aggregate in ("count", None)


def counted_by(describer: Describer, query: SemanticQuery, measure: Measure) -> str | None:
    """The dataset whose rows a measure counts, all of them; None for another one."""
    if counts_rows(measure) and not measure.only:
        return measure.dataset or query.dataset
    return describer.model.metrics[measure.metric].counts if measure.metric is not None and not measure.only else None


def _of_some(describer: Describer, query: SemanticQuery, measure: Measure) -> str:
    """A measure that is held to rows of its own: «OT correctivas», "planned downtime", «costo de OT correctivas»."""
    words, spanish = describer.words, describer.language == "es"
    metric = describer.model.metrics[measure.metric] if measure.metric is not None else None
    home = (metric.dataset if metric is not None else measure.dataset) or query.dataset
    if counts_rows(measure):
        shared = query.filters if home == query.dataset else ()
        return words.phrase(home, (*shared, *measure.only))
    rest = describer.measure(query, measure.model_copy(update={"only": ()}))
    if metric is not None and metric.noun:
        noun = metric.noun[describer.language]
        made = [words.modifier(home, part) for part in measure.only]
        said = " ".join(item.said(describer.language, "m", False) for item in made)
        close = all(item.place in ("adjective", "before") for item in made)
        qualified = f"{noun} {said}" if spanish else f"{said} {noun}" if close else f"{noun} {said}"
        label = metric.label.one[describer.language]
        return label.replace(noun, qualified) if noun in label else qualified
    return f"{rest} {'de' if spanish else 'of'} {within(words.phrase(home, measure.only))}"
