"""Rankings: the machines that fail most, top 5 by downtime, the month with most failures, the worst technician."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from core.semantics.query import FieldRef, GroupBy, Measure, Order, TimeSpan
from core.understanding.kinds.beside import beside
from core.understanding.kinds.field_figures import EXTREMES, of_a_value
from core.understanding.kinds.figures import Figure, figures
from core.understanding.kinds.kind import Attempt
from core.understanding.kinds.lapses import LAPSES
from core.understanding.kinds.order import MANY, limit_of, nth, one_asked, rows_measured
from core.understanding.kinds.ratios import ratios
from core.understanding.meaning.asked import asked, either, groupable, key_of
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.finish import attach
from core.understanding.phrases.types import Extreme, Said, Split
from core.understanding.reading.readings import Cond, FieldIs, MetricIs, NounIs, Superlative, ValueIs, Verb
from core.understanding.weights import WEIGHTS


@dataclass(frozen=True)
class _Target:
    """What is ranked: the phrase that names it, and what it is grouped by; ``within``: the first of each of these."""

    place: int
    group: GroupBy
    cost: float = 0.0
    plural: bool = False
    within: GroupBy | None = None
    splits: tuple[int, ...] = ()


def rankings(bag: Bag) -> Iterator[Attempt]:
    """Each figure, for each thing that may be ranked by it."""
    yield from _valued(bag)
    for figure in [*figures(bag), *ratios(bag), *LAPSES(bag.marks, bag), *_largest(bag)]:
        yield Attempt(figure.home, partial(_rank, figure=figure), figure.cost)


def _valued(bag: Bag) -> Iterator[Attempt]:
    """ "which *supplier* takes longest to deliver sensors": a field's values, by the mean of what the extreme is of."""
    target = asked(bag, "which")
    if target is None or bag.phrases[target].head.can(NounIs):
        return
    for place, phrase in bag.said():
        for found in phrase.head.all(Superlative):
            for ref in bag.fields_at(target):
                field = bag.model.field(found.ref.dataset, found.ref.field)
                if ref.dataset == found.ref.dataset and field.is_number and not field.is_date:
                    yield Attempt(ref.dataset, partial(_of_values, place=place, target=target, ref=ref, found=found))


def _of_values(builder: Builder, place: int, target: int, ref: FieldRef, found: Superlative) -> None:
    bag, draft = builder.bag, builder.draft
    if not groupable(builder, ref) or ref == builder.identity(builder.home):
        raise Reject
    beside = place + 1 if bag.words.adjective_first else place - 1
    one = not bag.words.adjective_first or not bag.plural(beside)
    if (
        0 <= beside < len(bag.phrases)
        and bag.is_noun(beside)
        and bag.next_to(min(place, beside), max(place, beside))
        and one
    ):
        raise Reject  # «¿qué fabricante tiene la *bomba más cara*?» asks for that of one thing
    builder.use(place, effect="order")
    builder.use(target, effect="group")
    builder.take("which", "list", "average")
    draft.measures = [Measure(aggregate="avg", field=found.ref)]
    draft.groups, draft.shape = [GroupBy(field=ref)], "ranking"
    draft.order, draft.limit = Order(measure=0, descending=found.descending), 1
    attach(builder)


def _largest(bag: Bag) -> Iterator[Figure]:
    """«¿qué bomba tiene la temperatura más alta?»: ranked by the largest of its values."""
    yield from EXTREMES(bag.marks, bag)


