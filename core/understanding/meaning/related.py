"""Rows selected by rows of another dataset: machines without failures, technicians with overdue orders, parts used."""

from __future__ import annotations

from core.kernel.folding import fold
from core.kernel.messages import Cell
from core.semantics.model import Condition
from core.semantics.query import Compare, FieldRef, Filter, Measure, Named, Operator, Related
from core.sentences import planning, say
from core.understanding.meaning.builder import Builder
from core.understanding.meaning.clauses import dataset_of, filter_of, options_at, together
from core.understanding.meaning.units import converted, plain
from core.understanding.phrases.types import Bound, Said, When
from core.understanding.reading.readings import Cond, FieldIs, Light, MetricIs, NounIs, ValueIs, Verb


def read_related(builder: Builder) -> None:
    """Every free noun, verb or measure of a dataset whose rows belong to the home's."""
    for place, phrase in builder.free_said():
        if not builder.free(place):
            continue
        fact = _fact_at(builder, place)
        if fact is not None and not phrase.link and phrase.head.can(Cond, ValueIs) and _limits_home(builder, place):
            continue  # «paradas» beside a machine is its state, not its stops
        if fact is not None and not phrase.head.can(NounIs, Verb) and _of_noun(builder, place, fact):
            continue  # "no *preventive* orders": the adjective says which orders
        if fact is not None:
            _relate(builder, place, phrase, fact)
            continue
        if not _nothing_so(builder, place, phrase):
            _without_one(builder, place, phrase)
    _measured(builder)
    _none(builder)


def _none(builder: Builder) -> None:
    """«técnicos con más de 3 OT abiertas y ninguna vencida»: of the related rows that were named none is so."""
    for place, phrase in builder.free_said():
        if not phrase.none:
            continue
        for part in [item for item in builder.draft.filters if isinstance(item, Related) and not item.negated]:
            own = [item for item in phrase.head.readings if isinstance(item, Cond | ValueIs)]
            own = [item for item in own if dataset_of(item) == part.dataset]
            if own:
                builder.use(place, effect="related filter")
                limit = filter_of(builder, own[0], negated=False)
                builder.draft.filters.append(Related(dataset=part.dataset, filters=(limit,), negated=True))
                break


def _nothing_so(builder: Builder, place: int, phrase: Said) -> bool:
    """ "mechanics with nothing *pending*", «técnicos sin nada *asignado*»: no rows of theirs are so; where the state
    says only whose they are, none that run now."""
    if not (phrase.link == "without" and phrase.negated) or phrase.head.can(NounIs, Verb):
        return False
    for item in phrase.head.all(Cond):
        if builder.distance(item.dataset) is not None or not builder.model.reaches(item.dataset, builder.home):
            continue
        meaning = builder.model.datasets[item.dataset]
        condition = meaning.conditions[item.name]
        running = meaning.interval.running if meaning.interval is not None else None
        tied = not (condition.field or condition.date or condition.window or condition.of_now)
        name = str(running) if tied and running else item.name
        builder.use(place, effect="related")
        builder.charge("related")
        part = Related(dataset=item.dataset, filters=(Named(dataset=item.dataset, condition=name),), negated=True)
        builder.draft.filters.append(part)
        return True
    return False


def _of_noun(builder: Builder, place: int, fact: str) -> bool:
    """The noun of these rows stands right behind."""
    behind = place + 1
    if behind >= len(builder.bag.phrases) or not builder.bag.next_to(place, behind):
        return False
    return fact in builder.bag.nouns_at(behind) and builder.bag.is_noun(behind)


def _limits_home(builder: Builder, place: int) -> bool:
    return any(
        dataset_of(item) == builder.home
        for item in builder.phrase(place).head.readings
        if isinstance(item, Cond | ValueIs)
    )


