"""Series over time: up or down, by how much against what, the highest and the lowest bucket."""

from __future__ import annotations

from collections.abc import Iterator

from core.replies.headlines.answer import Answer, Headline
from core.replies.headlines.change import STEADY, Bucket, Trend, read, trend
from core.replies.headlines.measure import nothing_of, quantity, written
from core.replies.headlines.rows import clause, counted
from core.replies.headlines.scope import scope
from core.semantics.calendar import end_of
from core.semantics.comparing import adds_up
from core.semantics.query import Grain, Measure, Named
from core.sentences import headlines as texts
from core.sentences import say
from core.wording import numbers as wording
from core.wording.describe.explain import definition_words
from core.wording.describe.measures import counts_rows
from core.wording.describe.periods import current_bucket, month
from core.wording.localise import grain_of
from core.wording.phrases import agree, article, is_participle, within

MANIFOLD = 200.0
"""From so many per cent on, a rise is told in times."""
_BUCKETS: dict[Grain, tuple[str, str, str, str]] = {
    "day": ("día", "días", "day", "days"),
    "week": ("semana", "semanas", "week", "weeks"),
    "month": ("mes", "meses", "month", "months"),
    "quarter": ("trimestre", "trimestres", "quarter", "quarters"),
    "year": ("año", "años", "year", "years"),
}


def series(answer: Answer, measure: Measure, column: str) -> Headline:
    """«Las fallas bajaron 18 % en octubre: 212 contra 259 en promedio los 9 meses anteriores; …»"""
    grain = grain_of(answer.columns[column])
    assert grain is not None
    additive = adds_up(measure, answer.model)
    found = read(
        answer.result.column(column),
        answer.result.column(answer.value_name(measure)),
        grain,
        answer.query.period,
        answer.today,
        zeros=additive,
    )
    if not found or (additive and not any(bucket.value for bucket in found)):
        return counted(answer, 0) if measure.metric is None else _nothing(answer, measure)
    ahead = any(bucket.start > answer.today for bucket in found)
    seen = None if ahead or _of_now(answer, measure) else trend(found)
    if seen is None or (answer.query.date_field and ahead):
        return _short(answer, measure, found, grain)
    return _told(answer, measure, seen, grain, found)


def _of_now(answer: Answer, measure: Measure) -> bool:
    """«OT abiertas por mes» are those open today by the month they were asked for in: no rise and no fall of them."""
    metric = answer.metric(measure)
    conditions = answer.model.datasets[answer.query.dataset].conditions
    named = [str(name) for name in metric.where] if metric is not None else []
    named += [part.condition for part in answer.query.filters if isinstance(part, Named) and not part.negated]
    return any(name in conditions and conditions[name].of_now for name in named)


def _nothing(answer: Answer, measure: Measure) -> Headline:
    if adds_up(measure, answer.model):
        return nothing_of(answer, measure)
    why = texts.NOTHING_TO_MEASURE[answer.language]
    return answer.headline(texts.NO_VALUE, label=answer.label(measure), scope=scope(answer), when=answer.when, why=why)


def _told(answer: Answer, measure: Measure, seen: Trend, grain: Grain, found: list[Bucket]) -> Headline:
    definition = definition_words(answer.describer, answer.metric(measure))
    value = written(answer, measure, seen.last.value)
    when = in_bucket(answer, seen.last, grain)
    if counts_rows(measure) and seen.baseline < 1 and len(found) > 2:
        # One failure where there was hardly any before is no trend; «se multiplicaron por 9» would say so.
        return _short(answer, measure, found, grain)
    if seen.change is None:
        if not seen.last.value:
            return _short(answer, measure, found, grain)
        return answer.headline(
            texts.FROM_NOTHING,
            value=quantity(answer, measure, seen.last.value),
            when=when,
            count=seen.before,
            buckets=_buckets(answer, grain, seen.before),
            definition=definition,
        )
    steady = abs(seen.change) < STEADY
    baseline = written(answer, measure, _rounded(answer, measure, seen.baseline))
    subject, many = _subject(answer, measure)
    values = {
        "subject": subject,
        "moved": _moved(answer, measure, seen.change, many, steady),
        "change": _change(answer, measure, seen),
        "when": when,
        "value": value,
        "baseline": baseline,
        "of": _baseline(answer, seen, grain, found),
        "extremes": "".join(
            f"; {said}" for said in _others(answer, measure, grain) or _beside_it(answer, measure, seen, grain, found)
        ),
    }
    return answer.headline(texts.STEADY if steady else texts.TREND, definition=definition, **values)


