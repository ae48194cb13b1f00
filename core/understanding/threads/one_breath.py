"""Two questions in one breath: «¿cuál es la OT más vieja *y de qué equipo es*?», "which machine failed most *and how
many hours was it down*?". The second is asked of the first one's answer, as it would be in the next message; where both
answers fit into one table they are answered together, and otherwise neither is: half an answer looks like a whole one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from core.semantics.model import SemanticModel
from core.semantics.query import Compare, Dated, FieldRef, Filter, Measure, Named, Order, Related, SemanticQuery
from core.understanding.derive import Derivation, Readings, gathered, near
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.draft import Draft
from core.understanding.reading.covers import Cover
from core.understanding.reading.lattice import Lattice
from core.understanding.reading.readings import SUBSTANCE, Cond, FieldIs, Mention, MetricIs, NounIs, Superlative, Verb
from core.understanding.threads.antecedent import Talked
from core.understanding.threads.follow import follow

ASKING = ("which", "who", "where", "when", "since_when", "count", "how_much", "how_long")
_ROWS = ("list", "exists", "lookup")
_OF_FIGURES = ("count", "measure")


def cut(read: Lattice) -> tuple[Lattice, Lattice] | None:
    """A message as its first question and what is joined to it, one more or several; None where it is one question.

    The cheapest cover says where: a word that asks, behind «y» or a comma with nothing but small words between, and
    something of the plant before it.
    """
    if not read.covers:
        return None
    mentions = read.covers[0].mentions
    found = [at for at in range(1, len(mentions)) if _asks(mentions[at]) and _joint(mentions, at) is not None]
    starts = [start for at in found if (start := _joint(mentions, at)) is not None]
    starts = [start for start in starts if _says_something(mentions[:start])]
    if not starts:
        return None
    token = mentions[starts[0]].start
    return _part(read, 0, token), _part(read, token, mentions[-1].end)


def _asks(mention: Mention) -> bool:
    named = any(isinstance(item, SUBSTANCE) and not isinstance(item, FieldIs) for item in mention.readings)
    return mention.role(*ASKING) is not None and not named and not mention.is_light


def _joint(mentions: tuple[Mention, ...], at: int) -> int | None:
    """Where the question begins that asks by this word: at the «y», or behind the comma; None when it is not joined."""
    for index in range(at - 1, -1, -1):
        before = mentions[index]
        if before.role("and") and not before.is_substance:
            return index
        if before.ends:
            return index + 1
        if before.is_substance or not before.is_light:
            return None
    return None


def _says_something(mentions: Iterable[Mention]) -> bool:
    """A question, or what one may be about; «en Embotellado, ¿cuál …?» only says where."""
    named = (NounIs, MetricIs, FieldIs, Superlative, Cond, Verb)
    return any(mention.can(*named) or mention.role(*ASKING, "list") for mention in mentions)


def _part(read: Lattice, start: int, end: int) -> Lattice:
    """The stretch of a message between two of its words; covers that cut through its ends are left out."""
    covers = []
    for cover in read.covers:
        inside = tuple(item for item in cover.mentions if item.start >= start and item.end <= end)
        crossing = any(item.start < edge < item.end for item in cover.mentions for edge in (start, end))
        if not crossing:
            covers.append(Cover(inside, cover.cost))
    return replace(read, covers=tuple(covers), corrections=())


def written(part: Lattice) -> str:
    """A question as it was written, without the «y» that joins it."""
    mentions = part.covers[0].mentions if part.covers else ()
    return " ".join(item.text for item in mentions if not (item is mentions[0] and item.role("and")))


def answers_both(whole: Readings) -> bool:
    """What the whole message came to has more than one answer in it already: two numbers, the fields of a row."""
    settled = near(whole)
    if len(settled) != 1:
        return False
    query = settled[0][0]
    return len(query.measures) > 1 or query.shape == "lookup" or bool(query.spans)


async def answered(
    whole: Readings,
    first: Readings,
    behind: Callable[[str], Iterable[Bag]],
    talked: Talked,
    today: date,
    asked: Sequence[str],
) -> Readings | None:
    """One reading that answers both questions; else each of them, to be chosen; None where the whole may stand.

    Args:
        whole: the message read in one.
        first: its first question.
        behind: the phrases of the second, for what was spoken of before it.
        asked: both questions as they were written, by which they are offered.
    """
    found, settled = near(first), near(whole)
    if len(found) != 1:
        return None
    query, reading = found[0]
    of = await _asked_of(query, talked)
    seconds = near(await follow(list(behind(query.dataset)), of, talked, today, [of]))
    made: dict[SemanticQuery, Draft] = {}
    for other, how in seconds:
        both = other if _counts_them(query, other, how) else await joined(talked.model, query, other, talked)
        if both is not None:
            made[both] = how.draft
    if len(made) == 1:
        [(one, behind_it)] = made.items()
        before = reading.draft
        draft = replace(
            Draft.of(one),
            kept=list(before.kept),
            kept_period=before.kept_period,
            chart=before.chart or behind_it.chart,
            said=[*before.said, *(text for text in behind_it.said if text not in before.said)],
        )
        return gathered([Derivation(reading.bag, draft, reading.cost)], whole.bag)
    if len(seconds) == 1 and (len(settled) != 1 or _swallows(settled[0][0], query)):
        made_of = zip((reading, replace(seconds[0][1], cost=reading.cost)), asked, strict=True)
        return gathered([replace(one, draft=replace(one.draft, asked=text)) for one, text in made_of], whole.bag)
    return None


def _counts_them(first: SemanticQuery, second: SemanticQuery, reading: Derivation) -> bool:
    """«inspecciones que vencen en diciembre, ¿*cuántas* por área?»: the rows are told only to be counted."""
    counted = bool(second.groups) and reading.bag.has("count") and not first.measures
    return counted and first.shape in _ROWS and set(first.filters) == set(second.filters)


def _swallows(whole: SemanticQuery, first: SemanticQuery) -> bool:
    """«¿cuántas OT abiertas hay y cuál es la más vieja?»: one row, where a number was asked for before it; «máquinas
    paradas y quién lleva la orden»: orders alone, where the machines were asked for."""
    if first.measures:
        return not whole.measures and whole.limit is not None
    return first.shape in _ROWS and bool(whole.groups) and whole.dataset != first.dataset


async def _asked_of(first: SemanticQuery, talked: Talked) -> SemanticQuery:
    """What the second question goes on from: the one row that the first one found, by its name, or the query itself."""
    if first.groups or first.limit != 1 or (row := await talked.focus(first, first.dataset)) is None:
        return first
    return SemanticQuery(
        dataset=first.dataset, shape="list", filters=(Compare(field=row.ref, op="=", values=row.values),), everyone=True
    )


async def joined(
    model: SemanticModel, first: SemanticQuery, second: SemanticQuery, talked: Talked
) -> SemanticQuery | None:
    """One query that answers both; None when there is none.

    Args:
        second: what the second question is, behind the first one's answer.
    """
    if first.shape in _ROWS and not first.measures:
        return await _with_columns(model, first, second, talked)
    if first.shape == "count" and first.dataset == second.dataset and not first.groups:
        if second.shape in _ROWS and not second.limit and set(second.filters) == set(first.filters):
            return second  # «¿cuántos hay y cuáles son?»: a list says how long it is
        if second.shape == "breakdown" and second.measures == first.measures:
            return _of_all(first, second)
    if not (first.measures and second.measures):
        return None
    if first.groups:
        return await _ranked_with(first, second, talked)
    return _side_by_side(first, second)


# ---- rows with more columns ----


async def _with_columns(
    model: SemanticModel, first: SemanticQuery, second: SemanticQuery, talked: Talked
) -> SemanticQuery | None:
    """A list that also shows what was asked of its rows."""
    named = await talked.things(first)
    columns = _columns(model, first, second, (named.ref, set(named.values)) if named is not None else None)
    if not columns or not await _so(second, columns, talked):
        return None
    identity = model.datasets[first.dataset].identity
    shown = list(first.select)
    if not shown:
        own = identity in model.datasets[first.dataset].fields
        called = FieldRef(dataset=first.dataset, field=identity) if own else talked.named_by(first)
        shown = [called] if called is not None else []
        shown += [first.order.field] if isinstance(first.order, Order) and first.order.field is not None else []
        if not own and all(model.field(ref.dataset, ref.field).is_date for ref in columns if ref != called):
            # «la última lectura *y de cuándo es*»: what such a row tells, and not its day alone
            shown += [_column(model, first.dataset, str(name)) for name in model.datasets[first.dataset].listed]
    return first.model_copy(update={"select": tuple(dict.fromkeys([*shown, *columns])), "shape": "list"})


def _column(model: SemanticModel, home: str, name: str) -> FieldRef:
    owner, _, field = name.rpartition(".")
    return FieldRef(dataset=owner or home, field=field)


async def _so(second: SemanticQuery, columns: list[FieldRef], talked: Talked) -> bool:
    """What the second question takes for granted of the rows («quién la *cerró*») is so."""
    if not second.groups:
        return True
    filters = tuple(part for part in second.filters if not _is_there(part, columns))
    rows = SemanticQuery(dataset=second.dataset, shape="list", filters=filters, everyone=True)
    return await talked.things(rows) is not None


def _columns(
    model: SemanticModel, first: SemanticQuery, second: SemanticQuery, named: tuple[FieldRef, set[object]] | None
) -> list[FieldRef]:
    """The fields that the second question asks of the first one's rows."""

    def of_them(filters: Iterable[Filter]) -> bool:
        found = set(filters)
        by_name = any(_names(part, named) for part in found)
        # «¿cuál fue el último preventivo de la B-104 y quién lo *hizo*?»: what the row is anyway limits nothing
        more = [part for part in found - set(first.filters) if not _names(part, named)]
        return found == set(first.filters) or (by_name and all(isinstance(part, Named) for part in more))

    if second.dataset == first.dataset:
        if second.shape in _ROWS and of_them(second.filters) and not second.measures:
            return list(second.select)
        if (
            second.groups
            and not second.having
            and len(second.measures) == 1
            and second.measures[0].aggregate == "count"
        ):
            fields = [group.field for group in second.groups if group.field is not None and group.grain is None]
            rest = [part for part in second.filters if not _is_there(part, fields)]
            return fields if len(fields) == len(second.groups) and of_them(rest) else []
        return []
    meaning = model.datasets[second.dataset]
    if second.shape not in _ROWS or second.measures or not model.reaches(first.dataset, second.dataset):
        return []
    related = [part for part in second.filters if isinstance(part, Related)]
    own = [part for part in related if part.dataset == first.dataset and not part.negated and part.measure is None]
    if len(second.filters) != 1 or len(own) != 1 or not of_them(own[0].filters):
        return []
    identity = [FieldRef(dataset=second.dataset, field=meaning.identity)] if meaning.identity in meaning.fields else []
    return list(second.select) or identity


