"""Order and cut of rows: the oldest, the most expensive, the last five, the top ones by what they are known for."""

from __future__ import annotations

from core.kernel.folding import fold
from core.semantics.query import Dated, FieldRef, Named, Order, Period
from core.sentences import planning, say
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.bounds import speaks_of_status
from core.understanding.meaning.builder import Builder
from core.understanding.meaning.times import living_of
from core.understanding.phrases.types import Amount, Extreme, Said, When
from core.understanding.reading.readings import Cond, DateVerb, FieldIs, MetricIs, Ordinal, Superlative, Verb

_MOST = 1000
"""A larger number is no number of rows that anybody asks for, but what something comes to."""
MANY = 5
"""How many rows a superlative in the plural means when no number was said."""


def read_order(builder: Builder) -> bool:
    """Sort and cut the home's rows by an extreme of their own; says whether there was one."""
    if _coming(builder) or _done_first(builder):
        return True
    return _superlative(builder) or _field_extreme(builder) or _latest(builder) or _top(builder)


def _done_first(builder: Builder) -> bool:
    """«¿cuál *vence primero*?», "which one *is due last*": by the date that a verb tells, right beside it."""
    draft, bag = builder.draft, builder.bag
    for place, phrase in builder.free_said():
        verb = phrase.head.first(DateVerb, lambda item: item.ref.dataset == builder.home)
        beside = place + 1
        if verb is None or phrase.negated or beside >= len(bag.phrases) or not builder.free(beside):
            continue
        end = bag.phrases[beside].head
        first = end.has(Ordinal, lambda item: item.place == 1)
        if not (first or end.has(Ordinal, lambda item: item.place == -1)) or not bag.next_to(place, beside):
            continue
        builder.use(place, beside, effect="order")
        builder.take("when")
        draft.order = Order(field=verb.ref, descending=not first)
        draft.limit = limit_of(builder, None, beside) or 1
        return True
    return False


def _coming(builder: Builder) -> bool:
    """ "which 5 packers are *next up for PM*", «las *próximas* 5 a las que les toca preventivo»: those whose date ahead
    comes first, from today on."""
    draft, meaning, bag = builder.draft, builder.model.datasets[builder.home], builder.bag
    ahead = next((item for item in meaning.fields.values() if item.ahead), None)
    places = [place for place in bag.roles("next_up") if builder.free(place)]
    if ahead is None or not places or bag.of(When):
        return False
    ref = FieldRef(dataset=builder.home, field=ahead.name)
    terms = [fold(term) for texts in ahead.terms.values() for term in texts]
    due = []
    for place, phrase in builder.free_said():
        said, head = phrase.head.folded, phrase.head
        window = any(meaning.conditions[item.name].window == ahead.name for item in _conditions(builder, phrase))
        dated = any(item.ref == ref for item in head.readings if isinstance(item, DateVerb | FieldIs))
        if place > places[0] and (window or dated or any(term.endswith(f" {said}") for term in terms)):
            due.append(place)  # "for *PM*", «les *toca preventivo*», «que *vencen*»
    if not due:
        return False
    builder.use(*places, *due, effect="order")
    draft.order = Order(field=ref, descending=False)
    draft.filters.append(Dated(field=ref, period=Period(start=builder.today, relative="future")))
    if (living := living_of(builder, builder.home)) is not None and not speaks_of_status(builder):
        draft.filters.append(Named(dataset=builder.home, condition=living))  # what is done already is not due
    draft.limit = limit_of(builder, None, places[0]) or _many(builder)
    return True


def _conditions(builder: Builder, phrase: Said) -> list[Cond]:
    return [item for item in phrase.head.all(Cond) if item.dataset == builder.home]


def limit_of(builder: Builder, said: int | None, extreme: int) -> int | None:
    """How many: the number of the extreme, else a bare number before it («las 3 más viejas») or right behind it."""
    if said is not None:
        return said
    amounts = [place for place in builder.bag.of(Amount) if builder.free(place)]
    for place in [place for place in amounts if place <= extreme + 1]:
        amount = builder.phrase(place)
        assert isinstance(amount, Amount)
        if not amount.unit and float(amount.value).is_integer() and 0 < amount.value <= _MOST:
            builder.use(place, effect="limit")
            return int(amount.value)
    return None


def nth(builder: Builder) -> None:
    """«el *segundo* equipo con más fallas», "the *third* most expensive pump": that place of the order alone."""
    draft = builder.draft
    if draft.order is None or draft.limit is None:
        return
    for place, phrase in builder.free_said():
        found = phrase.head.first(Ordinal, lambda item: item.place > 0)
        if found is not None and not (phrase.negated or phrase.link):
            builder.use(place, effect="order")
            draft.offset, draft.limit = found.place - 1, 1
            return


def _noun(builder: Builder) -> int | None:
    return next(
        (place for place in range(len(builder.bag.phrases)) if builder.home in builder.bag.nouns_at(place)), None
    )