def _others(answer: Answer, measure: Measure, grain: Grain) -> list[str]:
    """What else was asked for beside it, in the same bucket: «órdenes cerradas: 322 contra 331»."""
    said: list[str] = []
    for other in answer.query.measures if measure.of is None else ():
        if other == measure or other.of is not None:
            continue
        seen = trend(
            read(
                answer.result.column(answer.groups[0]),
                answer.result.column(answer.value_name(other)),
                grain,
                answer.query.period,
                answer.today,
                zeros=adds_up(other, answer.model),
            )
        )
        if seen is None:
            return []
        baseline = written(answer, other, _rounded(answer, other, seen.baseline))
        value = written(answer, other, seen.last.value)
        said.append(say(texts.TREND_BESIDE, answer.language, label=answer.label(other), value=value, baseline=baseline))
    return said


def _beside_it(answer: Answer, measure: Measure, seen: Trend, grain: Grain, found: list[Bucket]) -> Iterator[str]:
    """The extremes, and a record that is being made: a bucket that is not over and has more than any whole one."""
    going = next((bucket for bucket in found if bucket.start <= answer.today <= end_of(grain, bucket.start)), None)
    if going is None or going.whole or not adds_up(measure, answer.model) or going.value <= seen.highest.value:
        if seen.before > 1:
            yield extremes(answer, measure, seen, grain)
        return
    values = _extreme_words(answer, measure, seen, grain)
    if seen.before > 1 and seen.lowest != seen.last:
        yield say(texts.EXTREME_LOW, answer.language, **values)
    name = current_bucket("day", answer.today, answer.language) if grain == "day" else _plain(answer, going, grain)
    now = {"name": name, "value": written(answer, measure, going.value)}
    yield say(texts.RECORD, answer.language, the=values["the"], high=values["high"], **now)


def _rounded(answer: Answer, measure: Measure, value: float) -> float:
    """A mean of counts without a tail of decimals."""
    column = answer.columns[answer.value_name(measure)]
    return round(value, 0 if value >= 10 else 1) if column.kind == "integer" else value


def _by_which(answer: Answer) -> str:
    """« instalados», " installed": the date that things are counted by which have none of their own."""
    query = answer.query
    meaning = answer.model.datasets[query.dataset]
    if not query.date_field or meaning.default_date is not None:
        return ""
    label = within(meaning.fields[query.date_field].label.one[answer.language])
    if answer.spanish:
        return f" {agree(label, answer.noun.gender, True)}" if is_participle(label) else ""
    return f" {label}" if label.endswith("ed") else ""


def _subject(answer: Answer, measure: Measure) -> tuple[str, bool]:
    """What moved, with its article, and whether the verb is plural."""
    metric = answer.metric(measure)
    label = f"{answer.label(measure)}{_by_which(answer) if metric is None and measure.field is None else ''}"
    own = scope(answer) if metric is not None or measure.field is not None else ""
    if measure.of is not None:
        gender, many = answer.label_gender(measure), answer.spanish and label.split(" ")[0].endswith("s")
        return f"{article(label, gender, many)} {label}" if answer.spanish else f"the {label}", many
    if not answer.spanish:
        counted = metric.kind == "integer" if metric is not None else measure.field is None
        return f"{label}{own}", counted or (label.split(" ")[-1].endswith("s") and not label.isupper())
    if metric is None and measure.field is None:
        many, gender = True, answer.label_gender(measure)
    else:
        many, gender = label.split(" ")[0].endswith("s"), answer.label_gender(measure)
    return f"{article(label, gender, many)} {label}{own}", many


def _change(answer: Answer, measure: Measure, seen: Trend) -> str:
    """By how much; what more than tripled is told in times."""
    change = seen.change or 0.0
    if change < MANIFOLD or answer.columns[answer.value_name(measure)].kind == "percent":
        return change_of(answer, measure, seen.baseline, seen.last.value)
    times = wording.number(1 + change / 100, answer.language, 0 if change >= 900 else 1)
    return times if answer.spanish else f"{times}-fold"


def _moved(answer: Answer, measure: Measure, change: float, many: bool, steady: bool) -> str:
    if answer.spanish:
        if change >= MANIFOLD and answer.columns[answer.value_name(measure)].kind != "percent":
            return "se multiplicaron por" if many else "se multiplicó por"
        if steady:
            return "siguen igual" if many else "sigue igual"
        word = "subi" if change > 0 else "baja"
        return {"subi": "subieron" if many else "subió", "baja": "bajaron" if many else "bajó"}[word]
    be = "are" if many else "is"
    return f"{be} steady" if steady else f"{be} {'up' if change > 0 else 'down'}"


def change_of(answer: Answer, measure: Measure, before: float, after: float) -> str:
    """How much a value moved, without a sign: per cent, or points of a percentage."""
    column = answer.columns[answer.value_name(measure)]
    if column.kind == "percent":
        points = wording.number(abs(after - before), answer.language, 1)
        return say(texts.ONE_POINT if points == "1" else texts.POINTS, answer.language, number=points)
    change = abs(100 * (after - before) / before) if before else 0.0
    return wording.percent(change, answer.language, 0 if change >= 1 else 1)