def _names(part: Filter, named: tuple[FieldRef, set[object]] | None) -> bool:
    """A filter that names the rows of the answer."""
    return (
        named is not None
        and isinstance(part, Compare)
        and part.field == named[0]
        and part.op in ("=", "in")
        and set(part.values) == named[1]
    )


def _is_there(part: Filter, fields: list[FieldRef]) -> bool:
    return isinstance(part, Compare) and part.op == "is not null" and part.field in fields


# ---- numbers side by side ----


def _of_all(first: SemanticQuery, second: SemanticQuery) -> SemanticQuery | None:
    """«¿cuántas OT vencidas hay y de quién son?»: a breakdown of all of them, those of nobody too."""
    fields = [group.field for group in second.groups if group.field is not None]
    filters = tuple(part for part in second.filters if not _is_there(part, fields))
    if set(filters) != set(first.filters) or second.period != first.period:
        return None
    return second.model_copy(update={"filters": filters})


async def _ranked_with(first: SemanticQuery, second: SemanticQuery, talked: Talked) -> SemanticQuery | None:
    """«¿qué máquina falló más y cuántas horas estuvo parada?»: the winner's other number in the same row."""
    if second.groups or first.limit != 1 or len(second.measures) != 1 or second.compare_to is not None:
        return None
    if second.period != first.period:
        return None
    winner = await talked.focus(first)
    if winner is None:
        return None
    rest = [part for part in second.filters if not _names(part, (winner.ref, set(winner.values)))]
    if len(rest) == len(second.filters) or any(part not in first.filters for part in rest):
        return None
    measure = _whole(second, second.measures[0], first.dataset)
    if measure in first.measures:
        return None
    return first.model_copy(update={"measures": (*first.measures, measure)})


