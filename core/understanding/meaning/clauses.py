"""Filters that values and conditions say: which reading is meant, of which rows, and how several hang together."""

from __future__ import annotations

from core.kernel.folding import fold
from core.semantics.query import AnyOf, Compare, Dated, Filter, Named, Not, Related
from core.understanding.meaning.builder import Builder
from core.understanding.meaning.clashes import within
from core.understanding.phrases.types import Said
from core.understanding.reading.readings import Cond, DateVerb, FieldIs, Missing, NounIs, ValueIs
from core.understanding.weights import WEIGHTS

Meant = ValueIs | Cond


def dataset_of(reading: Meant) -> str:
    """The dataset whose rows a value or condition is said of."""
    return reading.ref.dataset if isinstance(reading, ValueIs) else reading.dataset


def can_limit(builder: Builder, place: int, home: str | None = None) -> bool:
    """True when some value or condition of a phrase can be said of the home's rows or of what they belong to."""
    phrase = builder.phrase(place)
    return isinstance(phrase, Said) and any(
        builder.distance(dataset_of(item), home) is not None for item in phrase.head.readings if isinstance(item, Meant)
    )


def options_at(builder: Builder, place: int, home: str) -> list[tuple[float, Meant]]:
    """What a phrase may limit, each with its cost: near rows before far ones, the noun beside it before all."""
    phrase = builder.phrase(place)
    beside = builder.bag.beside(place)
    found: list[tuple[float, Meant]] = []
    mention = phrase.head
    condition = mention.can(Cond)
    reached = [
        steps
        for item in mention.readings
        if isinstance(item, Meant) and (steps := builder.distance(dataset_of(item), home)) is not None
    ]
    nearest = min(reached, default=0)
    for reading in mention.readings:
        if not isinstance(reading, Meant):
            continue
        dataset = dataset_of(reading)
        steps = builder.distance(dataset, home)
        if steps is None:
            continue
        cost = WEIGHTS["far"] * nearest
        if not beside or dataset not in beside:
            cost += WEIGHTS["step"] * (steps - nearest) + (
                WEIGHTS["other_noun"] if beside and len(reached) > 1 else 0.0
            )
        if isinstance(reading, Cond) and beside and dataset not in (*beside, home) and " " in mention.folded:
            cost += WEIGHTS["apart"]  # «OT *preventivas vencidas*»: of the orders, word by word
        if isinstance(reading, ValueIs):
            cost += WEIGHTS["second"] if reading.second or reading.partial else 0.0
            # A condition and the value behind it say the same; the condition has the better words.
            cost += WEIGHTS["redundant"] * 5 if condition else 0.0
            if _field_named(builder, place, reading):
                cost -= 1.0
        found.append((cost, reading))
    return found


def _field_named(builder: Builder, place: int, value: ValueIs) -> bool:
    """The field's own name stands before it («prioridad distinta de baja»)."""
    return any(value.ref in builder.bag.fields_at(index) for index in range(max(0, place - 2), place))


def read_clauses(builder: Builder, *, skip: frozenset[int] = frozenset()) -> None:
    """Every free value and condition becomes a filter on the home's rows."""
    draft = builder.draft
    made: list[tuple[int, Said, Filter]] = []
    for place, phrase in builder.bag.said():
        if place in skip or (not builder.free(place) and draft.used[place] != "subject"):
            continue
        if phrase.head.has(NounIs, lambda item: item.dataset == builder.home) and not phrase.negated:
            builder.use(place, effect=draft.used.get(place) or "subject")
            continue  # «las paradas» are the rows themselves here, and no state of a machine
        if phrase.head.can(Missing) and not phrase.head.can(ValueIs):
            _missing(builder, place)
            continue
        if _names_measure(builder, phrase):
            builder.use(place, effect="names what is measured")
            continue
        options = options_at(builder, place, builder.home)
        if _own_date(builder, phrase) and all(dataset_of(item) != builder.home for _, item in options):
            continue  # "stops … *started* in 2026": when the rows did so, and no state of their orders
        if not options:
            if phrase.head.can(ValueIs, Cond) and builder.free(place) and ignored(builder, place):
                builder.use(place, effect="ignored")
            elif (row := _row_that_has(builder, phrase)) is not None and builder.free(place):
                builder.use(place, effect="related filter")
                builder.charge("related")
                draft.filters = _one_row(draft.filters, row, joined=bool(phrase.joint))
            continue
        reading = builder.pick(f"value {place}", options)
        builder.use(place, effect="filter")
        own = isinstance(reading, ValueIs) and reading.ref.dataset == builder.home
        negated = phrase.negated or (own and phrase.link == "without")  # «fallas *sin* las fugas»
        made.append((place, phrase, filter_of(builder, reading, negated=negated)))
        _name_only(builder, place, reading)
    draft.filters += together(builder, made)


