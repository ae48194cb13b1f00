"""One number: a KPI with its definition, a sum, an average, a share."""

from __future__ import annotations

import re
from dataclasses import replace

from core.kernel.messages import Cell
from core.replies.headlines.answer import Answer, Headline, as_number, clean
from core.replies.headlines.parts_of_rows import and_its_parts
from core.replies.headlines.rows import opening
from core.replies.headlines.scope import by_date, kind_used, scope
from core.replies.headlines.shares import share, share_of_sum
from core.semantics.comparing import adds_up
from core.semantics.model import Metric
from core.semantics.query import Measure
from core.semantics.sql.block import is_part_of_sum
from core.sentences import headlines as texts
from core.sentences import say
from core.wording import numbers as wording
from core.wording.describe.filters import owner_of
from core.wording.describe.measures import counts_rows, per_noun, per_words
from core.wording.phrases import agree, gender_of

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def measured(answer: Answer) -> Headline:
    """One row of numbers."""
    query = answer.query
    if not answer.result.rows or not answer.values:
        return answer.headline(texts.NO_SUCH)
    row = dict(zip(answer.result.columns, answer.result.rows[0], strict=True))
    if len(query.measures) > 1:
        return _side_by_side(answer, row)
    measure, name = query.measures[0], answer.values[0]
    value = row[name]
    if is_part_of_sum(measure):
        return share_of_sum(answer, measure, row)
    if measure.aggregate == "share":
        return share(answer, measure, row)
    metric = answer.metric(measure)
    definition = definition_of(answer, metric, row)
    if value is None and not adds_up(measure, answer.model):
        return _nothing(answer, measure, metric)
    if measure.per is not None:
        if measure.metric is None and measure.field is None and measure.aggregate in ("average_per", "count"):
            return _average_per(answer, measure, name, value)
        return _average_of(answer, measure, name, row)
    if measure.aggregate == "count_distinct":
        return _distinct(answer, measure, value)
    amount = as_number(value) or 0.0
    if (adds_up(measure, answer.model) and metric is not None and amount_noun(answer, metric)) or (
        metric and metric.counts
    ):
        return answer.headline(
            texts.AMOUNT,
            amount=quantity(answer, measure, amount),
            scope=scope(answer),
            when=answer.when,
            definition=definition,
        )
    dated = by_date(answer) is not None  # «de las OT solicitadas en octubre: $701,503»
    return answer.headline(
        texts.KPI,
        label=label_text(answer, measure),
        scope=f"{scope(answer)}{answer.when if dated else ''}",
        value=answer.cell(name, value if value is not None else 0),
        when="" if dated else answer.when,
        parts=_parts(answer, metric, row),
        definition=definition,
    )


def label_text(answer: Answer, measure: Measure) -> str:
    """A measure's name as a label: «MTBF», «Promedio de costo unitario»."""
    return answer.label(measure)


def amount_noun(answer: Answer, metric: Metric) -> str | None:
    """What a sum is of: «paro», "downtime", «horas hombre»; None when only a label does."""
    noun = metric.noun.get(answer.language)
    if noun:
        return str(noun)
    if metric.kind == "integer" and metric.additive:
        return metric.label.many[answer.language]
    return None


def quantity(answer: Answer, measure: Measure, value: float) -> str:
    """A sum with what it is of: «212 h de paro», «1,204 refacciones usadas», "12 failures", "$1,204 of labor cost"."""
    metric = answer.metric(measure)
    if metric is None:
        if measure.field is None and measure.aggregate in ("count", None):
            own = answer.query.model_copy(
                update={"measures": (measure,), "dataset": measure.dataset or answer.query.dataset}
            )
            if measure.dataset and measure.dataset != answer.query.dataset:
                own = own.model_copy(update={"filters": ()})
            own = own.model_copy(update={"filters": (*own.filters, *measure.only)})
            return clean(f"{answer.number(value)} {answer.describer.phrase(own, 1 if value == 1 else 2)}")
        return f"{written(answer, measure, value)} {'de' if answer.spanish else 'of'} {answer.label(measure)}"
    if not measure.is_plain:
        label, text = answer.label(measure), written(answer, measure, value)
        if label.startswith("horas ") and text.endswith(" h"):
            return f"{text.removesuffix(' h')} {label}"
        return f"{text} {'de' if answer.spanish else 'of'} {label}"
    label = (metric.label.many if metric.kind == "integer" and value != 1 else metric.label.one)[answer.language]
    if metric.kind == "integer":
        if (used := kind_used(answer, metric)) is not None:
            label = f"{used[0].of(1 if value == 1 else None)} {used[1](value != 1)}"
        if not value:
            return f"{'0' if answer.spanish else 'no'} {label}"
        return f"{answer.number(value)} {label}"
    noun = amount_noun(answer, metric)
    if noun and metric.noun:
        noun = _qualified(answer, noun)
    text = written(answer, measure, value)
    if noun:
        return f"{text} {'de' if answer.spanish else 'of'} {noun}"
    if (label.startswith("horas ") or label.endswith(" hours")) and text.endswith(" h"):
        return f"{text.removesuffix(' h')} {label}"
    return f"{text} {'de' if answer.spanish else 'in' if metric.kind == 'money' else 'of'} {label}"