def _rank(builder: Builder, figure: Figure) -> None:
    bag, draft = builder.bag, builder.draft
    figure.set(builder)
    extreme = _extreme(builder, figure)
    judged = [bag.phrases[place] for place in bag.of(Extreme) if bag.phrases[place].way in ("worst", "best")]  # type: ignore[attr-defined]
    spoken = any(_fact_of(builder, place) for place in figure.places) or figure.home == bag.topic
    if judged and figure.counts and not spoken:
        raise Reject  # «el peor proveedor»: not by how many parts it has
    if figure.counts and extreme is not None and of_a_value(bag, extreme):
        builder.charge("bare", 2)  # "the highest *vibration*" is read from a meter, and no number of failures
    if figure.counts and extreme is not None and _done_most(builder, extreme, figure):
        raise Reject  # «¿qué marca de bombas *falla más*?»: what happens is counted, and not to how many
    if any(_fact_of(builder, place + 1) and place + 1 not in figure.places for place in bag.of(Extreme)):
        raise Reject  # «con más *fallas*» says what is counted
    targets = list(targets_of(builder, figure))
    if extreme in figure.places:
        # «vibración máxima de los motores» is one figure, «el motor con la vibración máxima» a machine.
        wanted = asked(bag, "which")
        wanted = None if wanted is not None and set(bag.nouns_at(wanted)) <= {builder.home} else wanted
        if bag.splits and wanted is None and not any(bag.phrases[place].asked for place in bag.splits):  # type: ignore[attr-defined]
            raise Reject  # «temperaturas máximas por área»: one figure each
        targets = [
            item for item in targets if item.place < (extreme or 0) or item.place == wanted or item.place in bag.splits
        ]
    if not targets:
        raise Reject
    if either(bag) and asked(bag, "which") is None and not bag.splits:
        raise Reject  # «¿quién cerró más, el turno de día o el de noche?» compares the two
    target = builder.pick("target", [(item.cost, item) for item in targets])
    if not figure.counts:
        beside(builder)
    if extreme is not None:
        builder.use(extreme, effect="order")
    way, n = way_of(builder, extreme)
    if way == "last" and figure.counts:
        raise Reject  # «la última falla de cada equipo»: the newest, and not how many there are
    if way in ("worst", "best") and set(figure.places) <= {target.place}:
        raise Reject  # «el peor proveedor» has no measure: how many rows it has is none
    for place in bag.of(Extreme):
        # «top 5 … con más»: both say the same.
        if builder.free(place) and (other := way_of(builder, place)) and {way, other[0]} & {"top"}:
            builder.use(place, effect="order")
            way, n = (other[0] if way == "top" else way), n or other[1]
    use_target(builder, target)
    draft.shape = "ranking"
    lower = figure.lower_is_better
    descending = {"least": False, "best": bool(lower is False), "worst": lower is not False}.get(way, True)
    if way in ("worst", "best") and lower is not None:
        descending = lower == (way == "worst")
    draft.order = Order(measure=figure.main, descending=descending)
    ordered = bool(builder.take("sorted_desc", "sorted_asc", "first_word", "sort", effect="order"))
    ordered = _from_one_end(builder, extreme) or ordered
    number = limit_of(builder, n, extreme if extreme is not None else 0)
    builder.take("which", "list", "how_much", "sum", "count", "exists")
    if target.group.field is not None and target.group.field.dataset == bag.people:
        builder.take("who")
    if number is None and ordered and way != "worst":
        draft.shape = "breakdown"
    else:
        draft.limit = number or (MANY if target.plural and not one_asked(bag) else 1)
        nth(builder)
    if figure.counts:
        builder.use_nouns_of(figure.home)
    if target.group.field is not None and target.group.field == builder.identity(target.group.field.dataset):
        builder.use_nouns_of(target.group.field.dataset)
    attach(builder)


def _done_most(builder: Builder, extreme: int, figure: Figure) -> bool:
    """What is done most stands beside the extreme as a verb, and other rows are counted."""
    phrases = builder.bag.phrases
    for place in (extreme - 1, extreme + 1):
        phrase = phrases[place] if 0 <= place < len(phrases) else None
        if not isinstance(phrase, Said) or phrase.head.can(MetricIs) or phrase.negated:
            continue
        done = {item.dataset for item in phrase.head.all(Verb)}
        if {item.dataset for item in phrase.head.all(NounIs)} - done:
            continue
        if done and figure.home not in done and not phrase.head.can(Cond, ValueIs, FieldIs):
            return builder.free(place)
    return False


def _fact_of(builder: Builder, place: int) -> bool:
    """A noun of what happens."""
    phrase = builder.phrase(place) if place < len(builder.bag.phrases) else None
    nouns = phrase.head.all(NounIs) if isinstance(phrase, Said) else []
    return bool(nouns) and all(builder.has_date(noun.dataset) for noun in nouns)


def use_target(builder: Builder, target: _Target) -> None:
    """What is ranked names the groups; a kind of thing («la bomba que más …») limits them as well."""
    phrase = builder.phrase(target.place)
    kind = isinstance(phrase, Said) and phrase.head.can(ValueIs) and not phrase.head.can(NounIs)
    builder.use(target.place, effect="subject" if kind else "group")
    if target.within is not None:
        builder.use(*target.splits, effect="group")
        builder.draft.groups.append(target.within)
        builder.draft.limit_within = target.within.field
    builder.draft.groups.append(target.group)