def _many(builder: Builder) -> int:
    one = one_asked(builder.bag) or _one_of_those(builder)
    return MANY if builder.bag.plural(_noun(builder)) and not one else 1


def rows_measured(builder: Builder) -> FieldRef | None:
    """«¿*qué* usamos más en octubre?»: whose amount it is, where only what was done is said."""
    names = [measure.metric for measure in builder.draft.measures if measure.metric]
    rows = builder.model.metrics[names[0]].rows if len(names) == 1 else None
    return builder.identity(str(rows)) if rows else None


def one_asked(bag: Bag) -> bool:
    """«de las bombas, ¿*cuál* …?», "*which one* of the pumps …?": one of them, not what a field holds of several."""
    behind = [bag.phrases[place + 1] for place in bag.roles("one_asked") if place + 1 < len(bag.phrases)]
    held = any(item.head.can(FieldIs, MetricIs) and not item.head.can(Superlative) for item in behind)
    return bool(behind) and not (held or any(item.head.role("list", "top") for item in behind))


def _one_of_those(builder: Builder) -> bool:
    """«*de esos* recambios, ¿cuál tiene el precio más alto?»: one of those that were spoken of, whatever it has."""
    bag, noun = builder.bag, _noun(builder)
    said = bag.phrases[noun] if noun is not None else None
    asked = [place for place in bag.roles("one_asked") if noun is not None and place > noun]
    return bool(asked) and isinstance(said, Said) and (said.pointed or said.whose)


def _superlative(builder: Builder) -> bool:
    """The oldest, the dearest: an extreme that the model names for a field of the home's."""
    draft = builder.draft
    for place, phrase in enumerate(builder.bag.phrases):
        if not isinstance(phrase, Said | Extreme) or not builder.free(place):
            continue
        found = phrase.head.first(Superlative, lambda item: item.ref.dataset == builder.home)
        if found is None:
            continue
        beside = builder.bag.beside(place)
        if beside and builder.home not in beside and any(builder.has_date(name) for name in beside):
            continue  # «equipo con la falla más reciente»: the extreme is the event's
        behind = builder.bag.phrases[place + 1 : place + 2]
        if any(verb.dataset != builder.home for item in behind for verb in item.head.all(Verb)) and _of_other(builder):
            continue  # "when was it last *used*"
        field = builder.model.field(found.ref.dataset, found.ref.field)
        if phrase.head.role("last_few") and _happened(builder):
            continue  # «últimas 5 OT cerradas» are the last that were closed, not the last that were asked for
        builder.use(place, effect="order")
        other = _opposite(builder, found)
        number = limit_of(builder, phrase.n if isinstance(phrase, Extreme) else None, place)
        sorts = other or builder.take("first_word", "sort", effect="sort")
        named = _date_behind(builder, place)
        draft.order = Order(field=named or found.ref, descending=found.descending)
        draft.limit = number or (None if sorts else _many(builder))
        metric = builder.model.metrics.get(field.metric or "")
        if metric is not None and metric.date:
            draft.date_field = metric.date  # the dearest orders of 2025 are those whose cost was booked then
        presupposed = field.superlative_condition
        if presupposed and not found.descending and draft.limit is not None:  # what only sorts leaves nothing out
            draft.filters.append(Named(dataset=builder.home, condition=str(presupposed)))
        if field.is_date:
            builder.take("when")
        return True
    return False


def _date_behind(builder: Builder, place: int) -> FieldRef | None:
    """ "oldest *due date*": the date that is named behind the superlative is the one that it is of."""
    behind = place + 1
    if behind >= len(builder.bag.phrases) or not builder.free(behind) or not builder.bag.next_to(place, behind):
        return None
    ref = builder.nearest_field(builder.phrase(behind).head.all(FieldIs), dates=True)
    if ref is None or ref.dataset != builder.home:
        return None
    builder.use(behind, effect="order")
    return ref


def _opposite(builder: Builder, found: Superlative) -> bool:
    """«del más caro al más barato» sorts and does not cut."""
    for place, phrase in enumerate(builder.bag.phrases):
        if not builder.free(place):
            continue
        listed = phrase.joint if isinstance(phrase, Said) else len(phrase.at) > 1  # "oldest *and* newest"
        if listed:
            continue  # «la más cara y la más barata» are two ends, and no order
        if phrase.head.has(Superlative, lambda item: item.ref == found.ref and item.descending != found.descending):
            builder.use(place, effect="sort")
            return True
    return False


