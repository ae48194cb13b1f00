"""Kinds that ask for rows: lists, whether there are any, how many, and the fields of one that is named."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from core.semantics.query import Compare, FieldRef, Measure, Named, Order
from core.understanding.kinds.kind import Attempt
from core.understanding.kinds.order import nth, read_order
from core.understanding.meaning.asked import asked, counted_too, either, numbers_of_rows, pieces_of, told_of, weaker
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.clauses import filter_of, ignored
from core.understanding.meaning.finish import attach
from core.understanding.meaning.shown import says_who, with_whom
from core.understanding.meaning.sorting import sorted_by
from core.understanding.meaning.spans import read_spans
from core.understanding.phrases.types import Bound, Extreme, Phrase, Said, When
from core.understanding.reading.readings import Cond, DateVerb, FieldIs, MetricIs, NounIs, Superlative, ValueIs, Verb
from core.understanding.weights import WEIGHTS


def subjects(bag: Bag) -> Iterator[tuple[str, float]]:
    """Whose rows may be asked for, each with its cost: what nouns name, first ones first; else what verbs, conditions
    and values imply."""
    seen: set[str] = set()
    nouns = [place for place in range(len(bag.phrases)) if bag.nouns_at(place) and not _away(bag.phrases[place])]
    proper = [place for place in nouns if bag.is_noun(place)]
    for number, place in enumerate(proper or nouns):
        linked = WEIGHTS["linked_noun"] if bag.phrases[place].link else 0.0  # type: ignore[attr-defined]
        for dataset in bag.nouns_at(place):
            if linked and not bag.has("of_each") and any(bag.model.reaches(dataset, owner) for owner in seen):
                continue  # what is had by the noun before it
            if dataset not in seen:
                seen.add(dataset)
                yield dataset, WEIGHTS["later_noun"] * number + linked
    late = WEIGHTS["later_noun"] * len(proper)
    if not proper and bag.topic is not None and bag.topic not in seen:
        seen.add(bag.topic)
        yield bag.topic, 0.0
    for _, phrase in bag.said():
        for verb in phrase.head.all(Verb):
            if verb.dataset not in seen and not phrase.link and not phrase.negated:
                seen.add(verb.dataset)
                yield verb.dataset, WEIGHTS["implied"] / 2 + late
    for place in nouns if proper else ():
        linked = bag.phrases[place].link  # type: ignore[attr-defined]
        if place in proper or linked or set(bag.nouns_at(place)) & set(bag.beside(place)):
            continue
        for dataset in bag.nouns_at(place):
            if dataset not in seen:
                seen.add(dataset)
                yield dataset, WEIGHTS["implied"] + late  # «el técnico que más *correctivas* cerró»
    if proper:
        return
    keys = [key.mention for key in bag.keys if key.mention is not None]
    for head in [*(phrase.head for _, phrase in bag.said()), *keys]:
        for item in head.readings:
            implied: str | None = item.dataset if isinstance(item, Cond) else None
            implied = bag.model.metrics[item.name].counts if isinstance(item, MetricIs) else implied
            if isinstance(item, ValueIs | FieldIs | Superlative | DateVerb):
                implied = item.ref.dataset if not head.role("tally") else None  # "the *numbers* for last week"
            if implied is not None and implied not in seen:
                seen.add(implied)
                late = 0.0 if isinstance(item, Cond) else WEIGHTS["second"]
                late += weaker(bag, head, item) if isinstance(item, Cond) else 0.0
                late += WEIGHTS["step"] if isinstance(item, DateVerb) and head.is_light else 0.0  # «tuvimos»
                yield implied, WEIGHTS["implied"] + late


def _away(phrase: Phrase) -> bool:
    """What is not had, or is not so, is no subject."""
    return isinstance(phrase, Said) and (phrase.link == "without" or phrase.negated)


# ---- lists ----


def lists(bag: Bag) -> Iterator[Attempt]:
    """Rows of what is named."""
    for dataset, cost in subjects(bag):
        yield Attempt(dataset, _list, cost)


def _list(builder: Builder) -> None:
    bag, draft = builder.bag, builder.draft
    target = asked(bag, "which")
    if target is not None and bag.nouns_at(target) and builder.home not in bag.nouns_at(target):
        if not any(_listed(builder, name) for name in bag.nouns_at(target)):
            raise Reject
        if target and target - 2 in bag.roles("and"):
            builder.use(target, effect="column")  # «… *y en qué orden*»: each row names it
        elif bag.people in bag.nouns_at(target):
            builder.charge("other_noun")  # «¿*qué técnicos* tienen OT vencidas?»
    meaning = bag.model.datasets[builder.home]
    if (meaning.value_field or meaning.verb_metric) and bag.ranked and not _of_rows(bag, builder.home):
        raise Reject  # «la temperatura más baja de las bombas» is a value, not a row
    if target is not None and not bag.phrases[target].head.can(NounIs) and bag.fields_at(target):
        builder.charge("other_noun")  # «¿qué proveedores …?» asks for the values of a field rather than for rows
    told = [ref for place, _ in bag.said() if told_of(bag, place) for ref in bag.fields_at(place)]
    if any(ref.dataset == builder.home for ref in told):
        raise Reject
    if bag.has("trend", "chart", "line") and _metered(bag) and not bag.model.datasets[builder.home].value_field:
        builder.charge("unused", 0.1)  # "plot *vibration* on P-101": what is read, and not what failed by it
    if bag.has("histogram") and meaning.value_field:
        builder.charge("margin", 6)  # "histogram of vibration *readings*" is of values
    if bag.of(Bound) and bag.has("which"):
        builder.take("sum")  # "stopped for more than 24 hours *in total*"
    builder.use_nouns_of(builder.home)
    whom = with_whom(builder)
    if target is None and either(bag):
        builder.charge("second")  # «¿qué salió más caro, las correctivas o las preventivas?» compares the two
    if named_too(bag):
        builder.take("count", "and", effect="length")
    builder.use(*numbers_of_rows(bag), effect="column")
    exists = bool(builder.take("exists"))
    which = builder.take("which", "list")
    draft.shape = "exists" if exists and not which else "list"
    builder.take("distinct", *(("who",) if bag.people == builder.home else ()))
    sorted_by(builder, rows=bag.has("list"))
    if _shows_now(builder):
        newest = str(bag.model.datasets[builder.home].default_date)
        draft.order = Order(field=FieldRef(dataset=builder.home, field=newest))
        draft.limit = 1
    if draft.order is not None or read_order(builder):
        draft.shape = "list"
        nth(builder)
    attach(builder)
    if whom is not None:
        draft.shape, draft.select = "list", draft.select or [item for item in (builder.identity(builder.home),) if item]
        draft.select.append(whom)


def _shows_now(builder: Builder) -> bool:
    """«¿cuál es el horómetro de la C-108?»: of one meter of one thing, what it showed last."""
    bag, meaning = builder.bag, builder.model.datasets[builder.home]
    if not meaning.value_field or not meaning.default_date or bag.ranked or bag.of(When) or bag.of(Bound):
        return False
    rows = any(phrase.head.has(NounIs, lambda item: item.dataset == builder.home) for _, phrase in bag.said())
    one = sum(bag.is_name(place) for place in range(len(bag.phrases))) == 1
    return one and not rows and bag.has("which", "how_much") and not bag.has("chart", "trend", "line")


def _metered(bag: Bag) -> bool:
    """A word that names what a meter shows, beside whatever else it names."""
    return any(
        bag.model.datasets[item.ref.dataset].value_field and item.noun
        for _, phrase in bag.said()
        for item in phrase.head.all(ValueIs)
    )


def named_too(bag: Bag) -> bool:
    """«¿cuántas OT cerramos ayer *y cuáles*?»: a list, which is as long as their number."""
    counts, last = bag.roles("count"), bag.roles("which")[-1:]
    named = bool(last) and asked(bag, "which") is None
    return len(counts) == 1 and named and last[0] > counts[0] and bag.has("and")


def _of_rows(bag: Bag, dataset: str) -> bool:
    """Readings by their own noun, or the latest of them."""
    named = any(phrase.head.has(NounIs, lambda item: item.dataset == dataset) for _, phrase in bag.said())
    latest = any(isinstance(phrase, Extreme) and phrase.way == "last" for phrase in bag.phrases)
    return named or latest or bag.has("last_time", "last_few")


def _listed(builder: Builder, dataset: str) -> bool:
    """A list of the home's rows names these as well, by default (a stop's machine)."""
    return any(str(item).partition(".")[0] == dataset for item in builder.model.datasets[builder.home].listed)


# ---- counts ----


def counts(bag: Bag) -> Iterator[Attempt]:
    """How many rows."""
    for dataset, cost in subjects(bag):
        if bag.model.datasets[dataset].verb_metric and not _named(bag, dataset):
            cost += WEIGHTS["used_up"]  # "how many BRG-6212 have we *used*" asks how much of it, and not how often
        yield Attempt(dataset, _count, cost)


def _named(bag: Bag, dataset: str) -> bool:
    return any(phrase.head.has(NounIs, lambda item: item.dataset == dataset) for _, phrase in bag.said())


def _count(builder: Builder) -> None:
    bag, draft = builder.bag, builder.draft
    if counted_too(bag) and counted_too(bag) == bag.roles("count"):
        raise Reject  # «…, con el número de cada una»: how many each has, and not how many there are
    target = asked(bag, "count")
    nouns = bag.nouns_at(target) if target is not None else ()
    if bag.has("times"):
        if not builder.has_date(builder.home):
            raise Reject
        nouns = ()
    other = nouns and builder.home not in nouns and not _one_noun(bag, target, builder.home)
    if other or pieces_of(bag, target, builder.home):
        raise Reject
    if target is not None and not nouns and bag.phrases[target].head.can(FieldIs):
        raise Reject  # «cuántos proveedores»: values of a field
    meaning = builder.model.datasets[builder.home]
    if meaning.value_field and target is not None and not bag.phrases[target].head.can(NounIs):
        if not any(phrase.head.has(NounIs, lambda item: item.dataset == builder.home) for _, phrase in bag.said()):
            raise Reject  # «¿cuántas horas de operación tiene?»: what a meter shows, not how many readings
    if _quantity(builder) and any(_is_called(bag, builder.home, phrase) for _, phrase in bag.said()):
        raise Reject  # «¿cuántos Bearing 6205 quedan?»: how much there is of it, and not that there is one
    builder.use_nouns_of(builder.home)
    builder.take("count", "exists", "which", "list", "how_much", "times", "sum", "distinct")
    draft.shape, draft.measures = "count", [Measure(aggregate="count")]
    attach(builder)


def _is_called(bag: Bag, home: str, phrase: Said) -> bool:
    """What a single row is called, in full."""
    meaning = bag.model.datasets[home]
    return any(
        item.ref.dataset == home
        and item.ref.field in (meaning.identity, meaning.beside)
        and not (item.part or item.partial)
        for item in phrase.head.all(ValueIs)
    )


def _one_noun(bag: Bag, target: int | None, home: str) -> bool:
    """A compound: the next noun is the home's («electrical failures»)."""
    return target is not None and bag.next_to(target, target + 1) and home in bag.nouns_at(target + 1)