def _row_that_has(builder: Builder, phrase: Said) -> Related | None:
    """ "what machine is WO-2026-00123 on", "machines hit by wear": those that a row belongs to, which is named, or told
    by a value that rows of one dataset alone have."""
    if not _said_outright(builder):
        return None
    without = phrase.link == "without" or phrase.negated
    place = builder.bag.phrases.index(phrase)
    behind = any(builder.home in builder.bag.nouns_at(before) for before in range(place))
    told = [item for item in phrase.head.all(ValueIs) if not item.part]
    of_one = len({item.ref for item in told}) == 1 and not phrase.head.can(Cond, NounIs)
    for item in told:
        owner = item.ref.dataset
        named = builder.names_row(item.ref) and not (phrase.link or phrase.negated)
        named = named and not builder.model.datasets[owner].place
        happens = of_one and behind and not builder.names_row(item.ref) and builder.has_date(owner)
        if (named or happens) and owner != builder.home and builder.model.reaches(owner, builder.home):
            one = Compare(field=item.ref, op="=", values=(item.value,))
            return Related(dataset=owner, filters=(one,), negated=without)
    return None


def _one_row(filters: list[Filter], row: Related, *, joined: bool) -> list[Filter]:
    """ "machines with wear or fatigue", "with wear leaks": one row that is told by several values."""
    for number, before in enumerate(filters):
        if not isinstance(before, Related) or before.dataset != row.dataset or before.measure:
            continue
        if before.negated or row.negated:
            continue
        one, last = row.filters[0], before.filters[-1] if before.filters else None
        assert isinstance(one, Compare)
        if joined and isinstance(last, Compare) and last.field == one.field and last.op in ("=", "in"):
            either = last.model_copy(update={"op": "in", "values": (*last.values, *one.values)})
            parts = (*before.filters[:-1], either)
        else:
            parts = (*before.filters, one)
        return [*filters[:number], before.model_copy(update={"filters": parts}), *filters[number + 1 :]]
    return [*filters, row]


def _said_outright(builder: Builder) -> bool:
    """The rows' own noun is there: "is P-101 in Bottling?" is not asked of areas."""
    return any(builder.home in builder.bag.nouns_at(place) for place in range(len(builder.bag.phrases)))


def _names_measure(builder: Builder, phrase: Said) -> bool:
    """ "what cost us most *in maintenance*": the words of the measure's own name, and no state of a machine."""
    words = set(phrase.head.folded.split()) - builder.bag.words.function - builder.bag.words.inside
    labels = [builder.model.metrics[measure.metric].label for measure in builder.draft.measures if measure.metric]
    named = {word for label in labels for word in fold(label.one[builder.bag.language]).split()}
    before = builder.bag.phrases[: builder.bag.phrases.index(phrase)]
    owners = {name for at in range(len(before)) for name in builder.bag.nouns_at(at)} - {builder.home}
    owned = any(item.dataset in owners for item in phrase.head.all(Cond))  # «costo de las *máquinas en mantenimiento*»
    return bool(words) and words <= named and phrase.head.can(Cond) and not phrase.negated and not owned


def _own_date(builder: Builder, phrase: Said) -> bool:
    """A verb that tells of a date of the rows themselves."""
    return phrase.head.has(DateVerb, lambda item: item.ref.dataset == builder.home)


def ignored(builder: Builder, place: int) -> bool:
    """A value that says nothing beside the home's rows (parts «en almacén»)."""
    ignores = builder.model.datasets[builder.home].ignores or {}
    phrase = builder.phrase(place)
    return any(str(item.value) in ignores.get(str(item.ref), ()) for item in phrase.head.all(ValueIs))