def _fact_at(builder: Builder, place: int) -> str | None:
    """The dataset of a noun or verb whose rows belong to the home's rows, and not the other way round."""
    phrase = builder.phrase(place)
    mention = phrase.head
    named = [item.dataset for item in mention.readings if isinstance(item, NounIs | Verb)]
    if not named and phrase.link:  # type: ignore[attr-defined]
        named = [item.ref.dataset for item in mention.all(ValueIs) if item.noun]
    for dataset in named:
        if dataset != builder.home and builder.distance(dataset) is None:
            if builder.model.reaches(dataset, builder.home):
                return dataset
    return None


def _relate(builder: Builder, place: int, phrase: Said, fact: str) -> None:
    counted = _count_before(builder, place, fact) is not None
    if not (phrase.link or phrase.negated or phrase.head.can(Verb) or counted):
        return  # a noun that nothing ties to the rows before it
    builder.use(place, effect="related")
    builder.charge("related")
    if phrase.head.can(Verb) and builder.model.datasets[fact].verb_metric:
        builder.charge("used_up")
    filters = _own(builder, place, fact)
    measure: Measure | None = None
    op: Operator | None = None
    values: tuple[Cell, ...] = ()
    bound = _count_before(builder, place, fact)
    if bound is not None:
        index, item = bound
        builder.use(index, effect="related")
        measure, op = Measure(aggregate="count", dataset=fact), item.op
        values = tuple(plain(value) for value in item.values)
    elif (measured := _lengths(builder, place, fact)) is not None:
        filters.append(measured)
    # «menos las que *no tienen* fallas» are those that have some
    negated = (phrase.link == "without") != phrase.negated
    if (not negated or phrase.head.can(Verb)) and not filters and phrase.head.can(ValueIs):
        filters += [filter_of(builder, item, negated=False) for item in phrase.head.all(ValueIs)[:1]]
    builder.draft.filters.append(
        Related(dataset=fact, filters=tuple(filters), measure=measure, op=op, values=values, negated=negated)
    )


def _own(builder: Builder, place: int, fact: str) -> list[Filter]:
    """The values and conditions that are said of the related rows and not of the home's."""
    made: list[tuple[int, Said, Filter]] = []
    for index, phrase in builder.free_said():
        if index == place or phrase.none or (phrase.link == "without" and index > place):
            continue
        options = options_at(builder, index, fact)
        near = fact in builder.bag.beside(index)
        own = [(cost, item) for cost, item in options if near and dataset_of(item) == fact]
        if not own:
            # Said of what the home knows nothing of.
            if options_at(builder, index, builder.home):
                continue
            own = options
        if own and not phrase.head.can(NounIs):
            reading = builder.pick(f"related {index}", own)
            builder.use(index, effect="related filter")
            made.append((index, phrase, filter_of(builder, reading, negated=phrase.negated)))
            before = index - 1
            if before >= 0 and builder.free(before) and isinstance(reading, ValueIs):
                if reading.ref in builder.bag.fields_at(before):
                    builder.use(before, effect="names the field")
    value = builder.phrase(place).head.first(ValueIs, lambda item: item.noun and item.ref.dataset == fact)
    if value is not None and not builder.phrase(place).head.can(NounIs, Verb):
        made.append((place, builder.phrase(place), filter_of(builder, value, negated=False)))  # type: ignore[arg-type]
    return together(builder, made)


def _count_before(builder: Builder, place: int, fact: str) -> tuple[int, Bound] | None:
    """«más de 3 fallas», "failed at least twice": a number without a unit beside the noun, over adjectives only."""
    for index in range(place - 1, -1, -1):
        phrase = builder.phrase(index)
        if isinstance(phrase, Bound):
            return (index, phrase) if builder.free(index) and phrase.unit in ("", "times") else None
        if not isinstance(phrase, Said) or not phrase.head.can(Cond, ValueIs):
            break
    following = place + 1
    if following < len(builder.bag.phrases) and isinstance(bound := builder.phrase(following), Bound):
        verb = builder.phrase(place).head.can(Verb) and not bound.unit
        if builder.free(following) and (bound.unit == "times" or verb):
            return following, bound
    return None