def _whole(query: SemanticQuery, measure: Measure, home: str) -> Measure:
    """A measure of a query as one of another's: a count says of whose rows."""
    if measure.metric is None and measure.dataset is None and query.dataset != home:
        return measure.model_copy(update={"dataset": query.dataset})
    return measure


def _side_by_side(first: SemanticQuery, second: SemanticQuery) -> SemanticQuery | None:
    """Two figures of the same rows, each held to what is said of it alone."""
    if first.shape not in _OF_FIGURES or second.shape not in _OF_FIGURES or first.dataset != second.dataset:
        return None
    if first.compare_to or second.compare_to or second.groups:
        return None
    if first.period != second.period:
        return _in_each_period(first, second)
    if len(first.measures) != 1 or len(second.measures) != 1 or first.everyone != second.everyone:
        return None
    common = tuple(part for part in first.filters if part in second.filters)
    measures = []
    apart = first.period is not None and first.date_field != second.date_field
    for query in (first, second):
        if query.measures[0].only or (apart and (query.period is None or query.date_field is None)):
            return None
        own: list[Filter] = [part for part in query.filters if part not in common]
        if apart and query.period is not None and query.date_field is not None:
            # «¿cuántas cerramos ayer y cuántas abrimos?»: each is counted by a date of its own
            own.append(Dated(field=FieldRef(dataset=query.dataset, field=query.date_field), period=query.period))
        measures.append(query.measures[0].model_copy(update={"only": tuple(own)}))
    if measures[0] == measures[1] or (apart and any(measure.metric for measure in measures)):
        return None
    update = {"shape": "measure", "measures": tuple(measures), "filters": common}
    return first.model_copy(update={**update, "period": None, "date_field": None} if apart else update)


def _in_each_period(first: SemanticQuery, second: SemanticQuery) -> SemanticQuery | None:
    """ "how much did we spend this month *and how much last month*?": one figure, in days of its own each time."""
    same = {"period": None, "date_field": None}
    if first.model_copy(update=same) != second.model_copy(update=same) or len(first.measures) != 1:
        return None
    if first.period is None or second.period is None or first.date_field != second.date_field:
        return None
    measures = tuple(query.measures[0].model_copy(update={"period": query.period}) for query in (first, second))
    return first.model_copy(update={"shape": "measure", "measures": measures, "period": None})