# ---- one row ----


def lookups(bag: Bag) -> Iterator[Attempt]:
    """The fields of one row that is named by what it is called."""
    for place, phrase in bag.said():
        for value in phrase.head.all(ValueIs):
            meaning = bag.model.datasets[value.ref.dataset]
            unique = (value.ref.field,) in meaning.unique_keys or value.ref.field in (meaning.identity, meaning.beside)
            if unique and not value.partial and not value.part:
                yield Attempt(value.ref.dataset, partial(_lookup, place=place, value=value))


def _lookup(builder: Builder, place: int, value: ValueIs) -> None:
    bag, draft, home = builder.bag, builder.draft, builder.home
    if bag.splits or bag.ranked:
        raise Reject
    phrase = bag.phrases[place]
    if isinstance(phrase, Said) and (phrase.negated or phrase.link == "without"):
        raise Reject
    builder.use(place, effect="row")
    builder.use_nouns_of(home)
    draft.filters = [Compare(field=value.ref, op="=", values=(value.value,))]
    if (
        place
        and isinstance(before := bag.phrases[place - 1], Said)
        and builder.free(place - 1)
        and bag.next_to(place - 1, place)
    ):
        kind = before.head.first(ValueIs, lambda item: item.noun and item.ref.dataset == home)
        if kind is not None and bag.is_noun(place - 1):
            builder.use(place - 1, effect="subject")  # «la bomba P-101»
            draft.filters.append(filter_of(builder, kind, negated=False))
    draft.everyone = True
    several = _named_beside(builder, value.ref)
    draft.shape = "list" if several else "lookup"
    states: list[Named] = []
    spanned = read_spans(builder)
    fields = _asked_fields(builder, states)
    quantity = _quantity(builder)
    if quantity and quantity not in fields and (bag.has("count") or not fields) and builder.take("count", "how_much"):
        fields.append(quantity)  # «… y cuántos hay»: a second half is no ornament
    if fields or spanned:
        builder.take("which", "how_much", "count", "how_long", "list", "exists")
    else:
        builder.take("list", "exists")
        builder.charge("kind")
        if phrase.elided:
            raise Reject  # «las de Sergio» are not he
        if len([index for index in bag.content if builder.free(index)]):
            raise Reject
    if not several and len(states) == 1 and len(fields) == 1 and not bag.has("which", "who", "when", "where", "or"):
        # «¿está parada la P-101?» wants a yes or a no.
        draft.shape, draft.everyone, fields = ("exists" if bag.has("exists") else "list"), False, []
        draft.filters.append(states[0])
    if spanned:
        name = builder.identity(home)
        draft.shape, fields = "list", [*([name] if name else []), *fields]
    identity = builder.identity(home) if several and fields else None
    draft.select = list(dict.fromkeys([*([identity] if identity else []), *fields]))
    _finish_lookup(builder)


