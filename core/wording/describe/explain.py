"""How an answer was computed, said precisely: «Conté las OT con estado abierta, en proceso o en espera …»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.kernel.messages import Language
from core.semantics.model import Metric, SemanticModel
from core.semantics.query import Compare, FieldRef, Filter, Named, Period, SemanticQuery
from core.semantics.sql.block import is_part_of_sum
from core.sentences import explain as texts
from core.sentences import say
from core.wording import numbers as wording
from core.wording.describe.conditions import condition_words
from core.wording.describe.measures import counts_rows, per_noun
from core.wording.describe.periods import dates
from core.wording.describe.values import dataset_noun, is_place, label_of, template_of
from core.wording.phrases import agree, article, contracted, gender_of

if TYPE_CHECKING:
    # For annotations alone: the Describer is the front of these functions and hands itself to them.
    from core.wording.describe.describer import Describer


def explained(describer: Describer, query: SemanticQuery) -> str:
    """One or two sentences, in the describer's language."""
    language = describer.language
    sentence = f"{_opening(describer, query).rstrip()}{_conditions(describer, query)}{_period(describer, query)}."
    groups = [_group(describer, index, query) for index in range(len(query.groups))]
    if groups:
        sentence += " " + say(texts.GROUPED, language, by=wording.join(groups, language))
    if query.compare_to is not None:
        sentence += " " + say(texts.COMPARED, language, days=_days(query.compare_to, language))
    for index, op, bound in query.having:
        field_kind = describer.having(query, index, op, bound)
        sentence += " " + say(texts.KEPT, language, bound=field_kind)
    for note in (*_newest(describer, query), *_cut(describer, query), *_how(describer, query)):
        sentence += " " + note
    notes = [
        definition
        for measure in query.measures
        if measure.metric and (definition := definition_words(describer, describer.model.metrics[measure.metric]))
    ]
    for note in dict.fromkeys(notes):
        sentence += " " + say(texts.DEFINITION, language, definition=note)
    return sentence


def _newest(describer: Describer, query: SemanticQuery) -> Iterator[str]:
    from core.wording.describe.assumptions import newest_words

    if query.latest is not None:
        text = say(texts.NEWEST, describer.language, newest=newest_words(describer, query, query.latest))
        female = describer.model.datasets[query.dataset].label.gender == "f"
        yield text if female else text.replace("solo la ", "solo el ")


def _cut(describer: Describer, query: SemanticQuery) -> Iterator[str]:
    from core.wording.describe.assumptions import thing_words

    language = describer.language
    if query.limit is None:
        return
    if query.offset and query.limit == 1:
        yield say(texts.CUT_NTH, language, place=query.offset + 1)
    elif query.offset:
        yield say(texts.CUT_FROM, language, first=query.offset + 1, last=query.offset + query.limit)
    elif query.limit_within is not None:
        yield say(texts.CUT_EACH, language, count=query.limit, each=thing_words(describer, query.limit_within))
    else:
        yield texts.CUT_ONE[language] if query.limit == 1 else say(texts.CUT, language, count=query.limit)


def _how(describer: Describer, query: SemanticQuery) -> Iterator[str]:
    """What is done with hours that lie outside the period, and what totals are divided by."""
    language = describer.language
    for dataset in clipped_facts(describer.model, query):
        row = dataset_noun(describer.model.datasets[dataset], language).one
        yield say(texts.CLIPPED, language, row=row)
    for measure in query.measures:
        if measure.per is None:
            continue
        noun = per_noun(describer, measure.per, query.filters)
        metric = describer.model.metrics[measure.metric] if measure.metric else None
        fact = (metric.dataset if metric is not None else measure.dataset) or query.dataset
        female = noun.gender == "f"
        words = {"all": "todas las" if female else "todos los", "those": "las" if female else "los"}
        rows = dataset_noun(describer.model.datasets[fact], language).many
        yield say(texts.DIVIDED, language, things=noun.many, rows=rows, **words)


def clipped_facts(model: SemanticModel, query: SemanticQuery) -> tuple[str, ...]:
    """The facts of which a measure adds up the hours inside the period, or inside each unit of a breakdown."""
    if query.period is None and not any(group.grain for group in query.groups):
        return ()
    metrics = [model.metrics[item.metric] for item in query.measures if item.metric]
    bases = [model.metrics[name] for metric in metrics for name in metric.bases]
    return tuple(dict.fromkeys(item.dataset for item in (*metrics, *bases) if item.clipped and item.dataset))


