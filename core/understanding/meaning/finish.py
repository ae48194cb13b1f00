"""Everything that limits, breaks down or dresses a query, read in the order in which it is least ambiguous."""

from __future__ import annotations

from datetime import timedelta

from core.semantics.model import SemanticModel
from core.semantics.query import AnyOf, Compare, Dated, FieldRef, GroupBy, Measure, Named, Period, Related
from core.understanding.meaning.asked import asked, numbers_asked, read_splits
from core.understanding.meaning.bounds import read_bounds, read_measured
from core.understanding.meaning.builder import Builder
from core.understanding.meaning.clashes import apart, contradiction
from core.understanding.meaning.clauses import read_clauses
from core.understanding.meaning.inside import inside
from core.understanding.meaning.live_now import live_now
from core.understanding.meaning.looks import (
    CHARTS,
    counted_by_chart,
    read_chart,
    read_columns,
    read_context,
    read_names,
)
from core.understanding.meaning.related import read_related
from core.understanding.meaning.sorting import read_sorting, sorted_by
from core.understanding.meaning.spans import read_spans
from core.understanding.meaning.stock import stock_of_each
from core.understanding.meaning.times import read_times, still_alive
from core.understanding.phrases.types import Bound, Extreme, Said, Split, Stretch, Versus, When
from core.understanding.reading import calendar
from core.understanding.reading.left_out_too import EVERYONE
from core.understanding.reading.readings import Cond, MetricIs, NounIs, ValueIs, Verb
from core.understanding.triggered import Tie, Triggered, reads
from core.understanding.weights import WEIGHTS

# What is read only of questions that bear a mark of it; what is looked for in every question stands in ``attach``.
_CHART = reads(read_chart, "chart", *CHARTS)
_SORTED_BY = reads(sorted_by, "sort", Extreme, Split)
_SPLITS = reads(read_splits, Split)
_RELATED = reads(read_related, Verb, Bound, Tie.LINKED, Tie.NEGATED)
_MEASURED = reads(read_measured, Bound)
_BOUNDS = reads(read_bounds, Bound, Versus, Stretch)
_SPANS = Triggered(read_spans, frozenset({Stretch}), otherwise=lambda builder: False)
_SORTING = reads(read_sorting, "sort", "sorted_desc", "sorted_asc", "sorted_worst", "sorted_best")
_TIMES = reads(read_times, When, Tie.LINKED, Tie.NEGATED)
_COMPARES = ("<", "<=", ">", ">=", "between")


def attach(builder: Builder) -> None:
    """Read what is left of the bag into the draft; what then is left unused makes the reading lose."""
    draft, marks = builder.draft, builder.bag.marks
    _CHART(marks, builder)
    if not draft.measures:
        _SORTED_BY(marks, builder)
    _SPLITS(marks, builder)
    _MEASURED(marks, builder)
    _RELATED(marks, builder)
    _BOUNDS(marks, builder)
    read_clauses(builder)
    if builder.bag.still:
        still_alive(builder)
    _both_sides(builder)
    _each_named(builder)
    if draft.shape in ("list", "exists") and not draft.measures and _SPANS(marks, builder):
        draft.shape = "list"
    _SORTING(marks, builder)
    _TIMES(marks, builder)
    live_now(builder)
    if draft.compare_to is None:
        default_windows(builder)
    inside(builder)
    stock_of_each(builder)
    read_columns(builder)
    counted_by_chart(builder)
    read_context(builder)
    read_names(builder)
    _shape(builder)
    _everyone(builder)
    _default_period(builder)
    _pinned(builder)
    if _impossible(builder) or _mean_of_those(builder):
        builder.problem("too_complex")
    answered(builder)
    if not any(group.grain for group in draft.groups):
        builder.take("so_far", effect="measure")  # month by month it would be a running sum
    leftover(builder)


def _impossible(builder: Builder) -> bool:
    """No row can be so: two filters exclude each other, of the rows or of what one number counts, or two periods do."""
    draft = builder.draft
    for only in {(), *(measure.only for measure in draft.measures)}:
        filters = [*draft.filters, *only]
        if len(filters) > 1 and contradiction(builder.model, filters) is not None:
            return True
    return any(isinstance(part, Dated) for part in draft.filters) and apart(draft)