def _qualified(answer: Answer, noun: str) -> str:
    """«paro no programado», "unplanned downtime": the rows' own adjectives said of the sum."""
    _, near, _ = answer.describer.parts(answer.query)
    words = [item.said(answer.language, "m", False) for item in near if item.place in ("adjective", "before")]
    return " ".join([noun, *words] if answer.spanish else [*words, noun])


def written(answer: Answer, measure: Measure, value: Cell) -> str:
    """A measure's value as its column is written; the unit of a plain count left to the noun."""
    index = answer.query.measures.index(measure) if measure in answer.query.measures else 0
    column = answer.columns[answer.values[index]] if index < len(answer.values) else None
    if column is None:
        return wording.number(as_number(value), answer.language)
    if column.kind == "integer":
        return wording.number(as_number(value), answer.language)
    return answer.cell(column.name, value)


def _parts(answer: Answer, metric: Metric | None, row: dict[str, Cell]) -> str:
    """The counts behind a ratio, in brackets: « (41 de 50)», « (75 fallas en 41 equipos)»."""
    if metric is None:
        return ""
    whole = as_number(row.get(str(metric.count_name)))
    part = as_number(row.get("numerator"))
    if whole is not None and part is not None:
        return f" ({answer.number(part)} {'de' if answer.spanish else 'of'} {answer.number(whole)})"
    none_when = metric.none_when
    if none_when and metric.is_formula:
        counted = [name for name in metric.bases if answer.model.metrics[name].kind == "integer"]
        counted.sort(key=lambda name: name != none_when.base)
        said = []
        for name in counted:
            number = as_number(row.get(name))
            dataset = answer.model.metrics[name].dataset
            if number is None or dataset is None:
                return ""
            noun = answer.describer.noun(answer.query) if dataset == answer.query.dataset else None
            label = answer.model.datasets[dataset].label
            words = (
                noun.of(1 if number == 1 else None)
                if noun
                else (label.one if number == 1 else label.many)[answer.language]
            )
            said.append(f"{answer.number(number)} {words}")
        link = " en " if answer.spanish else " on "
        return f" ({link.join(said)})"
    return ""


def definition_of(answer: Answer, metric: Metric | None, row: dict[str, Cell]) -> str | None:
    """The metric's definition with the numbers of this answer."""
    template = metric.definition.get(answer.language) if metric is not None else None
    if not template:
        return None
    missing = [name for name in _PLACEHOLDER.findall(template) if as_number(row.get(name)) is None]
    if missing:
        return None

    def fill(found: re.Match[str]) -> str:
        value = as_number(row[found.group(1)]) or 0.0
        return wording.number(value, answer.language, 0 if value >= 100 or value.is_integer() else 1)

    text = _PLACEHOLDER.sub(fill, str(template))
    for name in metric.bases if metric is not None else ():
        dataset = answer.model.metrics[name].dataset
        if dataset is not None:
            label = answer.model.datasets[dataset].label
            text = re.sub(
                rf"(?<![\d.,])1 {re.escape(label.many[answer.language])}\b", f"1 {label.one[answer.language]}", text
            )
    return text


def _nothing(answer: Answer, measure: Measure, metric: Metric | None) -> Headline:
    """No value: why, and no zero in its place."""
    none_when = metric.none_when if metric is not None else None
    why = none_when.text.get(answer.language) if none_when is not None else None
    label = answer.label(measure)
    reason = (
        f": {str(why).split(' no hay ')[0].split(' so there ')[0]}"
        if why
        else texts.NOTHING_TO_MEASURE[answer.language]
    )
    return answer.headline(texts.NO_VALUE, label=label, scope=scope(answer), when=answer.when, why=reason)


def nothing_of(answer: Answer, measure: Measure) -> Headline:
    """A sum over no rows: «0 h de paro», «No hay OT en el backlog»."""
    metric = answer.metric(measure)
    if metric is not None and metric.kind == "integer":
        label = metric.label.many[answer.language]
        return answer.headline(texts.NONE_OF_IT, label=label, scope=scope(answer), when=answer.when)
    amount = quantity(answer, measure, 0)
    return answer.headline(texts.AMOUNT, amount=amount, scope=scope(answer), when=answer.when)