def _missing(builder: Builder, place: int) -> None:
    """A code or name of ours that does not exist: it is said, with what is near."""
    item = builder.phrase(place).head.first(Missing)
    assert item is not None
    near = list(item.near)
    if item.ref is not None and not near:
        near = builder.bag.values.nearest(item.ref.dataset, item.ref.field, item.text)
    builder.use(place, effect="missing")
    builder.problem("missing_value", place, ref=item.ref, near=tuple(near))


def _name_only(builder: Builder, place: int, reading: Meant) -> None:
    """The name of the field or dataset right before a value says what the value is of («área Welding»)."""
    if not isinstance(reading, ValueIs):
        return
    index = place - 1
    if index >= 0 and builder.free(index) and isinstance(before := builder.phrase(index), Said):
        named = reading.ref in [item.ref for item in before.head.all(FieldIs)]
        noun = before.head.first(NounIs, lambda item: item.dataset == reading.ref.dataset)
        if (named or noun) and not before.link:
            builder.use(index, effect="names the field")


def filter_of(builder: Builder, reading: Meant, *, negated: bool) -> Filter:
    """The filter that a reading is; a condition's opposite where the model says what «not» means."""
    if isinstance(reading, ValueIs) and reading.part:
        within = Compare(field=reading.ref, op="contains", values=(reading.value,))
        return Not(part=within) if negated else within
    if isinstance(reading, ValueIs):
        return Compare(field=reading.ref, op="<>" if negated else "=", values=(reading.value,))
    condition = builder.model.datasets[reading.dataset].conditions[reading.name]
    opposite = condition.opposite
    if negated and opposite:
        return Named(dataset=reading.dataset, condition=str(opposite))
    return Named(dataset=reading.dataset, condition=reading.name, negated=negated)


def together(builder: Builder, made: list[tuple[int, Said, Filter]]) -> list[Filter]:
    """Values of one field are alternatives; conditions joined by «or» are; a negation reaches over «and» in a list."""
    result: list[Filter] = []
    for number, (_, phrase, part) in enumerate(made):
        before = result[-1] if result else None
        joined = phrase.joint
        if part in result:
            continue  # "open jobs *on their plate*" says it again
        if (
            isinstance(part, Compare)
            and joined
            and not phrase.negated
            and number
            and isinstance(before, Compare)
            and before.field == part.field
            and before.op in ("<>", "not in")
        ):
            part = part.model_copy(update={"op": "<>"})
        if isinstance(part, Compare):
            same = next(
                (
                    index
                    for index, other in enumerate(result)
                    if isinstance(other, Compare)
                    and other.field == part.field
                    and (other.op in ("=", "in")) == (part.op == "=")
                ),
                None,
            )
            if same is not None and part.op in ("=", "<>"):
                other = result[same]
                assert isinstance(other, Compare)
                values = tuple(dict.fromkeys([*other.values, *part.values]))
                op = "in" if part.op == "=" else "not in"
                if len(values) > 1:
                    result[same] = other.model_copy(update={"op": op, "values": values})
                continue
        if joined == "or" and before is not None and _alternatives(before, part):
            parts = before.parts if isinstance(before, AnyOf) else (before,)
            result[-1] = AnyOf(parts=(*parts, part))
            continue
        if (
            joined == "and"
            and isinstance(part, Named)
            and isinstance(before, Named | AnyOf)
            and _same_state(builder, before, part)
        ):
            nested = within(builder.model, part, before) or within(builder.model, before, part)
            if not nested or builder.pick("both states", [(0.0, True), (0.0, False)]):
                parts = before.parts if isinstance(before, AnyOf) else (before,)
                result[-1] = AnyOf(parts=(*parts, part))
                continue
        result.append(part)
    return result


def _alternatives(before: Filter, part: Filter) -> bool:
    return not isinstance(before, Dated | Not) and not isinstance(part, Dated | Not)


def _same_state(builder: Builder, before: Filter, part: Named) -> bool:
    """Two states of one field cannot hold at once, so that «and» lists them as «or» does."""
    first = before.parts[0] if isinstance(before, AnyOf) else before
    if not isinstance(first, Named) or first.dataset != part.dataset or first.negated or part.negated:
        return False
    conditions = builder.model.datasets[part.dataset].conditions
    field = conditions[part.condition].field
    return field is not None and conditions[first.condition].field == field