def _field_extreme(builder: Builder) -> bool:
    """«las 5 refacciones con más existencia», «el costo de reemplazo más alto», "orders with the highest cost"."""
    draft = builder.draft
    for place in builder.bag.of(Extreme):
        extreme = builder.phrase(place)
        assert isinstance(extreme, Extreme)
        if not builder.free(place) or extreme.way not in ("most", "least", "top"):
            continue
        near = sorted(range(len(builder.bag.phrases)), key=lambda index: (abs(index - place), index < place))
        for index in near:
            phrase = builder.phrase(index)
            if not isinstance(phrase, Said) or not builder.free(index):
                continue
            ref = builder.nearest_field([*phrase.head.all(FieldIs), *_metric_fields(builder, phrase)], numeric=True)
            if ref is None or ref.dataset != builder.home:
                continue
            builder.use(place, index, effect="order")
            draft.order = Order(field=ref, descending=extreme.way != "least")
            draft.limit = limit_of(builder, extreme.n, place) or _many(builder)
            _booked(builder, ref)
            return True
    return False


def _metric_fields(builder: Builder, phrase: Said) -> list[FieldIs]:
    """The home's own field that a metric adds up."""
    names = {item.name for item in phrase.head.all(MetricIs)}
    fields = builder.model.datasets[builder.home].fields.values()
    return [FieldIs(FieldRef(dataset=builder.home, field=item.name)) for item in fields if item.metric in names]


def _booked(builder: Builder, ref: FieldRef) -> None:
    field = builder.model.field(ref.dataset, ref.field)
    metric = builder.model.metrics.get(field.metric or "")
    if metric is None or not metric.date:
        return
    implied = builder.model.field(ref.dataset, metric.date).condition
    if not speaks_of_status(builder):
        names = metric.where or ([implied] if implied else [])
        builder.draft.filters += [Named(dataset=ref.dataset, condition=str(name)) for name in names]
    builder.draft.date_field = metric.date


def _happened(builder: Builder) -> str | None:
    """The date on which the rows became what a condition says: an order was closed."""
    for _, phrase in builder.bag.said():
        for cond in phrase.head.all(Cond):
            if cond.dataset == builder.home:
                name = builder.model.datasets[cond.dataset].conditions[cond.name].date
                if name and not builder.model.field(cond.dataset, name).ahead:
                    return name
    return None


def _latest(builder: Builder) -> bool:
    """«los últimos 5 paros», «última vez que falló»: the newest rows by the date on which they happened."""
    draft, name = builder.draft, builder.model.datasets[builder.home].default_date
    once = [place for place in builder.bag.roles("last_time", "first_time") if builder.free(place)]
    few = [
        place
        for place in builder.bag.of(Extreme)
        if builder.free(place) and builder.phrase(place).way == "last"  # type: ignore[attr-defined]
    ]
    words = [place for place in builder.bag.roles("last_few") if builder.free(place)]
    places = once or few or words
    if not places or name is None:
        return False
    behind = [verb for item in builder.bag.phrases[places[0] + 1 : places[0] + 2] for verb in item.head.all(Verb)]
    if (once or behind) and _of_other(builder):
        return False
    place = places[0]
    builder.use(place, effect="order")
    first = builder.phrase(place).head.role("first_time") is not None
    extreme = builder.phrase(place)
    number = limit_of(builder, extreme.n if isinstance(extreme, Extreme) else None, place)
    draft.order = Order(field=FieldRef(dataset=builder.home, field=_happened(builder) or name), descending=not first)
    draft.limit = number or (1 if once else _many(builder))
    builder.take("when")
    return True


def _of_other(builder: Builder) -> bool:
    """«¿cuándo *se usó* por última vez … y en qué orden?»: the last time is that of what a verb says, no order's."""
    verbs = {item.dataset for _, phrase in builder.bag.said() for item in phrase.head.all(Verb)}
    return bool(verbs) and builder.home not in verbs


def _top(builder: Builder) -> bool:
    """«top 5 paros»: by what such things are known for, where the model says so."""
    name = builder.model.datasets[builder.home].top_by
    for place in builder.bag.of(Extreme):
        extreme = builder.phrase(place)
        assert isinstance(extreme, Extreme)
        if builder.free(place) and name and extreme.way in ("top", "worst"):
            builder.use(place, effect="order")
            ref = FieldRef(dataset=builder.home, field=str(name))
            builder.draft.order = Order(field=ref, descending=True)
            language = builder.bag.language
            measure = builder.model.field(ref.dataset, ref.field).label.one[language].lower()
            word = extreme.head.text.lower()
            builder.draft.said.append(say(planning.LONGEST_OF_TOP, language, word=word, measure=measure))
            builder.draft.limit = limit_of(builder, extreme.n, place) or _many(builder)
            return True
    return False


def way_sorted(builder: Builder, lower: bool | None) -> bool | None:
    """Whether the largest come first, where it is said in which order («de menor a mayor», "worst first")."""
    if builder.take("sorted_asc", effect="order"):
        return False
    if builder.take("sorted_desc", effect="order"):
        return True
    if builder.take("sorted_worst", effect="order"):
        return lower is not False
    if builder.take("sorted_best", effect="order"):
        return lower is False
    return None