def _average_of(answer: Answer, measure: Measure, name: str, row: dict[str, Cell]) -> Headline:
    """«Costo de mantenimiento por equipo: $34,378 en promedio este año ($7,941,384 entre 231 equipos).»"""
    total, count = (as_number(row.get(key)) for key in ("events", "members"))
    if total is None:
        total, count = (as_number(row.get(key)) for key in ("total", "units"))
    parts = ""
    if total is not None and count is not None and measure.per is not None:
        noun = per_noun(answer.describer, measure.per, answer.query.filters)
        shown = wording.cell(total, answer.columns[name], answer.language, answer.currency)
        words = {"total": shown, "count": answer.number(count), "units": noun.of(1 if count == 1 else None)}
        parts = say(texts.AVERAGE_PARTS, answer.language, **words)
    per, rest = _averaged_over(answer, measure)
    plain = per_words(answer.describer, measure.per or "")
    return answer.headline(
        texts.AVERAGE_OF,
        label=f"{answer.label(measure).removesuffix(plain)}{per}",
        scope=scope(rest),
        value=answer.cell(name, row[name]),
        when=answer.when,
        parts=parts,
    )


def _average_per(answer: Answer, measure: Measure, name: str, value: Cell) -> Headline:
    per, rest = _averaged_over(answer, measure)
    query = rest.query.model_copy(update={"filters": (*rest.query.filters, *measure.only)})
    return answer.headline(
        texts.AVERAGE_PER,
        value=answer.cell(name, value),
        rows=clean(answer.describer.phrase(query, None)),
        per=per,
        when=answer.when,
    )


def _averaged_over(answer: Answer, measure: Measure) -> tuple[str, Answer]:
    """What is averaged over with the filters that say which («bomba crítica»), and the answer without those."""
    per = measure.per or ""
    said = per_words(answer.describer, per, answer.query.filters)
    rest = tuple(part for part in answer.query.filters if owner_of(part) != per)
    return said, replace(answer, query=answer.query.model_copy(update={"filters": rest}))


def _distinct(answer: Answer, measure: Measure, value: Cell) -> Headline:
    number = as_number(value) or 0
    label = answer.label(measure)
    if answer.spanish:
        gender = gender_of(label)
        label = label.removesuffix("distintos") + agree("distintos".removesuffix("s"), gender, True)
    return answer.headline(
        texts.AMOUNT,
        amount=f"{opening(answer, number)} {answer.number(number)} {label}",
        scope=scope(answer),
        when=answer.when,
    )


def _side_by_side(answer: Answer, row: dict[str, Cell]) -> Headline:
    """«212 h de paro y 35 fallas este año.», «Costo de mantenimiento por falla: $18,125 este año (…).»"""
    if (parted := and_its_parts(answer, row)) is not None:
        return parted
    said = []
    derived = None
    for measure, name in zip(answer.query.measures, answer.values, strict=False):
        if measure.of is not None:
            derived = derived or (measure, name)
            continue
        value = as_number(row[name])
        if adds_up(measure, answer.model):
            text = quantity(answer, measure, value or 0)
            days = answer.describer.inside(measure.period) if measure.period is not None else ""
            said.append(text if days in text else f"{text} {days}")
        elif measure.aggregate == "share":
            said.append(f"{answer.cell(name, value)} ({answer.label(measure)})")
        else:
            shown = answer.cell(name, value)
            said.append(f"{answer.label(measure)} {'de' if answer.spanish else 'of'} {shown}")
    if derived is not None:
        measure, name = derived
        label = answer.label(measure)
        if row[name] is None:
            why = f": {answer.join(said)}"
            return answer.headline(texts.NO_VALUE, label=label, scope=scope(answer), when=answer.when, why=why)
        shown = answer.cell(name, row[name])
        return answer.headline(
            texts.RATIO, label=label, scope=scope(answer), value=shown, when=answer.when, parts=answer.join(said)
        )
    # A count among them has said whose rows they are.
    counted = any(counts_rows(item) and item.dataset in (None, answer.query.dataset) for item in answer.query.measures)
    whose = "" if counted else scope(answer)
    return answer.headline(texts.AMOUNT, amount=answer.join(said), scope=whose, when=answer.when)


def no_value_note(answer: Answer, names: list[str]) -> None:
    """Say which parts of a breakdown have no value."""
    if names:
        answer.notes.append(say(texts.NOT_KNOWN, answer.language, names=wording.some_of(names, 5, answer.language)))
