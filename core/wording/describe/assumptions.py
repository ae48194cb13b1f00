"""What an answer took for granted, in short phrases: days, date, population, defaults, what is not over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.semantics.model import Condition, Field, SemanticModel
from core.semantics.query import (
    AnyOf,
    Compare,
    Dated,
    During,
    FieldRef,
    Filter,
    Grain,
    Latest,
    Measure,
    Named,
    Not,
    Period,
    Related,
    SemanticQuery,
)
from core.semantics.sql.units import units
from core.sentences import headlines as texts
from core.sentences import replies, say
from core.wording import numbers as wording
from core.wording.describe.measures import per_noun
from core.wording.describe.periods import at_moment, current_bucket, dates, relative, unfinished
from core.wording.describe.values import dataset_noun, label_of, missing_words
from core.wording.phrases import agree, within

if TYPE_CHECKING:
    from core.semantics.sql.compiled import Compiled

    # For annotations alone: the Describer is the front of these functions and hands itself to them.
    from core.wording.describe.describer import Describer


def assumptions(describer: Describer, query: SemanticQuery, compiled: Compiled) -> tuple[str, ...]:
    """All of them, most important first, each once."""
    found = [
        *_period(describer, query),
        *_averages(describer, query),
        *_newest(describer, query),
        *_windows(describer, query),
        *_related(describer, query),
        *_people(describer, query),
        *_both_kinds(describer, query),
        *_shift(describer, query),
        *_populations(describer, query, compiled),
        *_not_ranked(describer, query),
        *_unfinished(describer, query),
    ]
    return tuple(dict.fromkeys(text for text in found if text))


# ---- time ----


def _period(describer: Describer, query: SemanticQuery) -> Iterator[str]:
    language = describer.language
    if query.period is None:
        covered = [part for part in flat(query.filters) if isinstance(part, During)]
        own = [measure.period for measure in query.measures if measure.period is not None]
        if covered:
            yield at_moment(covered[0].at, language) if covered[0].at else dates(covered[0].period, language)
        elif own:
            yield from (dates(period, language) for period in own)
        elif _now(describer.model, query):
            yield replies.NOW[language]
        elif _history(describer.model, query):
            yield replies.ALL_DATES[language]
        return
    label = date_label(describer, query)
    text = describer.period(query.period, label)
    if not query.period.given:
        usual = relative(query.period, describer.today, language)
        text = say(texts.USUAL_PERIOD, language, usual=usual, days=text) if usual else text
    yield text
    if query.compare_to is not None:
        yield say(texts.AGAINST, language, days=dates(query.compare_to, language))


def _averages(describer: Describer, query: SemanticQuery) -> Iterator[str]:
    """What totals were divided by."""
    language = describer.language
    for measure in query.measures:
        if measure.per is None:
            continue
        noun = per_noun(describer, measure.per, query.filters)
        female = noun.gender == "f"
        rows = dataset_noun(describer.model.datasets[_fact(describer.model, query, measure)], language).many
        words = {"all": "todas las" if female else "todos los", "those": "las" if female else "los", "rows": rows}
        if measure.per in describer.model.datasets:
            yield say(replies.OVER_ALL, language, things=noun.many, **words)
            continue
        grain: Grain = measure.per  # type: ignore[assignment]
        count = units(grain, query.period, describer.today)
        if count is None:
            yield say(replies.SINCE_FIRST, language, units=noun.many, **words)
        else:
            shown = wording.number(count, language)
            yield say(replies.OVER_UNITS, language, count=shown, units=noun.of(1 if count == 1 else None), **words)
        if grain != "day" and unfinished(grain, query.period, describer.today):
            bucket = current_bucket(grain, describer.today, language)
            yield say(replies.COUNTS_AS_ONE, language, bucket=bucket, one="una" if female else "uno")


def _fact(model: SemanticModel, query: SemanticQuery, measure: Measure) -> str:
    metric = model.metrics[measure.metric] if measure.metric else None
    return (metric.dataset if metric is not None else measure.dataset) or query.dataset


def _newest(describer: Describer, query: SemanticQuery) -> Iterator[str]:
    if query.latest is not None:
        yield newest_words(describer, query, query.latest)


def newest_words(describer: Describer, query: SemanticQuery, latest: Latest) -> str:
    """Which rows of a list are kept: «lectura más reciente de cada equipo»."""
    language = describer.language
    row = dataset_noun(describer.model.datasets[query.dataset], language).one
    end = {"es": ("reciente", "antigua"), "en": ("newest", "oldest")}[language][latest.first]
    if language == "es" and latest.first:
        end = agree("antiguo", describer.model.datasets[query.dataset].label.gender, False)
    things = [thing_words(describer, ref) for ref in latest.per]
    said = say(replies.NEWEST, language, row=row, end=end, each=wording.join(things, language))
    if not latest.keep:
        return said
    kept = wording.join(describer.filters(latest.keep), language)
    return say(replies.NEWEST_KEPT, language, newest=said, kept=kept)


def thing_words(describer: Describer, ref: FieldRef) -> str:
    """What a field's value stands for: the row that it names, else the field."""
    meaning = describer.model.datasets[ref.dataset]
    if ref.field == meaning.identity:
        return meaning.label.one[describer.language]
    return label_of(meaning.fields[ref.field], describer.language)