def _extreme(builder: Builder, figure: Figure) -> int | None:
    """The free extreme; of a figure that is itself an extreme (the highest temperature) that one."""
    bag = builder.bag
    for place in bag.of(Extreme):
        if builder.free(place):
            return place
    for place in bag.of(Extreme):
        if place in figure.places:
            return place
    if any(measure.aggregate == "avg" for measure in builder.draft.measures):
        for place, phrase in builder.free_said():
            if phrase.head.can(Superlative):
                return place
    raise Reject


def way_of(builder: Builder, place: int | None) -> tuple[str, int | None]:
    phrase = builder.phrase(place) if place is not None else None
    if isinstance(phrase, Extreme):
        return phrase.way, phrase.n
    if isinstance(phrase, Said) and (found := phrase.head.first(Superlative)) is not None:
        return ("most" if found.descending is not _of_age(builder, found) else "least"), None
    return "most", None


def _of_age(builder: Builder, found: Superlative) -> bool:
    """«la más vieja» by an age that is measured: the earliest date is the greatest age."""
    return any(
        item.span is not None and item.span == TimeSpan(since=found.ref, unit=item.span.unit)
        for item in builder.draft.measures
    )


def _from_one_end(builder: Builder, extreme: int | None) -> bool:
    """«de la más vieja a la más nueva»: two ends of one order sort, and cut nothing."""
    first = builder.phrase(extreme).head.first(Superlative) if extreme is not None else None
    if first is None:
        return False
    for place, phrase in builder.free_said():
        if phrase.head.has(Superlative, lambda item: item.ref == first.ref and item.descending != first.descending):
            builder.use(place, effect="order")
            return True
    return False


def targets_of(builder: Builder, figure: Figure) -> Iterator[_Target]:
    """What may be ranked: what is asked for, broken down by, or named beside the figure."""
    bag = builder.bag
    splits = [place for place in bag.splits if builder.free(place)]
    if not splits and (each := [place for place in bag.roles("each_of_them") if builder.free(place)]):
        yield from _of_each_named(builder, figure, each[0])
        return
    if splits and _named_before(builder, figure):
        yield from _within(builder, figure, splits)  # «el equipo con más paros por área» is the first within each
        return
    wanted = asked(bag, "which")
    for place in splits:
        split = bag.phrases[place]
        assert isinstance(split, Split)
        group = key_of(builder, split.keys[0])
        if group is not None and len(split.keys) == 1:
            yield _Target(place, group, 0.0 if split.asked or len(splits) == 1 else 0.3, not split.asked)
    if splits:
        return
    order = 0
    for place, phrase in bag.said():
        if place in figure.places or (phrase.within and place != wanted):
            continue  # «las refacciones más usadas *en bombas*»: the pumps are not ranked
        for group in groups_at(builder, place, phrase):
            cost = 0.0 if place == wanted or place == 0 else WEIGHTS["later_noun"] * 0.5 * order
            order += 1
            field = group.field
            asks_who = bag.has("who") and field is not None and field.dataset == bag.people
            yield _Target(place, group, cost, bag.plural(place) and not asks_who)
    if bag.people and bag.has("who") and builder.distance(bag.people) is not None:
        identity = FieldRef(dataset=bag.people, field=bag.model.datasets[bag.people].identity)
        place = bag.roles("who")[0]
        own = builder.home == bag.people
        if not own and not any(
            phrase.head.has(NounIs, lambda item: item.dataset == bag.people) for _, phrase in bag.said()
        ):
            yield _Target(place, GroupBy(field=identity))
    asking = (*bag.roles("which"), *bag.of(Extreme))
    if not order and asking and (ref := rows_measured(builder)) is not None:
        said = bag.phrases[asking[0]].head
        several = said.can(MetricIs) and bag.words.several(said.folded.split()[0])  # «*refacciones* más usadas»
        yield _Target(asking[0], GroupBy(field=ref), plural=several)
    if not order and not bag.topic and not bag.has("who"):
        yield from _what_it_happens_to(builder, figure)
    if not order and bag.topic and bag.has("which") and wanted is None and bag.model.reaches(figure.home, bag.topic):
        spoken_of = builder.identity(bag.topic)
        if spoken_of is not None and bag.topic != figure.home:
            yield _Target(bag.roles("which")[0], GroupBy(field=spoken_of))  # "which *of those* has failed most"