def _mean_of_those(builder: Builder) -> bool:
    """«vibración promedio mayor a 4»: the mean is compared, and not each of the values that it is made of; their own
    noun says that those are meant («promedio de las *lecturas* mayores a 4»)."""
    averaged = {measure.field for measure in builder.draft.measures if measure.aggregate == "avg"}
    means = {measure.metric for measure in builder.draft.measures if measure.metric}
    fields = builder.model.datasets[builder.home].fields.values()
    averaged |= {FieldRef(dataset=builder.home, field=item.name) for item in fields if item.metric_avg in means}
    compared = {part.field for part in builder.draft.filters if isinstance(part, Compare) and part.op in _COMPARES}
    rows = any(
        builder.bag.plural(place) and phrase.head.has(NounIs, lambda item: item.dataset == builder.home)
        for place, phrase in builder.bag.said()
    )
    return bool(averaged & compared) and not rows


def default_windows(builder: Builder) -> None:
    """Needs maintenance without a period means this month."""
    filters = builder.draft.filters
    for number, part in enumerate(filters):
        if not isinstance(part, Named) or part.period is not None:
            continue
        condition = builder.model.datasets[part.dataset].conditions[part.condition]
        unit = condition.default_window
        if condition.window and unit:
            start, end = calendar.unit_around(str(unit), builder.today)
            period = Period(start=start, end=end, grain=unit, relative="current", given=False)
            filters[number] = part.model_copy(update={"period": period})


def _both_sides(builder: Builder) -> None:
    """«horas de paro programadas y no programadas»: two states that are all there is limit nothing; the number is
    asked of each."""
    draft, model = builder.draft, builder.model
    if not draft.measures:
        return
    for part in draft.filters:
        if not isinstance(part, AnyOf) or not all(isinstance(item, Named) and not item.negated for item in part.parts):
            continue
        named = [item for item in part.parts if isinstance(item, Named)]
        fields = {(item.dataset, model.datasets[item.dataset].conditions[item.condition].field) for item in named}
        dataset, name = fields.pop()
        if fields or name is None or model.field(dataset, name).kind != "boolean" or len(named) != 2:
            continue
        draft.filters.remove(part)
        draft.groups.append(GroupBy(field=FieldRef(dataset=dataset, field=name)))
        return


def _each_named(builder: Builder) -> None:
    """«cumplimiento del mes pasado, *norte y sur*», "average cost of a corrective *and* a preventive": what does not
    add up is asked of each of the places, or of each of the values of a list."""
    draft, model = builder.draft, builder.model
    if draft.groups or len(draft.measures) != 1 or _adds_up(model, draft.measures[0]):
        return
    listed = {
        item.ref for _, phrase in builder.bag.said() if phrase.joint == "and" for item in phrase.head.all(ValueIs)
    }
    for part in draft.filters:
        if not isinstance(part, Compare) or part.op != "in":
            continue
        if model.datasets[part.field.dataset].place or part.field in listed:
            draft.groups.append(GroupBy(field=part.field))
            draft.shape = "breakdown"
            return


def _adds_up(model: SemanticModel, measure: Measure) -> bool:
    if measure.metric:
        return model.metrics[measure.metric].additive
    return measure.aggregate != "avg"


def _shape(builder: Builder) -> None:
    """A number for each of several groups is a breakdown, whatever it was asked as."""
    draft = builder.draft
    if draft.groups and draft.shape in ("count", "measure"):
        draft.shape = "breakdown"
    if draft.compare_to is not None and not draft.measures:
        draft.measures, draft.shape = [Measure(aggregate="count")], "measure"


def _everyone(builder: Builder) -> None:
    """All statuses listed side by side lift the population, and so does a word for those that it leaves out."""
    draft = builder.draft
    draft.everyone = bool(builder.take(EVERYONE)) or draft.everyone
    lifted = set(builder.model.datasets[draft.home].population_fields)
    draft.everyone = draft.everyone or any(
        group.field is not None and group.field.dataset == draft.home and group.field.field in lifted
        for group in draft.groups
    )