def definition_words(describer: Describer, metric: Metric | None) -> str | None:
    """A metric's definition without the numbers of one answer: «media de horas entre inicio y cierre de OT …»."""
    template = metric.definition.get(describer.language) if metric is not None else None
    if metric is None or not template:
        return None
    spanish = describer.language == "es"
    text = str(template)
    text = re.sub(r"^\{numerator\} (de|of) \{\w+\}", "cuántas de las" if spanish else "how many of the", text)
    text = re.sub(r"\{numerator\} (\w+) (?:de|of) \{\w+\}", r"\1 entre las" if spanish else r"\1 among", text)
    text = text.replace("{period_hours} h", "horas del periodo" if spanish else "hours of the period")
    for base in metric.bases:
        dataset = describer.model.metrics[base].dataset
        many = describer.model.datasets[dataset].label.many[describer.language] if dataset else ""
        text = text.replace(f"{{{base}}} h ", "horas " if spanish else "hours ")
        text = re.sub(rf"\{{{base}\}} {re.escape(many)}\b", many, text)
        text = text.replace(f"{{{base}}} ×", f"{many} ×")
    return re.sub(r"\{\w+\} ?", "", text)


def _opening(describer: Describer, query: SemanticQuery) -> str:
    language = describer.language
    home = describer.subject(query)
    noun = dataset_noun(describer.model.datasets[home], language)
    rows = f"{article(noun.many, noun.gender, True)} {noun.many}" if language == "es" else noun.many
    named = _one_row(describer, query, home)
    if named is not None:
        rows = f"{article(noun.one, noun.gender)} {noun.one} {named}" if language == "es" else f"{noun.one} {named}"
    if not query.measures:
        text = texts.LOOKED_UP if query.shape == "lookup" else texts.LISTED
        return say(text, language, rows=rows)
    measure = query.measures[0]
    if (
        len(query.measures) == 1
        and measure.is_plain
        and measure.metric is None
        and measure.field is None
        and measure.aggregate in ("count", None)
    ):
        return say(texts.COUNTED, language, rows=rows)
    if (
        len(query.measures) == 1
        and measure.is_plain
        and measure.metric
        and describer.model.metrics[measure.metric].counts
    ):
        return say(texts.COUNTED, language, rows=rows)
    if len(query.measures) == 1 and measure.aggregate == "share" and measure.metric is None:
        only = [describer.words.predicate(home, part, many=True) for part in measure.only]
        return say(texts.SHARED, language, rows=rows, only=wording.join(only, language))
    names = []
    for item in query.measures:
        metric = describer.model.metrics[item.metric] if item.metric else None
        label = (
            metric.label.many[language]
            if metric and item.is_plain
            else describer.measure(query.model_copy(update={"filters": ()}), item)
        )
        if language == "es":
            gender = metric.label.gender if metric and item.is_plain else gender_of(label)
            many = label.split()[0].endswith("s")
            if counts_rows(item):
                gender, many = noun.gender if item.dataset in (None, home) else gender, True
            label = f"{article(label, gender, many)} {label}"
        names.append(label)
    additive = (
        len(query.measures) == 1
        and measure.metric is not None
        and measure.per is None
        and not is_part_of_sum(measure)
        and describer.model.metrics[measure.metric].additive
    )
    text = texts.SUMMED if additive else texts.COMPUTED
    return say(
        text,
        language,
        measures=wording.join(names, language),
        rows="" if noun.many in " ".join(names) else contracted(f"de {rows}") if language == "es" else f"of {rows}",
    )


def _one_row(describer: Describer, query: SemanticQuery, home: str) -> str | None:
    """The one row that the question names: P-101."""
    for part in query.filters:
        if isinstance(part, Compare) and _one_row_of(describer, part, home):
            return str(part.values[0])
    return None


def _one_row_of(describer: Describer, part: Compare, home: str) -> bool:
    named = part.field.dataset == home and part.field.field == describer.model.datasets[home].identity
    return named and part.op in ("=", "in") and len(part.values) == 1


def _group(describer: Describer, index: int, query: SemanticQuery) -> str:
    from core.wording.describe.restated import group_words

    return group_words(describer, query.groups[index])


# ---- which rows ----


def _conditions(describer: Describer, query: SemanticQuery) -> str:
    home = describer.subject(query)
    parts = list(query.filters)
    for measure in query.measures:
        metric = describer.model.metrics[measure.metric] if measure.metric else None
        if metric is not None and metric.dataset == home:
            parts += [Named(dataset=home, condition=name) for name in metric.where]
            for name, values in metric.where_values.items():
                parts.append(Compare(field=FieldRef(dataset=home, field=name), op="in", values=values))
    own: list[str] = []
    foreign: dict[str, list[str]] = {}
    for part in dict.fromkeys(parts):
        text, whose = _said(describer, home, part)
        foreign.setdefault(whose, []).append(text) if whose else own.append(text)
    if not query.everyone and not _population_spoken(describer, query, home):
        condition = describer.model.datasets[home].population
        if condition is not None:
            own.append(condition_words(describer, condition) or condition.label.one[describer.language])
    own = [
        text
        for text in dict.fromkeys(own)
        if text and not any(text != other and other.startswith(text) for other in own)
    ]
    joined = wording.join(own, describer.language) if own else ""
    outside = [f"{whose} {wording.join(texts_, describer.language)}" for whose, texts_ in foreign.items()]
    return "".join(f" {text}" for text in (joined, *outside) if text)


