"""What part of the rows, or of a sum, something is true of."""

from __future__ import annotations

from core.kernel.messages import Cell, Column
from core.replies.headlines.answer import Answer, Headline, as_number, clean
from core.replies.headlines.scope import scope
from core.semantics.query import Filter, Measure, Named
from core.sentences import headlines as texts
from core.wording import numbers as wording
from core.wording.describe.measures import parts_of_sum
from core.wording.describe.periods import is_past
from core.wording.phrases import agree, article, contracted, past


def share(answer: Answer, measure: Measure, row: dict[str, Cell]) -> Headline:
    """«El 7.3 % de las bombas están paradas (3 de 41).»"""
    value = as_number(row[answer.values[0]])
    extras = [as_number(row[name]) for name in answer.plan.roles.get("extras", ()) if name in row]
    noun, near, far = answer.describer.parts(answer.query)
    bare = answer.describer.words.put(noun, [*near, *far], None)
    if value is None:
        return answer.headline(texts.SHARE_OF_NOTHING, rows=clean(bare), when=answer.when)
    home = answer.describer.subject(answer.query)
    said = [_told_of(answer, home, part, noun.gender) for part in measure.only]
    return answer.headline(
        texts.SHARE,
        share=wording.percent(value, answer.language),
        rows=clean(f"{'las' if noun.gender == 'f' else 'los'} {bare}" if answer.spanish else bare),
        said=clean(answer.join(said)),
        when=_of_when(answer),
        part=answer.number(extras[0] or 0) if extras else "",
        total=answer.number(extras[1] or 0) if len(extras) > 1 else "",
    )


def _told_of(answer: Answer, home: str, part: Filter, gender: str) -> str:
    """What is true of a share of the rows: «son correctivas», «se cerraron a tiempo», "were completed late"."""
    text = answer.describer.words.predicate(home, part, many=True)
    condition = answer.model.datasets[part.dataset].conditions[part.condition] if isinstance(part, Named) else None
    happened = condition is not None and condition.date is not None and not condition.of_now
    if answer.spanish:
        verb, _, rest = text.partition(" ")
        first, _, more = rest.partition(" ")
        one = first.removesuffix("s") if first.endswith(("os", "as")) else first
        if happened and verb in ("están", "son") and (did := past(one, True)):
            return f"{did} {more}".strip()
        return f"{verb} {agree(f'{one} {more}'.strip(), gender, True)}"
    if text.startswith(("need", "have")):
        return text
    over = answer.query.period is not None and is_past(answer.query.period, answer.today)
    return f"{'were' if over and (happened or condition is None) else 'are'} {text}"


def _of_when(answer: Answer) -> str:
    """The period right behind its rows: « del mes pasado», « en octubre de 2026», " last month"."""
    when = answer.when.strip()
    if not when or not answer.spanish or when.startswith(("en ", "del ", "desde ", "hasta ")):
        return answer.when
    return f" {contracted(f'de {when}')}"


def share_of_sum(answer: Answer, measure: Measure, row: dict[str, Cell]) -> Headline:
    """«El 83 % de las horas de paro es de paros no programados este mes (540 h de 652 h).»"""
    value = as_number(row[answer.values[0]])
    whole, part = parts_of_sum(answer.describer, measure)
    metric = answer.model.metrics[measure.metric or ""]
    sums = Column(name=metric.name, label=whole, kind=metric.kind, unit=metric.unit.get(answer.language))
    some, total = (
        clean(wording.cell(row.get(name), sums, answer.language, answer.currency)) for name in ("part", "total")
    )
    if answer.spanish:
        whole = f"{article(whole, metric.label.gender, whole.split()[0].endswith('s'))} {whole}"
    if value is None:
        return answer.headline(
            texts.NO_VALUE,
            label=whole,
            scope=scope(answer),
            when=answer.when,
            why=texts.NOTHING_TO_MEASURE[answer.language],
        )
    return answer.headline(
        texts.SHARE_OF_SUM,
        share=wording.percent(value, answer.language),
        whole=clean(contracted(f"de {whole}") if answer.spanish else f"of {whole}"),
        scope=scope(answer),
        rows=clean(part),
        when=_of_when(answer),
        part=some,
        total=total,
    )