def _default_period(builder: Builder) -> None:
    """A metric's own period when the question names none."""
    draft = builder.draft
    for number, part in enumerate(draft.filters):
        if isinstance(part, Related) and part.period is None and part.measure is not None and part.measure.metric:
            name = builder.model.metrics[part.measure.metric].default_period
            if name:
                draft.filters[number] = part.model_copy(update={"period": default_period(builder, str(name))})
    if draft.period is not None:
        return
    for measure in draft.measures:
        name = builder.model.metrics[measure.metric].default_period if measure.metric else None
        if name:
            if name == "this_month" and any(group.grain in ("month", "quarter") for group in draft.groups):
                name = "this_year"  # one month by month would be a series of one
            if builder.bag.now and name.startswith("last_"):
                day = builder.today  # «disponibilidad *ahora*» is that of today, and not of a year
                draft.period = Period(start=day, end=day, grain="day", relative="current")
                return
            draft.period = default_period(builder, str(name))
            return


def default_period(builder: Builder, name: str) -> Period:
    """A period by the model's name for it: last_365_days, this_month."""
    if name.startswith("last_") and name.endswith("_days"):
        days = int(name.split("_")[1])
        start = builder.today - timedelta(days=days - 1)
        return Period(start=start, end=builder.today, relative="past", given=False)
    grain = name.partition("_")[2]
    start, _ = calendar.unit_around(grain, builder.today)
    return Period(start=start, end=builder.today, grain=grain, relative="current", given=False)


def _pinned(builder: Builder) -> None:
    """One row is named by what it is called: its fields are asked for, rather than lists or counts of such rows."""
    identity = builder.identity(builder.home)
    for part in builder.draft.filters:
        if isinstance(part, Compare) and part.field == identity and part.op in ("=", "in"):
            if builder.draft.shape != "lookup" and not any(m.metric for m in builder.draft.measures):
                builder.charge("pinned")


def answered(builder: Builder) -> None:
    """What was asked for by «which» or "how many" must be what the rows are of, or are grouped by, or name."""
    bag, draft = builder.bag, builder.draft
    for place in bag.roles("count"):
        # «cuántos parados»: a state that stands for the things in it
        following = bag.phrases[place + 1] if place + 1 < len(bag.phrases) else None
        states = following.head.all(Cond) if isinstance(following, Said) else []
        named = any(bag.nouns_at(index) for index in range(len(bag.phrases)))
        if (
            states
            and not named
            and all(item.dataset != draft.home for item in states)
            and bag.next_to(place, place + 1)
        ):
            builder.problem("unattached", place + 1)
    for roles in (("which",), ("count",)):
        target = asked(bag, *roles)
        nouns = set(bag.nouns_at(target)) if target is not None else set()
        if target is None or not nouns or draft.used.get(target) == "unit":
            continue
        pointed = any(index < target for index in bag.pointers if not bag.phrases[index].head.is_substance)
        if draft.used.get(target) == "filter" and (pointed or getattr(bag.phrases[target], "predicate", False)):
            continue  # «how many *were mechanical*»: what the rows are, and not of what they are
        if roles == ("which",) and bag.phrases[target].head.can(Verb) and any(map(bag.is_noun, range(target - 1))):
            continue  # «de las bombas, ¿cuál *falla* más?»: what they do, and not of what they are
        if len(draft.measures) > 1 and draft.used.get(target) == "filter":
            continue  # «cuántas *paradas* y cuántas en mantenimiento»: states of the machines that are counted
        answers = {ref.dataset for ref in draft.select} | {group.field.dataset for group in draft.groups if group.field}
        if roles == ("count",) or draft.shape in ("list", "count", "exists", "lookup"):
            answers.add(draft.home)
        if draft.shape in ("list", "exists") and not draft.select and roles == ("which",):
            columns = builder.model.datasets[draft.home].listed
            answers |= {str(column).partition(".")[0] for column in columns if "." in str(column)}
        for measure in draft.measures:
            if measure.aggregate in ("share", "count_distinct") or measure.field is not None:
                answers.add(draft.home)
            if measure.metric:
                answers.add(str(builder.model.metrics[measure.metric].rows))
            answers.add(str(measure.dataset))
        if bag.has("times"):
            continue
        if bag.next_to(target, target + 1) and draft.home in bag.nouns_at(target + 1):
            continue  # a compound: "electrical failures"
        if not nouns & answers:
            draft.cost += WEIGHTS["unused"]
            builder.problem("unattached", target)