def date_label(describer: Describer, query: SemanticQuery) -> str | None:
    """What the period binds to («fecha de cierre»), or None where nothing else could be meant."""
    named = _bound(describer.model, query)
    if named is None:
        return None
    meaning = describer.model.datasets[named.dataset]
    if sum(1 for field in meaning.fields.values() if field.is_date) < 3:
        return None
    for part in query.filters:
        if (
            isinstance(part, Named)
            and part.dataset == named.dataset
            and meaning.conditions[part.condition].date == named.name
        ):
            return None
    terms = named.terms[describer.language]
    return terms[0] if terms else label_of(named, describer.language)


def _bound(model: SemanticModel, query: SemanticQuery) -> Field | None:
    fields = set()
    for measure in query.measures:
        metric = model.metrics[measure.metric] if measure.metric else None
        dataset = metric.dataset if metric else measure.dataset or query.dataset
        if dataset is None or (metric is not None and metric.clipped):
            return None
        explicit = query.date_field if query.date_field in model.datasets[dataset].fields else None
        name = explicit or (metric.date if metric else model.datasets[dataset].default_date)
        if name:
            fields.add((dataset, name))
    if not query.measures:
        name = query.date_field or model.datasets[query.dataset].default_date
        if name:
            fields.add((query.dataset, name))
    return model.field(*fields.pop()) if len(fields) == 1 else None


def flat(parts: tuple[Filter, ...]) -> Iterator[Filter]:
    """Filters with those inside «o» and «no»."""
    for part in parts:
        yield part
        if isinstance(part, AnyOf):
            yield from flat(part.parts)
        elif isinstance(part, Not):
            yield from flat((part.part,))


def conditions_of(model: SemanticModel, query: SemanticQuery) -> Iterator[Condition]:
    """Conditions that the question's filters and its metrics state."""
    for part in flat((*query.filters, *_own_filters(query))):
        if isinstance(part, Named):
            yield model.datasets[part.dataset].conditions[part.condition]
    for measure in query.measures:
        metric = model.metrics[measure.metric] if measure.metric else None
        if metric is not None and metric.dataset:
            for name in metric.where:
                yield model.datasets[metric.dataset].conditions[name]


def _own_filters(query: SemanticQuery) -> Iterator[Filter]:
    """What single measures are held to."""
    for measure in query.measures:
        if measure.aggregate != "share":
            yield from measure.only


