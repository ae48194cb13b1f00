"""Sorting and cutting what was broken down or listed: «los 3 peores», «los siguientes 5», «al revés», «por nombre»."""

from __future__ import annotations

from core.semantics.query import Order, SemanticQuery
from core.understanding.kinds.order import limit_of, read_order
from core.understanding.meaning.builder import Builder
from core.understanding.phrases.types import Extreme, Split
from core.understanding.reading.readings import DateVerb, FieldIs, MetricIs, NounIs
from core.understanding.threads.picking import pick


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