def _unresolved(builder: Builder) -> None:
    """What points at a talk that there is none of: «su última falla», "that machine"."""
    for place in builder.bag.pointers:
        phrase = builder.phrase(place)
        assert isinstance(phrase, Said)
        named = any(builder.bag.is_noun(index) or builder.bag.is_named(index) for index in range(place))
        pointing = phrase.pointed or phrase.dangling or (phrase.own and not named)
        if pointing and not builder.draft.kept:
            builder.draft.cost += WEIGHTS["unused"]
            builder.problem("no_reference", place)


def leftover(builder: Builder) -> None:
    """What nothing accounts for: never answered, and dear, so that a reading that uses all is taken before it."""
    if builder.scope is None:
        _unresolved(builder)
    asks = numbers_asked(builder.bag)
    answers = len(builder.draft.measures) * (2 if builder.draft.compare_to is not None else 1) + (
        len(builder.draft.select) if builder.draft.shape == "lookup" else 0
    )
    answers += sum(measure.share and measure.of is None for measure in builder.draft.measures)
    if len(asks) > 1 and answers < len(asks):
        builder.problem("too_complex")  # two counts are two questions, and one of them would be swallowed
    if _half(builder):
        builder.problem("too_complex")
    left = sorted(place for place in builder.bag.content if builder.free(place))
    if not left:
        return
    draft = builder.draft
    draft.cost += WEIGHTS["unused"] * len(left)
    strange = [place for place in left if not builder.phrase(place).head.readings]
    if strange:
        builder.problem("unknown", *strange)
    others = [place for place in left if place not in strange]
    far = [place for place in others if _elsewhere(builder, place)]
    if far:
        builder.problem("not_related", *far, dataset=builder.home)
    if len(far) < len(others):
        builder.problem("unattached", *[place for place in others if place not in far])


def _half(builder: Builder) -> bool:
    """«dame las OT vencidas *y cuánto costaron*», «cuántas OT cerramos *y cuáles*»: one number answers half of it."""
    bag, draft = builder.bag, builder.draft
    if draft.shape == "ranking" and _total_first(builder):
        return True
    lists = [place for place in bag.roles("which") if place + 1 < len(bag.phrases)]
    if (
        len(lists) > 1
        and not draft.measures
        and all(bag.phrases[place + 1].head.can(Cond) and not bag.is_noun(place + 1) for place in lists[1:])
    ):
        return True  # «¿qué bombas necesitan preventivo y *cuáles están* vencidas?» are two lists
    if len(draft.measures) != 1 or draft.groups or draft.shape not in ("measure", "count"):
        return False
    asking = ("list", "which", "count", "how_much", "how_long", "who", "where", "when")
    joints = [place for place in bag.roles("and") if place and place + 1 in bag.roles(*asking)]
    if any(bag.roles_at(place + 1) and any(index < place for index in bag.roles(*asking)) for place in joints):
        return True
    for place in range(1, len(bag.phrases)):
        phrase = bag.phrases[place]
        listed = any(index < place for index in bag.roles("list", "which"))
        named = any(bag.is_noun(index) for index in range(place))
        if listed and named and isinstance(phrase, Said) and phrase.joint == "and" and phrase.head.can(MetricIs):
            return True
    return False


def _total_first(builder: Builder) -> bool:
    """«cuántas fallas llevan las bombas *y cuál* es la que más falla»: the number of all of them is asked first."""
    bag = builder.bag
    for place in bag.roles("and"):
        asks = [at for at in (place + 1, place + 2) if at in bag.roles("which", "who")]
        if asks and any(at < place for at in bag.roles("count", "how_much", "how_long")):
            return not any(at < place for at in bag.roles("which", "who"))
    return False


def _elsewhere(builder: Builder, place: int) -> bool:
    """A value of rows that the home's rows do not belong to (the shift of a failure)."""
    values = builder.phrase(place).head.all(ValueIs)
    return bool(values) and all(builder.distance(item.ref.dataset) is None for item in values)