def _population_spoken(describer: Describer, query: SemanticQuery, home: str) -> bool:
    from core.semantics.sql.population import lifts_population
    from core.wording.describe.assumptions import conditions_of

    meaning = describer.model.datasets[home]
    columns = [meaning.fields[field].expression for field in meaning.population_fields]
    told = [item.expression for item in conditions_of(describer.model, query) if item.dataset == home]
    pinned = any(text.startswith((f"{column} IN ", f"{column} = ")) for column in columns for text in told)
    return pinned or lifts_population(describer.model, home, query.filters, query.groups)


def _said(describer: Describer, home: str, part: Filter) -> tuple[str, str]:
    """A filter precisely, and whose it is when it is about another dataset («cuyo equipo»)."""
    language = describer.language
    if isinstance(part, Named) and not part.negated and part.period is None:
        condition = describer.model.datasets[part.dataset].conditions[part.condition]
        text = condition_words(describer, condition)
        if text is not None and part.dataset == home:
            return text, ""
        if text is not None:
            return _has(text, language), _whose(describer, home, part.dataset)
    if isinstance(part, Named) and part.period is not None and not part.negated:
        condition = describer.model.datasets[part.dataset].conditions[part.condition]
        if condition.window:
            period = part.period
            if condition.window_current == "until_end" and period.relative == "current":
                period = period.model_copy(update={"start": None})
            label = label_of(describer.model.field(part.dataset, condition.window), language)
            link = "con" if language == "es" else "with"
            return f"{link} {label} {_days(period, language)}", ""
    if isinstance(part, Compare) and part.op in ("=", "in") and part.values and part.other is None:
        return _compared(describer, home, part)
    made = describer.words.modifier(home, part)
    noun = dataset_noun(describer.model.datasets[home], language)
    return made.said(language, noun.gender, True), ""


def _days(period: Period, language: Language) -> str:
    """«del 1 al 22 nov 2026», «el 22 nov 2026», «hasta el 30 nov 2026»."""
    text = dates(period, language)
    if not text[:1].isdigit():
        return text
    one = period.start == period.end
    if language == "es":
        return f"{'el' if one else 'del'} {text}"
    return f"{'on' if one else 'from'} {text}"


def _compared(describer: Describer, home: str, part: Compare) -> tuple[str, str]:
    language = describer.language
    spanish = language == "es"
    field = describer.model.field(part.field.dataset, part.field.field)
    meaning = describer.model.datasets[field.dataset]
    values = wording.join([field.value_label(value, language) for value in part.values], language, word="or")
    if field.dataset == home:
        noun = dataset_noun(describer.model.datasets[home], language)
        if _one_row_of(describer, part, home):
            return "", ""
        if field.adjective and spanish:
            labels = [agree(field.value_label(value, "es"), noun.gender, False) for value in part.values]
            values = wording.join(labels, "es", word="or")
        return f"{'con' if spanish else 'with'} {label_of(field, language)} {values}", ""
    template = template_of(field, part.values[0], language)
    if template is not None and is_place(template) and field.name == meaning.identity:
        place = meaning.label.one[language]
        where = f"{article(place, meaning.label.gender)} {place} {values}" if spanish else f"the {values} {place}"
        owner = _holder(describer, home, field.dataset)
        if owner is None:
            return f"{'están en' if spanish else 'are in'} {where}", "que" if spanish else "that"
        return f"{'está en' if spanish else 'is in'} {where}", owner
    if field.name == meaning.identity:
        return f"{'es' if spanish else 'is'} {values}", _whose(describer, home, field.dataset)
    label = label_of(field, language)
    return f"{'tiene' if spanish else 'has'} {label} {values}", _whose(describer, home, field.dataset)


def _holder(describer: Describer, home: str, place: str) -> str | None:
    """Whose place it is: «cuyo equipo»; None when it is the rows' own."""
    path = describer.model.path(home, place) or ()
    return _whose(describer, home, path[-1].source) if len(path) > 1 else None


def _whose(describer: Describer, home: str, dataset: str) -> str:
    label = describer.model.datasets[dataset].label
    if describer.language == "es":
        return f"{'cuya' if label.gender == 'f' else 'cuyo'} {label.one['es']}"
    return f"whose {label.one['en']}"


def _has(text: str, language: str) -> str:
    """«con estado x» → «tiene estado x»."""
    if language == "es":
        return f"tiene {text.removeprefix('con ')}" if text.startswith("con ") else f"está {text}"
    return f"has {text.removeprefix('with ')}" if text.startswith("with ") else f"is {text}"


# ---- when ----


def _period(describer: Describer, query: SemanticQuery) -> str:
    if query.period is None:
        return ""
    from core.wording.describe.assumptions import date_label

    days = _days(query.period, describer.language)
    label = date_label(describer, query)
    if label is None:
        return f", {days}"
    link = "con" if describer.language == "es" else "with"
    return f", {link} {label} {days}"
