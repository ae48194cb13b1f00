"""How fresh an answer is, in words: the newest row that it stands on, and a warning when that is too old."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.kernel.messages import Language, Span
from core.semantics.freshness import Newest, covered, stale
from core.semantics.model import SemanticModel
from core.semantics.query import SemanticQuery
from core.sentences import replies as texts
from core.sentences import say
from core.wording import numbers as wording
from core.wording.describe.explain import clipped_facts
from core.wording.describe.periods import days_ago


def freshness(newest: Sequence[Newest], queried: datetime, now: datetime, language: Language) -> str:
    """«dato más reciente: 22 nov 2026, 04:27»; when it was queried, where no row tells more.

    Args:
        queried: when the rows were read, in the plant's time; those of a chart of the last result are older than now.
    """
    if newest:
        last = max(newest, key=lambda item: item.moment)
        day = wording.day(last.moment.date(), language)
        if last.dated:
            return say(texts.NEWEST_DAY, language, day=day)
        return say(texts.NEWEST_ROW, language, day=day, time=f"{last.moment:%H:%M}")
    if queried.date() != now.date():
        return say(texts.QUERIED_ON, language, day=wording.day(queried.date(), language), time=f"{queried:%H:%M}")
    return say(texts.QUERIED, language, time=f"{queried:%H:%M}")


def warning(
    newest: Sequence[Newest],
    query: SemanticQuery | None,
    model: SemanticModel,
    now: datetime,
    hours: float,
    language: Language,
) -> tuple[Span, ...]:
    """«Ojo: el registro más reciente de fallas es del 22 nov 2026, hace 8 días.»; nothing while the data is fresh.

    Args:
        hours: STALE_HOURS.
    """
    old = [item for item in newest if stale(item, query, model, now, hours)] if query is not None else []
    if not old:
        return ()
    last = max(old, key=lambda item: item.moment)
    rows = [model.datasets[item.dataset].label.many[language] for item in old]
    age = now.replace(tzinfo=None) - last.moment
    ago = days_ago((now.date() - last.moment.date()).days, language)
    if age < timedelta(days=2) and not last.dated:
        ago = say(texts.HOURS_AGO, language, hours=wording.number(age // timedelta(hours=1), language))
    said = say(
        texts.STALE, language, rows=wording.join(rows, language), day=wording.day(last.moment.date(), language), ago=ago
    )
    if any(_goes_on(item.dataset, query, model) for item in old):
        said += f" {texts.STILL_GOING_ON[language]}"
    return (Span(text=f" {said}"),)


def _goes_on(dataset: str, query: SemanticQuery | None, model: SemanticModel) -> bool:
    """True when a fact's rows count for the time that they cover, those that had not ended up to now."""
    interval = model.datasets[dataset].interval
    if query is None or interval is None or interval.running is None:
        return False
    return dataset in clipped_facts(model, query) or dataset in covered(query)
