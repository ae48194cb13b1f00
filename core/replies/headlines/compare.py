"""Two periods side by side: how much now, how much more or less than before."""

from __future__ import annotations

from dataclasses import replace

from core.kernel.messages import Cell
from core.replies.headlines.answer import Answer, Headline, as_number
from core.replies.headlines.groups import is_entity
from core.replies.headlines.measure import quantity, written
from core.replies.headlines.trend import change_of
from core.semantics.comparing import adds_up, whole_of
from core.semantics.query import Measure, Period
from core.sentences import headlines as texts
from core.sentences import say
from core.wording import numbers as wording
from core.wording.describe.periods import span
from core.wording.localise import grain_of
from core.wording.phrases import contracted


def compared(answer: Answer) -> Headline:
    """«212 h de paro este mes, 18 % menos que el mes pasado (259 h).»"""
    query = answer.query
    measure, name = query.measures[0], answer.values[0]
    halves = answer.result.column("period")
    values = answer.result.column(name)
    earlier_key, now_key = _key(answer, "compare_to"), _key(answer, "period")
    others = [group for group in answer.groups if group != "period"]
    earlier = [as_number(value) for key, value in zip(halves, values, strict=True) if key == earlier_key]
    now = [as_number(value) for key, value in zip(halves, values, strict=True) if key == now_key]
    if not others or adds_up(measure, answer.model):
        before, after = sum(item or 0 for item in earlier), sum(item or 0 for item in now)
        assert query.period is not None and query.compare_to is not None
        missing = not others and None in (*earlier, *now)
        text = _sentence(answer, measure, (query.compare_to, before), (query.period, after), missing=missing)
    else:
        text = ""
    if not others:
        return answer.headline({"es": text, "en": text})
    mover = _mover(answer, measure, others[0], earlier_key, now_key)
    whole = f"{text} {mover}".strip() if text else f"**{mover.rstrip('.')}**."
    return answer.headline({"es": whole, "en": whole}) if mover or text else answer.headline(texts.NO_SUCH)


def _key(answer: Answer, which: str) -> str:
    period = getattr(answer.query, which)
    start = period.start.isoformat() if period.start else ""
    end = period.end.isoformat() if period.end else ""
    return f"{start}/{end}"


def of_two_periods(answer: Answer) -> Headline | None:
    """The difference of one figure between two periods: «51 fallas este mes, 82 % más que …»; None for any other."""
    measures = answer.query.measures
    if len(measures) != 3 or measures[2].aggregate != "difference" or answer.groups or not answer.result.rows:
        return None
    one, other = measures[:2]
    if one.period is None or other.period is None or one != other.model_copy(update={"period": one.period}):
        return None
    row = dict(zip(answer.result.columns, answer.result.rows[0], strict=True))
    values = [as_number(row[name]) for name in answer.values[:2]]
    now, then = (one.period, values[0] or 0.0), (other.period, values[1] or 0.0)
    plain = one.model_copy(update={"period": None})
    alone = replace(answer, query=answer.query.model_copy(update={"measures": (plain,)}))
    text = _sentence(alone, plain, then, now, missing=None in values)
    return answer.headline({"es": text, "en": text})


Side = tuple[Period, float]
"""A period and what was measured in it."""


def _sentence(answer: Answer, measure: Measure, earlier_side: Side, now_side: Side, *, missing: bool) -> str:
    language = answer.language
    (other, before), (period, after) = earlier_side, now_side
    additive = adds_up(measure, answer.model)
    now, then = _named(answer, period), _named_beside(answer, period, other)
    value = (
        quantity(answer, measure, after) if additive else f"{answer.label(measure)}: {written(answer, measure, after)}"
    )
    earlier = written(answer, measure, before)
    if missing and not additive:
        value = f"{answer.label(measure)}: {written(answer, measure, after) if after else wording.NOTHING}"
        return say(
            texts.COMPARED_FROM_ZERO,
            language,
            value=value,
            now=now,
            before=then,
            earlier=earlier if before else wording.NOTHING,
        )
    if before == after:
        return say(texts.COMPARED_SAME, language, value=value, now=now, before=then)
    if not before:
        return say(
            texts.COMPARED_FROM_ZERO,
            language,
            value=value,
            now=now,
            before=then,
            earlier=_none(answer, measure),
        )
    change = change_of(answer, measure, before, after)
    more = after > before
    if not additive:
        text = texts.HIGHER_BY if more else texts.LOWER_BY
    elif measure.metric is None and not more:
        text = texts.FEWER
    else:
        text = texts.MORE if more else texts.LESS
    said = say(text, language, change=change)
    return say(texts.COMPARED, language, value=value, now=now, change=said, before=then, earlier=earlier)


def _named_beside(answer: Answer, now: Period, other: Period) -> str:
    """What a period is held against: «el mes pasado», «en los mismos días del mes pasado»."""
    whole = whole_of(now, other, answer.today)
    if whole is None:
        return _named(answer, other)
    name = span(whole, answer.today, answer.language)
    text = texts.SAME_DAY if other.start == other.end else texts.SAME_DAYS
    return contracted(say(text, answer.language, whole=name))


def _named(answer: Answer, period: Period) -> str:
    """A period after its value: «este mes», «en octubre de 2026», «en el T2 2026», «del 1 al 15 oct 2026»."""
    name = span(period, answer.today, answer.language)
    inside = "en" if answer.spanish else "in"
    if _is_month(name) or name.startswith("el T") or (len(name) == 4 and name.isdigit()):
        return f"{inside} {name}"
    if name[:1].isdigit():
        return f"{'del' if answer.spanish else 'on' if period.start == period.end else 'from'} {name}"
    return name


def _is_month(name: str) -> bool:
    return (
        bool(name)
        and name.split()[-1].isdigit()
        and not name[:1].isdigit()
        and not name.startswith(("los ", "the ", "el "))
    )


def _none(answer: Answer, measure: Measure) -> str:
    """Nothing of it: «ninguna» of what is counted, a zero of what is summed."""
    if measure.metric is not None or measure.field is not None:
        return written(answer, measure, 0)
    if not answer.spanish:
        return "none"
    return "ninguna" if answer.noun.gender == "f" else "ninguno"


def _mover(answer: Answer, measure: Measure, column: str, earlier_key: str, now_key: str) -> str:
    """The part that changed most."""
    sides: dict[Cell, list[float]] = {}
    halves: dict[str, list[tuple[Cell, float]]] = {earlier_key: [], now_key: []}
    for key, name, value in zip(
        answer.result.column("period"),
        answer.result.column(column),
        answer.result.column(answer.values[0]),
        strict=True,
    ):
        halves[str(key)].append((name, as_number(value) or 0.0))
    if grain_of(answer.columns[column]) is not None:
        # June is held against the June before, not against a June 2026 that the other period does not have.
        paired = zip(halves[earlier_key], halves[now_key], strict=False)
        sides = {name: [before, after] for (_, before), (name, after) in paired}
    else:
        for place, key in enumerate((earlier_key, now_key)):
            for name, value in halves[key]:
                sides.setdefault(name, [0.0, 0.0])[place] = value
    changes = [
        (abs(after - before), name, before, after) for name, (before, after) in sides.items() if name is not None
    ]
    if not changes:
        return ""
    size, name, before, after = max(changes, key=lambda item: item[0])
    if not size:
        return ""
    kinds = measure.metric is None and not is_entity(answer, column)
    said = say(
        texts.MOVER,
        answer.language,
        name=answer.part(column, name, 2) if kinds else answer.name(column, name),
        earlier=written(answer, measure, before),
        value=written(answer, measure, after),
    )
    return f"{said}."