def _baseline(answer: Answer, seen: Trend, grain: Grain, found: list[Bucket]) -> str:
    """What the value is held against: the bucket before, or the mean of several."""
    if seen.before == 1:
        previous = [bucket for bucket in found if bucket.whole][-2]
        return in_bucket(answer, previous, grain)
    words = _buckets(answer, grain, seen.before)
    if answer.spanish:
        the = "las" if grain == "week" else "los"
        past = "anteriores"
        return f"en promedio {the} {seen.before} {words} {past}"
    return f"on average in the {seen.before} {words} before"


def _buckets(answer: Answer, grain: Grain, count: int) -> str:
    one, many, en_one, en_many = _BUCKETS[grain]
    if answer.spanish:
        return one if count == 1 else many
    return en_one if count == 1 else en_many


def in_bucket(answer: Answer, bucket: Bucket, grain: Grain) -> str:
    """«en octubre», «el 5 oct 2026», «en la semana del 16 nov 2026»."""
    name = bucket_name(answer, bucket, grain)
    if answer.spanish:
        return {"day": f"el {name}", "week": f"en la {name}", "quarter": f"en el {name}"}.get(grain, f"en {name}")
    return {"day": f"on {name}", "week": f"in the {name}"}.get(grain, f"in {name}")


def bucket_name(answer: Answer, bucket: Bucket, grain: Grain) -> str:
    """A month without its year when it is one of the last twelve, else the bucket's usual name."""
    if grain == "month" and (answer.today - bucket.start).days < 350:
        this_year = bucket.start.year == answer.today.year
        return month(bucket.start, answer.language, year=not this_year)
    if grain == "month":
        return month(bucket.start, answer.language)
    name = wording.bucket(bucket.start, grain, answer.language)
    return name.removesuffix(f" {answer.today.year}") if grain in ("day", "week") else name


def extremes(answer: Answer, measure: Measure, seen: Trend, grain: Grain) -> str:
    """The highest and the lowest bucket, but for the one that the sentence is about already."""
    values = _extreme_words(answer, measure, seen, grain)
    if seen.highest == seen.last:
        return say(texts.EXTREME_LOW, answer.language, **values)
    if seen.lowest == seen.last:
        return say(texts.EXTREME_HIGH, answer.language, **values)
    return say(texts.EXTREMES, answer.language, **values)


def _extreme_words(answer: Answer, measure: Measure, seen: Trend, grain: Grain) -> dict[str, str]:
    feminine = grain == "week"
    return {
        "the": "la" if feminine else "el",
        "bucket": _buckets(answer, grain, 1),
        "high": "alta" if feminine else "alto",
        "low": "baja" if feminine else "bajo",
        "highest": _plain(answer, seen.highest, grain),
        "high_value": written(answer, measure, seen.highest.value),
        "lowest": _plain(answer, seen.lowest, grain),
        "low_value": written(answer, measure, seen.lowest.value),
    }


def _plain(answer: Answer, bucket: Bucket, grain: Grain) -> str:
    name = bucket_name(answer, bucket, grain)
    if grain == "week":
        return f"{'la' if answer.spanish else 'the'} {name}"
    return f"el {name}" if answer.spanish and grain in ("day", "quarter") else name


def _short(answer: Answer, measure: Measure, found: list[Bucket], grain: Grain) -> Headline:
    """Too few buckets for a trend, or days that lie ahead: the whole, and the bucket with the most."""
    definition = definition_words(answer.describer, answer.metric(measure))
    if not adds_up(measure, answer.model):
        parts = [
            f"{written(answer, measure, bucket.value)} {in_bucket(answer, bucket, grain)}" for bucket in found[-3:]
        ]
        label = f"{answer.label(measure)}{scope(answer)}"
        return answer.headline(
            texts.SHORT_SERIES, total=label, period="", parts=answer.join(parts), definition=definition
        )
    total = sum(bucket.value for bucket in found)
    text = quantity(answer, measure, total)
    if measure.metric is None and measure.field is None:
        text = clause(answer, int(total))[0]
    elif measure.metric is not None:
        text = f"{text}{scope(answer)}"
    if len([bucket for bucket in found if bucket.value]) <= 3:
        filled = [bucket for bucket in found if bucket.value]
        parts = [f"{written(answer, measure, bucket.value)} {in_bucket(answer, bucket, grain)}" for bucket in filled]
        if len(filled) == 1:
            parts = [in_bucket(answer, filled[0], grain)]
        return answer.headline(texts.SHORT_SERIES, total=text, period=answer.when, parts=answer.join(parts))
    best = max(found, key=lambda bucket: bucket.value)
    feminine = grain == "week"
    said = say(
        texts.EXTREME_HIGH,
        answer.language,
        the="la" if feminine else "el",
        bucket=_buckets(answer, grain, 1),
        high="alta" if feminine else "alto",
        highest=_plain(answer, best, grain),
        high_value=written(answer, measure, best.value),
    )
    return answer.headline(
        texts.SERIES_PEAK,
        total=text,
        period=answer.when,
        extremes=said.replace(" fue ", " es ").replace(" was ", " is ") if best.start > answer.today else said,
    )