def _lengths(builder: Builder, place: int, fact: str) -> Compare | None:
    """«paros de más de 10 horas»: the related rows' own length."""
    following = place + 1
    if following >= len(builder.bag.phrases):
        return None
    bound = builder.phrase(following)
    name = builder.model.datasets[fact].top_by
    if not isinstance(bound, Bound) or not name or not bound.unit or not builder.free(following):
        return None
    kind = builder.model.field(fact, str(name)).kind
    values = [converted(value, bound.unit, kind) for value in bound.values]
    if any(value is None for value in values):
        return None
    builder.use(following, effect="related filter")
    return Compare(field=FieldRef(dataset=fact, field=str(name)), op=bound.op, values=tuple(values))


def _without_one(builder: Builder, place: int, phrase: Said) -> None:
    """«paros sin OT», "failures with a work order": whether the row has one at all."""
    if not phrase.link or (phrase.link == "with" and (phrase.own or phrase.its)):
        return  # «con *su* línea» is to be shown
    for noun in phrase.head.all(NounIs):
        steps = builder.distance(noun.dataset)
        identity = builder.identity(noun.dataset)
        if steps == 1 and identity is not None:
            path = builder.model.path(builder.home, noun.dataset)
            if path is None or not path[-1].optional:
                continue
            if _limited(builder, place, noun.dataset):
                continue
            op: Operator = "is null" if (phrase.link == "without") != phrase.negated else "is not null"
            builder.use(place, effect="filter")
            if place + 1 < len(builder.bag.phrases) and builder.phrase(place + 1).head.role("given"):
                builder.use(place + 1, effect="filter")  # "with no line *assigned*"
            builder.draft.filters.append(Compare(field=identity, op=op))
            return


def _limited(builder: Builder, place: int, dataset: str) -> bool:
    """Another phrase says which rows of it, so that it is not merely having one."""
    phrase = builder.phrase(place)
    if phrase.link == "without":  # type: ignore[attr-defined]
        return False
    return any(
        dataset in {dataset_of(item) for _, item in options_at(builder, index, builder.home)}
        and dataset in builder.bag.beside(index)
        for index, _ in builder.free_said()
        if index != place
    )


def _measured(builder: Builder) -> None:
    """«con más de 20 horas de paro», "that cost more than 50 thousand": rows by a measure of what belongs to them."""
    for place, phrase in builder.free_said():
        metric = phrase.head.first(MetricIs)
        if metric is None:
            continue
        meaning = builder.model.metrics[metric.name]
        fact = meaning.dataset or builder.model.metrics[meaning.bases[0]].dataset or ""
        if fact == builder.home and not meaning.is_formula:
            continue
        if not builder.model.reaches(fact, builder.home):
            continue
        found = bound_beside(builder, place, meaning.kind)
        measure = Measure(metric=metric.name)
        if found is not None and (lasting := _lasting_state(builder, place, metric.name)) is not None:
            _ongoing(builder, place, found[0], lasting)
        elif found is not None and _worth(builder, place, found):
            continue
        elif found is not None:
            index, op, values = found
            builder.use(index, place, *_completing(builder, place, metric.name), effect="related")
            builder.charge("related")
            builder.draft.filters.append(
                Related(dataset=fact, filters=tuple(_own(builder, place, fact)), measure=measure, op=op, values=values)
            )
        elif phrase.link and not meaning.is_formula:
            builder.use(place, effect="related")
            builder.charge("related")
            negated = phrase.link == "without"
            builder.draft.filters.append(
                Related(dataset=fact, filters=tuple(_own(builder, place, fact)), negated=negated)
            )


def _completing(builder: Builder, place: int, metric: str) -> list[int]:
    """«han costado más de 100 mil *en mantenimiento*»: the rest of the measure's own words, behind the number."""
    terms = {fold(term) for texts in builder.model.metrics[metric].terms.values() for term in texts}
    head = builder.phrase(place).head.folded
    return [
        index
        for index in range(place + 1, min(place + 3, len(builder.bag.phrases)))
        if builder.free(index) and f"{head} {builder.phrase(index).head.folded}" in terms
    ]