def _now(model: SemanticModel, query: SemanticQuery) -> bool:
    """True when the answer is about how things stand at this moment (machines down, by status)."""
    if model.datasets[query.dataset].default_date is not None:
        return False
    meaning = model.datasets[query.dataset]
    # What decides who is present is how things stand, unless it is a mere yes or no (an active technician).
    states = {
        FieldRef(dataset=query.dataset, field=name)
        for name in meaning.population_fields
        if meaning.fields[name].kind != "boolean"
    }
    spoken_of = [
        *(FieldRef(dataset=item.dataset, field=item.field) for item in conditions_of(model, query) if item.field),
        *(part.field for part in flat(query.filters) if isinstance(part, Compare)),
        *(group.field for group in query.groups if group.field is not None),
    ]
    return any(ref in states for ref in spoken_of)


def _history(model: SemanticModel, query: SemanticQuery) -> bool:
    """True when rows of all times were counted, which the question may not have meant."""
    if (
        query.shape == "lookup"
        or query.latest is not None
        or (query.order is not None and query.order.field is not None)
    ):
        return False
    identity = FieldRef(dataset=query.dataset, field=model.datasets[query.dataset].identity)
    if any(isinstance(part, Compare) and part.field == identity and part.op in ("=", "in") for part in query.filters):
        return False  # rows that were named are of the days that they are of
    own = {measure.dataset or query.dataset for measure in query.measures if measure.metric is None}
    metrics = [model.metrics[measure.metric] for measure in query.measures if measure.metric]
    if not query.measures:
        own = {query.dataset}
    dated = any(model.datasets[name].default_date for name in own) or any(metric.date for metric in metrics)
    if not dated or (query.measures and all(_dated(measure) for measure in query.measures)):
        return False
    facts = [item for item in conditions_of(model, query) if model.datasets[item.dataset].default_date]
    return not any(is_current(condition) for condition in facts)


def _dated(measure: Measure) -> bool:
    """True for a measure whose own rows lie within days."""
    return any(isinstance(part, Dated) for part in measure.only)


def is_current(condition: Condition) -> bool:
    """True for a condition that holds of rows as they stand now: open, overdue, ongoing, unassigned."""
    test = condition.expression
    if "completed" in test or "cancelled" in test:
        return False
    return condition.of_now or "IS NULL" in test


def _windows(describer: Describer, query: SemanticQuery) -> Iterator[str]:
    """The days of a condition that has a window: «hasta el 30 nov 2026, con lo vencido»."""
    language = describer.language
    for part in flat(query.filters):
        if isinstance(part, Named) and part.period is not None:
            condition = describer.model.datasets[part.dataset].conditions[part.condition]
            until = condition.window_current == "until_end" and part.period.relative == "current"
            if until and part.period.end is not None:
                yield say(replies.UP_TO, language, date=wording.day(part.period.end, language))
            else:
                yield dates(part.period, language)


def _related(describer: Describer, query: SemanticQuery) -> Iterator[str]:
    """The days of related rows, or that all of them counted."""
    language = describer.language
    for part in flat(query.filters):
        if not isinstance(part, Related):
            continue
        noun = dataset_noun(describer.model.datasets[part.dataset], language)
        covered = next((item for item in part.filters if isinstance(item, During)), None)
        period = covered.period if covered is not None else part.period
        if covered is not None and covered.at is not None:
            yield f"{noun.many}: {at_moment(covered.at, language)}"
        elif period is not None:
            yield f"{noun.many}: {dates(period, language)}"
        elif not any(isinstance(item, Named) for item in part.filters):
            yield f"{noun.many}: {replies.ALL_DATES[language]}"


def _unfinished(describer: Describer, query: SemanticQuery) -> Iterator[str]:
    language = describer.language
    for group in query.groups:
        if group.grain and group.field is None and unfinished(group.grain, query.period, describer.today):
            yield say(replies.UNFINISHED, language, bucket=current_bucket(group.grain, describer.today, language))
    if query.compare_to is not None and _running(query.period):
        said = relative(query.period, describer.today, language) if query.period else None
        if said:
            yield say(replies.UNFINISHED, language, bucket=said)


def _running(period: Period | None) -> bool:
    return period is not None and period.relative == "current" and period.grain not in ("range", "fortnight")


# ---- who and what ----


