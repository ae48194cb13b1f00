"""Sorting and cutting what was broken down or listed: «los 3 peores», «los siguientes 5», «al revés», «por nombre»."""

from __future__ import annotations

from core.semantics.query import Compare, FieldRef, Named, Order, SemanticQuery
from core.understanding.derive import Derivation
from core.understanding.kinds.order import limit_of, read_order
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder
from core.understanding.meaning.draft import Draft, Problem
from core.understanding.phrases.types import Extreme, Said, Split
from core.understanding.reading.readings import DateVerb, FieldIs, Light, Mention, MetricIs, NounIs, Ref
from core.understanding.threads.picking import pick
from core.understanding.weights import WEIGHTS

# ---- in an edit ----


def read_cut(builder: Builder, last: SemanticQuery) -> None:
    """«los 3 peores», "top 10", «el más viejo»: sort and cut what was broken down or listed."""
    draft, bag = builder.draft, builder.bag
    following = [place for place in bag.roles("next_few") if builder.free(place)]
    if following and last.limit is not None:
        builder.use(*following, effect="order")
        draft.offset = last.offset + last.limit
        draft.limit = limit_of(builder, None, following[0]) or last.limit
        return
    if last.groups and last.measures and not draft.measures:
        if not _by_date(builder, last):
            pick(builder, last)
        return
    if last.shape in ("list", "count", "exists", "lookup") or builder.home != last.dataset:
        read_order(builder)


def _by_date(builder: Builder, last: SemanticQuery) -> bool:
    """ "which of those was *requested first*": a date of the rows stands right beside the extreme, so that it is one of
    the rows."""
    bag, draft = builder.bag, builder.draft
    for place in bag.of(Extreme):
        extreme = bag.phrases[place]
        assert isinstance(extreme, Extreme)
        if not builder.free(place) or extreme.way not in ("first", "top", "last", "most", "least"):
            continue
        for at, phrase in builder.free_said():
            verb = phrase.head.first(DateVerb, lambda item: item.ref.dataset == last.dataset)
            if verb is None or not (bag.next_to(at, place) or bag.next_to(place, at)) or builder.home != last.dataset:
                continue
            builder.use(place, at, effect="order")
            draft.order = Order(field=verb.ref, descending=extreme.way in ("last", "most"))
            draft.limit = limit_of(builder, extreme.n, place) or 1
            draft.measures = []
            return True
    return False


def sorted_groups(builder: Builder, last: SemanticQuery) -> None:
    """«ordénalas por nombre», "sort by number of failures" after a breakdown: by what it shows, or it is not sorted."""
    bag, draft = builder.bag, builder.draft
    asked = [place for place in bag.roles("sort") if builder.free(place)]
    splits = [place for place in bag.splits if builder.free(place)]
    if not asked or not splits or not last.groups or draft.measures:
        return
    split = bag.phrases[splits[0]]
    mention = split.keys[0].mention if isinstance(split, Split) and len(split.keys) == 1 else None
    if mention is None:
        return
    grouped = [group.field for group in last.groups if group.field is not None]
    fields = {item.ref.field for item in mention.all(FieldIs)}
    named = next((ref for ref in grouped if ref.field in fields), None)
    measure = last.measures[0]
    measured = mention.has(MetricIs, lambda item: item.name == measure.metric) or (
        measure.aggregate == "count"
        and mention.has(NounIs, lambda item: item.dataset == (measure.dataset or last.dataset))
    )
    own = builder.nearest_field(mention.all(FieldIs))
    item = builder.model.field(own.dataset, own.field) if own is not None else None
    if named is None and not measured and item is not None and (item.is_date or item.is_number):
        return  # no name of a group: the rows are meant
    if named is None and not measured:
        builder.problem("unsortable", splits[0])
    builder.use(splits[0], *asked, effect="order")
    draft.order = Order(field=named, descending=False) if named is not None else Order(measure=0)
    draft.groups = list(last.groups)


def reversed_order(builder: Builder) -> None:
    """«al revés», "the other way round": what was sorted one way is sorted the other; groups stand largest first."""
    draft = builder.draft
    if not any(builder.free(place) for place in builder.bag.roles("reversed")) or draft.limit is not None:
        return
    order = draft.order or (Order(measure=0) if draft.groups and draft.measures else None)
    if order is not None:
        builder.take("reversed", effect="sort")
        draft.order = order.model_copy(update={"descending": not order.descending})


def in_place_of(builder: Builder, last: SemanticQuery) -> None:
    """«por causa *en vez de modo*»: what it was broken down by, or sorted by, which the message replaces."""
    grouped = [group.field for group in last.groups if group.field is not None]
    for place in builder.bag.roles("instead"):
        following = place + 1
        if following >= len(builder.bag.phrases) or not builder.free(following):
            continue
        refs = builder.bag.fields_at(following)
        owners = builder.bag.nouns_at(following)
        if any(ref in refs or (ref.dataset in owners and ref == builder.identity(ref.dataset)) for ref in grouped):
            builder.use(place, following, effect="replaced")


# ---- the same rows sorted anew: «ordénalas por fallas», «de menor a mayor» ----
#
# The first five by downtime cannot be put into another order: whatever sorts them also chooses them, and the five with
# least downtime are other machines.


_SORTING = ("sort", "sorted_desc", "sorted_asc")
_BESIDE = (*_SORTING, "by", "and", "followup_start", "yes", "instead", "count")


