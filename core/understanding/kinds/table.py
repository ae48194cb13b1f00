"""The kinds of question, declared: what each needs, and what builds it. A new kind is one entry here."""

from __future__ import annotations

from core.understanding.kinds import (
    amounts,
    at_present,
    came_and_went,
    distributions,
    first_of_each,
    halves,
    having,
    its_length,
    mean_over,
    not_all,
    numbers,
    per_unit,
    ranked_by,
    rankings,
    rows,
    shares,
    shown_by_meter,
    worst,
)
from core.understanding.kinds import versus as comparisons
from core.understanding.kinds.kind import Kind
from core.understanding.meaning.asked import counted_too, either, numbers_asked, numbers_of_rows, told_of
from core.understanding.meaning.bag import Bag
from core.understanding.phrases.types import Bound, Extreme, Key, Split, Versus, When
from core.understanding.reading.readings import FieldIs, MetricIs, NounIs, Superlative, ValueIs
from core.understanding.reading.whether_all import WHETHER_ALL
from core.understanding.triggered import finds

_OF_NUMBERS = ("count", "how_much", "average", "share", "times", "how_long", "of_each", "trend")


def _plain(bag: Bag) -> bool:
    """Nothing asks for a number, a breakdown or a part."""
    columns = set(numbers_of_rows(bag))
    asked = [role for role in _OF_NUMBERS if set(bag.roles(role)) - columns]
    if rows.named_too(bag):
        asked = [role for role in asked if role != "count"]
    return not asked and all(_sorts(bag, place) for place in bag.splits)


def _sorts(bag: Bag, place: int) -> bool:
    """«top 5 paros por duración»: what it goes by is a number or a date, and no group."""
    split = bag.phrases[place]
    assert isinstance(split, Split)
    refs = [item.ref for key in split.keys if key.mention for item in key.mention.all(FieldIs)]
    kinds = [bag.model.field(ref.dataset, ref.field) for ref in refs]
    return bool(kinds) and all(item.is_number or item.is_date for item in kinds)


def _counted(bag: Bag, key: Key) -> bool:
    """«equipos por *horas de paro*»: a measure, or what happens and may be counted."""
    if key.mention is None:
        return False
    fields = [bag.model.field(item.ref.dataset, item.ref.field) for item in key.mention.all(FieldIs)]
    if key.mention.can(MetricIs) or any(field.metric for field in fields):
        return True
    return any(bag.model.datasets[noun.dataset].default_date for noun in key.mention.all(NounIs)[:1])


def _values(bag: Bag) -> bool:
    """Which values of a field occur."""
    told = any(told_of(bag, place) for place, _ in bag.said())
    return _fields(bag) and (told or bag.has("which", "list", "distinct"))


def _counts(bag: Bag) -> bool:
    """How many; «in total» beside «which» counts nothing."""
    summed = bag.has("sum") and not bag.has("which", "list")
    return not bag.splits and (bag.has("count", "times", "change") or summed)


_NEWEST = finds(first_of_each.newest, Extreme, Superlative, "last_few", "last_time")

KINDS: tuple[Kind, ...] = (
    Kind("share", lambda bag: bag.has("share"), shares.shares),
    Kind(
        "average per unit",
        lambda bag: bag.has("average") or any(amounts.TOTALS_ON_AVERAGE(bag.marks, bag)),
        per_unit.averages,
    ),
    Kind("ranking", lambda bag: bag.ranked and not bag.has("share"), rankings.rankings),
    Kind("ranked by", lambda bag: any(_counted(bag, key) for key in bag.keys), ranked_by.ranked_by),
    Kind("worst", lambda bag: bool(bag.of(Extreme)), worst.worst),
    Kind("the newest of each", lambda bag: True, lambda bag: _NEWEST(bag.marks, bag)),
    Kind("the first of each", lambda bag: bool(bag.splits) and bag.ranked, first_of_each.top_of_each),
    Kind("one more than the other", lambda bag: bool(bag.of(Versus)), comparisons.versus),
    Kind("one to the other", lambda bag: bag.has("ratio", "difference"), comparisons.one_to_other),
    Kind("comparison of values", lambda bag: bag.has("compare") or either(bag), numbers.compared_values),
    Kind(
        "breakdown",
        lambda bag: bool(bag.splits) or bag.has("trend", "of_each", "which", "compare", "spread"),
        numbers.breakdowns,
    ),
    Kind(
        "distribution",
        lambda bag: bag.has(*distributions.ASKS) and distributions.of_values(bag),
        distributions.distributions,
    ),
    Kind("having", lambda bag: bool(bag.of(Bound)), having.having),
    Kind("mean over", lambda bag: bool(bag.of(Bound)), mean_over.means),
    Kind("came and went", lambda bag: bool(bag.of(When) or bag.splits), came_and_went.flows),
    Kind("two numbers", lambda bag: len(numbers_asked(bag)) > 1, halves.both),
    Kind("each one", lambda bag: bag.has("of_each") or bool(counted_too(bag)), halves.each_one),
    Kind("people", lambda bag: (bag.has("who") or numbers.which_people(bag)) and not bag.ranked, numbers.people),
    Kind("since when", lambda bag: bag.has("since_when", "how_long"), at_present.since),
    Kind("its length", lambda bag: bag.has("how_long"), its_length.lengths),
    Kind("the last time", lambda bag: bag.has("last_time", "first_time"), at_present.last_time),
    Kind("who is on it", lambda bag: bag.has("who"), at_present.at_work),
    Kind("gauge", lambda bag: True, shown_by_meter.shown),
    Kind("gauges", lambda bag: bool(bag.now), shown_by_meter.shown_of_each),
    Kind("look-up", lambda bag: _named(bag), rows.lookups),
    Kind("measure", lambda bag: not bag.splits and not bag.has("share"), numbers.measures),
    Kind("count", _counts, rows.counts),
    Kind("list", _plain, rows.lists),
    Kind("whether all are", lambda bag: bag.has(WHETHER_ALL), not_all.exceptions),
    Kind("values", _values, numbers.values),
)


def _named(bag: Bag) -> bool:
    return any(phrase.head.can(ValueIs) for _, phrase in bag.said())


def _fields(bag: Bag) -> bool:
    return any(phrase.head.can(FieldIs) for _, phrase in bag.said())