def _named_beside(builder: Builder, ref: FieldRef) -> bool:
    """«WO-1 y WO-2, ¿en qué estado están?»: others that are named beside the first make a list of it."""
    draft = builder.draft
    first = draft.filters[0]
    assert isinstance(first, Compare)
    values = list(first.values)
    for index, phrase in builder.free_said():
        other = phrase.head.first(ValueIs, lambda item: item.ref == ref and not item.part)
        if other is not None and not phrase.negated and not phrase.link:
            builder.use(index, effect="row")
            values.append(other.value)
    if len(values) > 1:
        draft.filters[0] = first.model_copy(update={"op": "in", "values": tuple(dict.fromkeys(values))})
    return len(values) > 1


def _finish_lookup(builder: Builder) -> None:
    from core.understanding.meaning.finish import leftover
    from core.understanding.meaning.looks import read_names

    for index, phrase in builder.free_said():
        if phrase.head.can(ValueIs) and ignored(builder, index):
            builder.use(index, effect="ignored")
    read_names(builder)
    leftover(builder)


def _asked_fields(builder: Builder, states: list[Named]) -> list[FieldRef]:
    """Fields named beside the row, in order; where, who and when it is, by the fields that say so.

    Args:
        states: gets the conditions of which is asked whether they hold.
    """
    bag, home = builder.bag, builder.home
    found: list[FieldRef] = []
    for index, phrase in builder.free_said():
        mention = phrase.head
        if mention.can(MetricIs) and not mention.can(FieldIs):
            raise Reject
        state = mention.first(Cond, lambda item: item.dataset == home)
        if state is not None and bag.has("how_long"):
            raise Reject  # how long it is so, not whether
        if state is not None and not mention.can(FieldIs, DateVerb):
            if bag.has("when") and builder.model.datasets[home].conditions[state.name].date:
                continue  # when it came to be so, not whether
            named = builder.model.datasets[home].conditions[state.name].field
            if named or bag.has("who"):
                # «¿está parada la P-101?» asks for its state, «¿quién tiene asignada …?» for who.
                builder.use(index, effect="column")
                found += [FieldRef(dataset=home, field=named)] if named else []
                states.append(Named(dataset=home, condition=state.name))
            continue
        if not mention.can(FieldIs, DateVerb) or mention.has(NounIs, lambda item: item.dataset == home):
            continue
        ref = builder.field_of(index)
        if ref is None or (ref.dataset != home and builder.distance(ref.dataset) is None):
            continue
        if ref.dataset != home and mention.can(MetricIs) and mention.has(FieldIs, lambda item: item.asked):
            raise Reject  # what an order cost is a measure, and not the price of its machine
        if mention.can(DateVerb) and not mention.can(FieldIs) and not bag.has("when"):
            continue
        builder.use(index, effect="column")
        found.append(ref)
    if bag.has("where") and (places := _location(builder)):
        builder.take("where")
        found += [ref for ref in places if ref not in found]
    people = bag.people
    if people and people != home and bag.has("who") and builder.distance(people) is not None:
        builder.take("who")
        found.append(FieldRef(dataset=people, field=builder.model.datasets[people].identity))
    elif any(says_who(builder.model, ref) for ref in found):
        builder.take("who")  # «quién lo fabrica»
    if bag.has("when"):
        found += _dates(builder, found)
    return found


def _dates(builder: Builder, found: list[FieldRef]) -> list[FieldRef]:
    if any(builder.model.field(ref.dataset, ref.field).is_date for ref in found):
        builder.take("when", "last_time")
        return []
    for index, phrase in builder.free_said():
        for cond in phrase.head.all(Cond):
            condition = builder.model.datasets[cond.dataset].conditions[cond.name]
            name = condition.window or condition.date
            if cond.dataset == builder.home and name:
                builder.use(index, effect="column")
                builder.take("when")
                return [FieldRef(dataset=builder.home, field=name)]
    return []


def _location(builder: Builder) -> list[FieldRef]:
    """Where something is: the places that it belongs to."""
    model = builder.model
    return [
        FieldRef(dataset=item.name, field=item.identity)
        for item in model.datasets.values()
        if item.place and item.name != builder.home and model.reaches(builder.home, item.name)
    ]


def _quantity(builder: Builder) -> FieldRef | None:
    fields = builder.model.datasets[builder.home].fields.values()
    return next((FieldRef(dataset=builder.home, field=item.name) for item in fields if item.quantity), None)