def _worth(builder: Builder, place: int, found: tuple[int, Operator, tuple[Cell, ...]]) -> bool:
    """«que cuestan más de 500 mil»: what was spent on them, or what they are worth? Both are tried."""
    asked = [
        item.ref
        for item in builder.phrase(place).head.all(FieldIs)
        if item.asked and item.ref.dataset == builder.home and not builder.bag.of(When)
    ]
    if not asked or not builder.pick(f"worth {place}", [(0.0, False), (0.0, True)]):
        return False
    builder.use(found[0], place, effect="filter")
    builder.charge("related")
    builder.draft.filters.append(Compare(field=asked[0], op=found[1], values=found[2]))
    return True


def _lasting_state(builder: Builder, place: int, metric: str) -> Condition | None:
    """ "have *been down* over 12 hours": the measure is said with the word of a state that goes on."""
    if builder.bag.of(When):
        return None
    words = set(builder.phrase(place).head.folded.split())
    for condition in builder.model.datasets[builder.home].conditions.values():
        if condition.duration_metric != metric or condition.lasts is None:
            continue
        language = builder.bag.words
        terms = [fold(term) for term in condition.terms[builder.bag.language] if " " not in term]
        if words & {form for term in terms for form in language.forms_of(term, "adjective")}:
            return condition
    return None


def _ongoing(builder: Builder, place: int, bound: int, condition: Condition) -> None:
    """The rows that are in a state now, by how long the event that goes on has lasted."""
    lasts = condition.lasts
    assert lasts is not None
    fact, name = lasts.dataset, lasts.field
    item = builder.phrase(bound)
    assert isinstance(item, Bound)
    kind = builder.model.field(fact, name).kind
    length = Compare(
        field=FieldRef(dataset=fact, field=name),
        op=item.op,
        values=tuple(converted(value, item.unit, kind) for value in item.values),
    )
    builder.use(place, bound, effect="related")
    ongoing = Named(dataset=fact, condition=lasts.going_on)
    builder.draft.filters += [
        Named(dataset=builder.home, condition=condition.name),
        Related(dataset=fact, filters=(ongoing, length)),
    ]
    builder.draft.said.append(say(planning.ONGOING_STOP, builder.bag.language))


def _counts_units(builder: Builder, index: int) -> bool:
    """ "over two *days* to finish": the unit of a number begins the phrase behind it, and is its own."""
    bound, behind = builder.phrase(index), builder.bag.phrases[index + 1 : index + 2]
    if not behind or not isinstance(bound, Bound) or bound.unit or min(behind[0].at, default=0) != max(bound.at) + 1:
        return False
    return behind[0].head.folded.split()[0] in builder.bag.words.units and len(behind[0].head.folded.split()) > 1


def _unit_before(builder: Builder, place: int) -> str | None:
    """The unit that a phrase begins with."""
    return builder.bag.words.units.get(builder.phrase(place).head.folded.split()[0])


def bound_beside(builder: Builder, place: int, kind: str) -> tuple[int, Operator, tuple[Cell, ...]] | None:
    """The free comparison right before or behind a phrase, in the unit of what it names."""
    options = []
    for index, phrase in enumerate(builder.bag.phrases):
        if not isinstance(phrase, Bound) or not builder.free(index):
            continue
        if _counts_units(builder, index) and not (index + 1 == place and _unit_before(builder, place) == kind):
            continue  # «más de 30 *días de entrega*» is of what is behind it, in its own unit
        values = [converted(value, phrase.unit, kind) for value in phrase.values]
        if any(value is None for value in values):
            continue
        between = builder.bag.phrases[min(index, place) + 1 : max(index, place)]
        passed = (Cond, ValueIs, NounIs, FieldIs, Light)
        if all(isinstance(item, Said) and (item.head.can(*passed) or item.head.role("average")) for item in between):
            options.append((abs(index - place) + (0.5 if index > place else 0), index, phrase.op, tuple(values)))
    if not options:
        return None
    _, index, op, found = min(options)
    return index, op, found