def resorts(bag: Bag, last: SemanticQuery) -> bool:
    """Whether a message only says how to sort rows that are cut, or groups: a sorting word, and perhaps its key."""
    if not bag.has(*_SORTING):
        return False
    keys = 0
    for phrase in bag.phrases:
        if isinstance(phrase, Split):
            keys += len(phrase.keys)
        elif not isinstance(phrase, Said) or phrase.own or phrase.negated or phrase.link:
            return False
        elif phrase.head.can(FieldIs, NounIs, MetricIs):
            keys += 1
            if last.limit is None and _of_rows(bag, phrase.head, last):
                return False
        elif not (phrase.head.role(*_BESIDE) or phrase.head.can(Light, Ref)):
            return False
    cut = bool(last.groups) or last.limit is not None or (not keys and _compared(bag, last) is not None)
    return keys <= 1 and (cut or (keys == 1 and _foreign(bag, last)))


def _foreign(bag: Bag, last: SemanticQuery) -> bool:
    """«ordénalos por fecha» of machines, which have no date of their own that it may be."""
    key = _key(bag)
    refs = [item.ref for item in key.all(FieldIs)] if key is not None else []
    if bag.model.datasets[last.dataset].default_date and all(
        bag.model.field(ref.dataset, ref.field).is_date for ref in refs
    ):
        return False
    return bool(refs) and not any(bag.model.reaches(last.dataset, ref.dataset) for ref in refs)


def _of_rows(bag: Bag, key: Mention, last: SemanticQuery) -> bool:
    """«ordénalas por fecha de vencimiento»: a date or number of the rows themselves, which are to be listed then."""
    fields = [bag.model.field(item.ref.dataset, item.ref.field) for item in key.all(FieldIs)]
    return any(item.dataset == last.dataset and (item.is_date or item.is_number) for item in fields)


def resorted(bag: Bag, last: SemanticQuery) -> Derivation:
    """The last query in another order; what it cannot be sorted by without other rows is a problem."""
    order = _order(bag, last)
    draft = Draft.of(last)
    draft.kind, draft.kept, draft.kept_period = "resorted", list(last.filters), last.period is not None
    key = _key(bag)
    dated = _date_of(bag, last) if key is not None and _says_date(bag, key) else None
    if dated is not None and not last.groups and last.limit is None:
        draft.order = Order(field=dated, descending=bag.has("sorted_desc"))
    elif key is not None and not last.groups and last.limit is None:
        draft.problems.append(Problem("unattached", (key.text,)))
    elif order is None or (last.limit is not None and order != last.order):
        draft.problems.append(Problem("unsortable", tuple(bag.text(place) for place in range(len(bag.phrases)))))
    else:
        draft.order = order
    return Derivation(bag, draft, WEIGHTS["edit"])


def _order(bag: Bag, last: SemanticQuery) -> Order | None:
    """By what the rows show: what they are broken down by, or one of their numbers; None when they show no such thing.

    Nothing named sorts by the first number.
    """
    ascending = bag.has("sorted_asc")
    key = _key(bag)
    if key is None:
        if last.groups and last.measures:
            return Order(measure=0, descending=not ascending)
        if last.order is not None:
            return last.order.model_copy(update={"descending": not ascending})
        compared = _compared(bag, last)
        return Order(field=compared, descending=not ascending) if compared is not None else None
    for group in last.groups:
        if group.field is not None and _names(bag, key, group.field):
            return Order(field=group.field, descending=bag.has("sorted_desc"))
    for number, measure in enumerate(last.measures):
        counted = measure.dataset or last.dataset
        metrics, nouns = {item.name for item in key.all(MetricIs)}, {item.dataset for item in key.all(NounIs)}
        if measure.metric in metrics or (measure.metric is None and measure.aggregate == "count" and counted in nouns):
            return Order(measure=number, descending=not ascending)
    shown = not last.groups and last.order is not None and last.order.field in [item.ref for item in key.all(FieldIs)]
    return last.order if shown else None


def _says_date(bag: Bag, key: Mention) -> bool:
    refs = [item.ref for item in key.all(FieldIs)]
    return bool(refs) and all(bag.model.field(ref.dataset, ref.field).is_date for ref in refs)


def _date_of(bag: Bag, last: SemanticQuery) -> FieldRef | None:
    """The date by which the rows were chosen («les toca preventivo la semana que viene»), else their own."""
    meaning = bag.model.datasets[last.dataset]
    names = [last.date_field]
    for part in last.filters:
        if isinstance(part, Named) and part.dataset == last.dataset:
            condition = meaning.conditions[part.condition]
            names += [condition.window, condition.date]
    name = next((str(item) for item in [*names, meaning.default_date] if item), None)
    return FieldRef(dataset=last.dataset, field=name) if name else None


def _compared(bag: Bag, last: SemanticQuery) -> FieldRef | None:
    """The number of the rows by which some were chosen, else the one that such rows are known by."""
    if last.shape != "list":
        return None
    for part in last.filters:
        if isinstance(part, Compare) and part.field.dataset == last.dataset and part.op not in ("=", "in"):
            if bag.model.field(part.field.dataset, part.field.field).is_number:
                return part.field
    top = bag.model.datasets[last.dataset].top_by
    return FieldRef(dataset=last.dataset, field=str(top)) if top else None


def _key(bag: Bag) -> Mention | None:
    for phrase in bag.phrases:
        if isinstance(phrase, Split):
            return phrase.keys[0].mention
        if phrase.head.can(FieldIs, NounIs, MetricIs):
            return phrase.head
    return None


def _names(bag: Bag, key: Mention, field: FieldRef) -> bool:
    """The key is that field, or the word for what things are called by where the groups are such things."""
    refs = [item.ref for item in key.all(FieldIs)]
    if field in refs or key.has(NounIs, lambda item: item.dataset == field.dataset):
        return True
    called = bag.model.datasets[field.dataset].identity == field.field
    return called and any(ref.field == field.field for ref in refs)