def _what_it_happens_to(builder: Builder, figure: Figure) -> Iterator[_Target]:
    """«*lo que más* se para», "what fails the most": of what happens to things of one sort, those are ranked."""
    bag = builder.bag
    extremes = bag.of(Extreme)
    ends = {place for place in extremes if bag.phrases[place].way in ("most", "least")}  # type: ignore[attr-defined]
    verbs = [
        place
        for place, phrase in bag.said()
        if phrase.head.has(Verb, lambda item: item.dataset == figure.home)
        and (not phrase.head.can(NounIs) or place - 1 in ends)  # «las fallas más comunes» are no verb
    ]
    if not verbs:
        return
    things = [
        name
        for name, meaning in bag.model.datasets.items()
        if meaning.says_nothing and (path := bag.model.path(figure.home, name)) is not None and len(path) == 1
    ]
    named = builder.identity(things[0]) if len(things) == 1 and extremes else None
    if named is not None:
        asking = [bag.phrases[place].head.folded.split() for place in bag.roles("which")]
        heads = [bag.phrases[place].head.folded.split() for place in extremes]  # «*las* que más»
        several = any(bag.words.several(said[0]) for said in asking)
        several = several or any(bag.words.several(said[0]) for said in heads if len(said) > 1)
        yield _Target(extremes[0], GroupBy(field=named), WEIGHTS["implied"], several)


def _within(builder: Builder, figure: Figure, splits: list[int]) -> Iterator[_Target]:
    """The things that are ranked within each value of the one breakdown."""
    split = builder.phrase(splits[0])
    assert isinstance(split, Split)
    extremes = builder.bag.of(Extreme)
    if len(splits) > 1 or len(split.keys) > 1 or split.keys[0].mention is None:
        return
    within = key_of(builder, split.keys[0])
    for place, phrase in builder.bag.said():
        if place in figure.places or place in extremes:
            continue
        for group in groups_at(builder, place, phrase):
            if within is None or within.field is None or group.field is None:
                continue
            owned = builder.model.reaches(within.field.dataset, group.field.dataset)
            if owned and within.field.dataset != group.field.dataset and builder.names_row(within.field):
                continue  # each machine is in one area, of which there is no first one
            if group.field != within.field:
                yield _Target(place, group, 0.0, builder.bag.plural(place), within, (splits[0],))


def _of_each_named(builder: Builder, figure: Figure, each: int) -> Iterator[_Target]:
    """«de Embotellado y Pintura, las 2 máquinas que más fallaron *de cada una*»: within each of the values that are
    listed."""
    bag = builder.bag
    listed: dict[FieldRef, int] = {}
    for _, phrase in bag.said():
        for ref in dict.fromkeys(item.ref for item in phrase.head.all(ValueIs)):
            listed[ref] = listed.get(ref, 0) + 1
    several = [ref for ref, count in listed.items() if count > 1 and builder.distance(ref.dataset) is not None]
    for ref in several:
        within = GroupBy(field=ref)
        for place, phrase in bag.said():
            values = [item.ref for item in phrase.head.all(ValueIs)]
            if place in figure.places or place == each or ref in values:
                continue
            for group in groups_at(builder, place, phrase):
                if group.field is not None and group.field != ref:
                    yield _Target(place, group, 0.0, bag.plural(place), within, (each,))


def _named_before(builder: Builder, figure: Figure) -> bool:
    """A thing is named before the extreme or right behind it, besides what is counted and broken down by."""
    extremes = builder.bag.of(Extreme)
    for place, phrase in builder.bag.said():
        right_behind = all(at in figure.places or at in extremes for at in range((extremes or [0])[0], place))
        if not extremes or place in figure.places or (place > extremes[0] and not right_behind):
            continue
        named = bool(builder.bag.fields_at(place) and {place - 1, place + 1} & set(extremes))
        if (named or any(not builder.has_date(name) for name in builder.bag.nouns_at(place))) and any(
            True for _ in groups_at(builder, place, phrase)
        ):
            return True
    return False


def groups_at(builder: Builder, place: int, phrase: Said) -> Iterator[GroupBy]:
    mention = phrase.head
    if phrase.link == "without" or phrase.negated:
        return
    if mention.can(NounIs, FieldIs) and not mention.role("who"):
        ref = builder.field_of(place)
        if ref is not None and groupable(builder, ref):
            own = ref == builder.identity(builder.home)
            formula = any(m.metric and builder.model.metrics[m.metric].is_formula for m in builder.draft.measures)
            if not own or formula:
                yield GroupBy(field=ref)
        return
    for value in mention.all(ValueIs):
        if value.noun and not builder.has_date(value.ref.dataset) and builder.distance(value.ref.dataset) is not None:
            identity = builder.identity(value.ref.dataset)
            formula = any(m.metric and builder.model.metrics[m.metric].is_formula for m in builder.draft.measures)
            if identity is not None and (value.ref.dataset != builder.home or formula):
                yield GroupBy(field=identity)