def _people(describer: Describer, query: SemanticQuery) -> Iterator[str]:
    """The full name that a person's was read as."""
    for part in flat(query.filters):
        if isinstance(part, Compare) and part.op in ("=", "in"):
            field = describer.model.field(part.field.dataset, part.field.field)
            if field.person and part.values:
                label = within(field.label.one[describer.language])
                yield f"{label}: {wording.join([str(value) for value in part.values], describer.language, word='or')}"


def _both_kinds(describer: Describer, query: SemanticQuery) -> Iterator[str]:
    """«paros programados y no programados» where neither word was said."""
    model, language = describer.model, describer.language
    datasets: list[str | None] = []
    for measure in query.measures:
        metric = model.metrics[measure.metric] if measure.metric else None
        if metric is not None and metric.is_formula:
            bases = [model.metrics[name] for name in metric.bases]
            datasets += [base.dataset for base in bases if base.dataset and not base.where]
        else:
            datasets.append(metric.dataset if metric else measure.dataset or query.dataset)
    parts = flat((*query.filters, *_own_filters(query)))
    spoken = {(part.field.dataset, part.field.field) for part in parts if isinstance(part, Compare)}
    spoken |= {(condition.dataset, condition.field or "") for condition in conditions_of(model, query)}
    spoken |= {(group.field.dataset, group.field.field) for group in query.groups if group.field}
    for name in dict.fromkeys(item for item in datasets if item):
        meaning = model.datasets[name]
        for field in meaning.fields.values():
            if field.kind != "boolean" or len(field.values) != 2 or (name, field.name) in spoken:
                continue
            noun = dataset_noun(meaning, language)
            kinds = [entry.label.one[language] for entry in field.values]
            if language == "es":
                yield f"{noun.many} {wording.join([agree(kind, noun.gender, True) for kind in kinds], 'es')}"
            else:
                yield f"{wording.join(kinds, 'en')} {noun.many}"


def _shift(describer: Describer, query: SemanticQuery) -> Iterator[str]:
    """Orders have the shift of their technician."""
    refs = [group.field for group in query.groups if group.field]
    refs += [part.field for part in flat(query.filters) if isinstance(part, Compare)]
    for ref in refs:
        meaning = describer.model.datasets[ref.dataset]
        if meaning.who and ref.field == "shift" and query.dataset != ref.dataset:
            yield texts.SHIFT_OF_TECHNICIAN[describer.language]


def _not_ranked(describer: Describer, query: SemanticQuery) -> Iterator[str]:
    """What cannot win: rows that belong to nobody, or to no line, are left out of who has the most."""
    if query.shape != "ranking":
        return
    facts = {_fact(describer.model, query, measure) for measure in query.measures}
    for group in query.groups:
        ref = group.field
        if ref is None or not any(_may_lack(describer.model, fact, ref.dataset) for fact in facts):
            continue
        label = missing_words(describer.model.field(ref.dataset, ref.field), describer.language)
        yield say(replies.NOT_RANKED, describer.language, label=label)


def _may_lack(model: SemanticModel, fact: str, dataset: str) -> bool:
    return any(step.optional for step in model.path(fact, dataset) or ())


def _populations(describer: Describer, query: SemanticQuery, compiled: Compiled) -> Iterator[str]:
    """Who was left out, unless another condition leaves them out anyway (overdue orders are open ones)."""
    counted = dict.fromkeys([query.dataset, *(measure.dataset or query.dataset for measure in query.measures)])
    for name in counted:
        meaning = describer.model.datasets[name]
        if text := meaning.kept_note.get(describer.language):
            yield str(text)
    for name in compiled.populations:
        meaning = describer.model.datasets[name]
        columns = [meaning.fields[field].expression for field in meaning.population_fields]
        told = [item.expression for item in conditions_of(describer.model, query) if item.dataset == name]
        if any(text.startswith((f"{column} IN ", f"{column} = ")) for column in columns for text in told):
            continue
        note = meaning.population_note
        if text := note.get(describer.language):
            yield str(text)
