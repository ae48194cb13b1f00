"""Follows a thread: each message is an edit of the last query, a question about its rows or inside its scope, or a new
topic. All are derived, scored, and told apart by what the message says, not by which is tried first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from core.planning.plan import Asks
from core.semantics.model import SemanticModel
from core.semantics.query import Compare, SemanticQuery
from core.understanding.derive import Derivation, Readings, derive, gathered, near, tried
from core.understanding.kinds.kind import Attempt
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.draft import Draft, Problem
from core.understanding.meaning.own_part import is_own_part
from core.understanding.phrases.types import Extreme, Said, Split, When
from core.understanding.reading.readings import MetricIs, NounIs, Verb
from core.understanding.threads.against import (
    against_inside,
    against_own,
    in_a_group,
    limits,
    of_one,
    subjectless,
    unbooked,
    uncounted,
)
from core.understanding.threads.antecedent import Talked, WithPeriod
from core.understanding.threads.arithmetic import rates
from core.understanding.threads.back import gone_on_from
from core.understanding.threads.besides import held_by_nothing, left_out_of, spoken_of_before
from core.understanding.threads.carry import carried
from core.understanding.threads.comparing import are_people, both, two_things
from core.understanding.threads.edit import edits
from core.understanding.threads.going_on import going_on
from core.understanding.threads.graded import graded_first
from core.understanding.threads.none_left import none_left
from core.understanding.threads.of_the_first import of_him, of_the_first
from core.understanding.threads.one_shown import of_shown
from core.understanding.threads.one_thing import one_thing
from core.understanding.threads.references import Around, named_outright, with_kept
from core.understanding.threads.says import (
    asked_fields,
    asks_whole,
    complete,
    drills,
    elided,
    elliptic,
    goes_on,
    leans,
    limited,
    of_it,
    of_those,
    only_limits,
    others,
    points_at_several,
    pronouns,
    states_of_named,
    states_rows,
    things_pointed,
    uses_unsaid,
    whose,
)
from core.understanding.threads.scopes import scopes_of
from core.understanding.threads.theirs import counted, theirs
from core.understanding.threads.then import timed
from core.understanding.threads.unsaid import (
    each_pointed,
    names_nothing,
    names_whole,
    out_of_all,
    subject_unsaid,
)
from core.understanding.weights import WEIGHTS


async def follow(
    bags: list[Bag],
    last: SemanticQuery,
    talked: Talked,
    today: date,
    earlier: Sequence[SemanticQuery] = (),
    *,
    beyond: bool = False,
) -> Readings:
    """Every reading of a message behind a query.

    Args:
        earlier: the queries before the last one, newest first, whose things may still be pointed at.
        beyond: what is asked for lies beyond what was spoken of («¿qué más tiene?»), so that its limits do not hold.
    """
    if not bags:
        return gathered([], None)
    several = next((query for query in earlier if query != last), None)
    if several is not None and points_at_several(bags[0]):
        single = talked.is_one(last) or (last.shape != "measure" and talked.pinned(last, several.dataset) is not None)
        if single and several.shape == "list" and not talked.is_one(several):
            last, earlier = several, earlier[earlier.index(several) :]  # «*de esas*» behind who has the first of them
    if not bags[0].opener and (is_not := await _found_not_so(last, talked)) is not None:
        last = is_not
    if out_of_all(bags[0], last):
        last = last.model_copy(update={"filters": (), "having": ()})
    if (graded := graded_first(bags[0], last)) is not None:
        return gathered([graded], bags[0])
    bags = [both(going_on(each_pointed(bag, last), last), (last, *earlier)) for bag in bags]
    queries = [last, *(query for query in earlier if query != last)]
    dated = [await timed(bag, queries, talked) for bag in bags]
    if dated[0][1]:
        return _unresolved(bags[0], last, dated[0][1])
    people = are_people(dated[0][0], queries)
    bags = [bag if people else await counted(bag, last, talked) for bag, _ in dated]
    bags = [bag if bag.counted else two_things(bag, queries) for bag in bags]
    first = bags[0]
    if first.has("besides"):
        return await _besides(bags, last, talked, today, earlier)
    if (first.opener == "new" or names_whole(first, last)) and not things_pointed(first):
        own = _alone(bags, last, today)
        if first.opener == "new" or any(reading.clean for reading in own):
            return gathered(own, first)
    if left := others(first):
        return _unresolved(first, last, left)
    if (one := await one_thing(first, last, talked, earlier)) is not None:
        return gathered([one], first)
    if rated := [reading for bag in bags for reading in _tried(bag, rates(bag, last), today) if reading.clean]:
        return gathered(rated, first)
    if (outright := await named_outright(first, queries, talked)) is not None:
        if outright.missing:
            return _unresolved(first, last, outright.missing)
        return gathered(await _named(bags, last, queries, talked, today, beyond=beyond), first)
    if first.has("back") and asks_whole(first) and _own_subject(first):
        return gathered(_alone(bags, last, today), first)  # «volvé a la línea 7, horas de paro del año por mes»
    alone = _alone(bags, last, today) if states_rows(first) or states_of_named(first) else []
    if any(reading.clean for reading in alone) and not any(in_a_group(reading, last) for reading in alone):
        # a question complete in itself keeps nothing but the days of what it names again; what the talk had is offered
        return gathered(await of_shown(bags, last, talked, today) or alone, first)
    source = gone_on_from(first, queries, talked)
    edited = [reading for bag in bags for reading in _edited(bag, source, today)]
    edited = [reading for reading in edited if not of_those(reading.bag) or _of(source.dataset, reading.draft)]
    if source.limit == 1 and source.groups and await talked.focus(source, first.people or "") is not None:
        edited = [of_him(reading) for reading in edited]
    if source.limit == 1 and source.groups and not (first.ranked or first.splits):
        winner = await talked.things(source)
        if winner is not None and len(winner.values) == 1:
            edited = [of_the_first(reading, source, winner) for reading in edited]
    if first.has("back"):
        changed = [reading for reading in edited if reading.clean and reading.draft.query() != last]
        shares = any(measure.share for measure in last.measures)
        edited = changed if shares else changed or edited  # «volvé a horas» behind percentages does not stay with them
    if source != last and any(reading.clean for reading in edited):
        return gathered(edited, first)
    own = _alone(bags, last, today)
    found = gathered([*own, *edited, *await _inside(bags, last, talked, earlier, today)], first)
    if any(reading in own for _, reading in near(found)[:1]) and (shown := await of_shown(bags, last, talked, today)):
        return gathered(shown, first)
    whole = complete(first) and not of_it(first)
    ways = {query.model_copy(update={"date_field": None}) for query, _ in near(found)}
    if len(ways) != 1 and whole and any(reading.clean for reading in own):
        return gathered(own, first)  # what goes on from the talk in no one way, and says all itself, is asked anew
    return await none_left(found, own, talked)


async def _found_not_so(last: SemanticQuery, talked: Talked) -> SemanticQuery | None:
    """ "is P-101 running?" was answered with no: what is asked next is of P-101, and not of it while it runs."""
    thing = talked.pinned(last)
    if thing is None or last.shape not in ("list", "exists") or len(last.filters) < 2 or not await talked.none(last):
        return None
    rows = talked.model.datasets[last.dataset]
    nameless = rows.identity not in rows.fields and last.period is None
    if thing.ref.dataset != last.dataset and not (nameless and not talked.model.datasets[thing.ref.dataset].place):
        return None
    only = tuple(part for part in last.filters if isinstance(part, Compare) and part.field == thing.ref)
    if thing.ref.dataset != last.dataset:
        return last.model_copy(update={"filters": only})  # «¿su último paro?» behind none that stands now
    return last.model_copy(update={"filters": only, "shape": "lookup", "everyone": True})


def _alone(bags: Sequence[Bag], last: SemanticQuery, today: date) -> list[Derivation]:
    """The message as a question of its own."""
    found: list[Derivation] = []
    if _leads_with(bags[0]) or uses_unsaid(bags[0], last):
        return found
    for reading in _all_of(derive([replace(bag, topic=None) for bag in bags], today)):
        if reading.clean and reading.bag.opener == "only" and not limits(reading.draft):
            continue  # «solo refacciones» is said of something, and that is not all that there are
        if pronouns(reading.bag) and reading.clean:
            continue  # "what did *it* cost us": what it points at cannot be left out
        if reading.clean and names_nothing(reading.bag) and not (reading.draft.filters or reading.draft.measures):
            continue  # «¿cuándo se instaló?» is asked of something, and not of all that there is
        if _of_all_rows(reading, last):
            continue  # «¿de qué equipo es?»: not all that there are
        if reading.draft.home != last.dataset and subject_unsaid(reading.bag):
            continue  # «¿*tiene* OT abiertas?»: nor can what has them
        if goes_on(reading.bag) or (elliptic(reading.bag) and not limits(reading.draft)):
            continue
        cost = against_own(reading, last)
        cost += WEIGHTS["bare"] if drills(reading.bag, last) or of_it(reading.bag) else 0.0
        cost += 2 * WEIGHTS["subjectless"] if in_a_group(reading, last) else 0.0
        if set(reading.draft.measures) & {measure for measure in last.measures if measure.metric}:
            cost -= WEIGHTS["second"]  # what was measured before is spoken of again
        cost += WEIGHTS["second"] if subjectless(reading.bag) and of_one(reading.bag.model, last) else 0.0
        if reading.draft.label == "worst" and last.measures:
            cost += WEIGHTS["bare"]  # by what was measured before, and not by whatever such things are judged by
        found.append(Derivation(reading.bag, reading.draft, reading.cost + cost))
    return found


def _of_all_rows(reading: Derivation, last: SemanticQuery) -> bool:
    """Every row of what those before belong to, where it is asked which."""
    draft = reading.draft
    plain = draft.shape == "list" and not (limits(draft) or draft.order or draft.groups)
    reached = draft.home != last.dataset and reading.bag.model.reaches(last.dataset, draft.home)
    return plain and reached and reading.bag.has("which")


async def _inside(
    bags: Sequence[Bag], last: SemanticQuery, talked: Talked, earlier: Sequence[SemanticQuery], today: date
) -> list[Derivation]:
    """The message as a question inside what the talk is about."""
    found: list[Derivation] = []
    if _leads_with(bags[0]):
        return found
    if last.groups and any(bags[0].phrases[place].elided for place in bags[0].of(Extreme)):
        return found  # «las 3 que más gastaron» are some of what it was broken down by
    replaces = (last.groups and elided(bags[0])) or (bags[0].opener == "and" and last.limit == 1 and not last.groups)
    if replaces and only_limits(bags[0]):
        return found  # «ahora las de Ensamble», broken down as those before; «¿y de temperatura?», the last one too
    pointing = any(things_pointed(bag) or (elided(bag) and not bag.opener) for bag in bags) or uses_unsaid(
        bags[0], last
    )
    for scope, cost in await scopes_of(list(bags), last, talked, earlier, pointing=pointing):
        named = isinstance(scope, WithPeriod) and not whose(bags[0])
        topic = scope.things.ref.dataset if isinstance(scope, WithPeriod) and named else last.dataset
        for reading in _all_of(derive([replace(bag, topic=topic) for bag in bags], today, scope)):
            draft = reading.draft
            if any(unbooked(talked.model, measure.metric, draft.filters) for measure in draft.measures):
                continue
            if any(is_own_part(talked.model, part, draft.measures) for part in draft.kept):
                continue
            if of_those(reading.bag) and not _of(last.dataset, reading.draft):
                continue
            _not_of_itself(talked.model, draft, last)
            found.append(replace(reading, cost=reading.cost + cost + against_inside(reading, last)))
    return found


def _not_of_itself(model: SemanticModel, draft: Draft, last: SemanticQuery) -> None:
    """«¿y el que más paró?» behind who failed most is the most of all, and not of the one that was found."""
    ref = draft.groups[0].field if draft.groups and draft.limit is not None else None
    alone = [part for part in draft.kept if isinstance(part, Compare) and part.field == ref and len(part.values) == 1]
    if last.limit is None or not last.groups or not alone:
        return
    ranked = [part for part in last.filters if part not in draft.filters]
    still = [found for part in ranked if (found := carried(model, part, draft.home, same=False)) is not None]
    draft.filters = [*(part for part in draft.filters if part not in alone), *still]
    draft.kept = [*(part for part in draft.kept if part not in alone), *still]


def _of(dataset: str, draft: Draft) -> bool:
    """Rows of a dataset are told, or ranked."""
    return draft.home == dataset or any(
        group.field is not None and group.field.dataset == dataset for group in draft.groups
    )


def _leads_with(bag: Bag) -> bool:
    """«con su área» says what the rows are to be shown with, or what they have, and nothing of its own."""
    leading = bag.phrases[0] if bag.phrases else None
    return isinstance(leading, Said) and leading.link == "with"


def _unresolved(bag: Bag, last: SemanticQuery, places: Sequence[int]) -> Readings:
    """What a message points at is not known without asking."""
    draft = Draft(last.dataset)
    draft.problems.append(Problem("no_reference", tuple(bag.text(place) for place in places)))
    return gathered([Derivation(bag, draft, 0.0)], bag)


async def _besides(
    bags: Sequence[Bag], last: SemanticQuery, talked: Talked, today: date, earlier: Sequence[SemanticQuery]
) -> Readings:
    """«¿qué *otras* órdenes tiene?», "what *else* does he have open": without those that were spoken of."""
    places = set(bags[0].roles("besides"))
    words = {bags[0].text(place) for place in places}
    rest = [
        replace(bag, phrases=tuple(item for place, item in enumerate(bag.phrases) if bag.text(place) not in words))
        for bag in bags
    ]
    rest = [await theirs(bag, (last, *earlier), talked) for bag in rest]
    readings = await follow(rest, last, talked, today, earlier, beyond=True)
    found = []
    for reading in _all_of(readings):
        before = await spoken_of_before(reading.draft.home, (last, *earlier), talked)
        elsewhere = reading.draft.kind == "edit" and reading.draft.home != last.dataset
        if before is None or held_by_nothing(reading, before) or (elsewhere and reading.bag.pointers):
            reading.draft.problems.append(Problem("no_reference", tuple(words)))
        elif reading.draft.measures and reading.draft.shape != "count":
            reading.draft.problems.append(Problem("unattached", tuple(words)))
        else:
            left_out_of(reading.draft, before)
        found.append(reading)
    return gathered(found, bags[0])


async def _named(
    bags: Sequence[Bag],
    last: SemanticQuery,
    queries: Sequence[SemanticQuery],
    talked: Talked,
    today: date,
    *,
    beyond: bool,
) -> list[Derivation]:
    """The readings of a message whose references are names now: of its own, around what named them, and as an edit."""
    found: list[Derivation] = []
    measured = {measure.metric for measure in last.measures if measure.metric}
    measured |= {"count"} if bags[0].has("count") else set()
    for bag in bags:
        resolved = await named_outright(bag, queries, talked)
        if resolved is None or resolved.missing or resolved.around is None:
            continue
        # «las órdenes del segundo» are of those that were spoken of, «sus OT abiertas» are all that he has
        anew = limited(bag) or bool(bag.of(When))
        nouns = {item.dataset for _, phrase in bag.said() for item in phrase.head.all(NounIs)} if anew else set()
        left = resolved.around.model_copy(update={"filters": ()}) if beyond else resolved.around
        around = Around(left, frozenset(nouns))
        edited = _edited(resolved.bag, last, today) if not (beyond or _own_subject(bag)) else []
        found += [with_kept(reading, resolved) for reading in edited]
        if bag.opener and any(reading.clean for reading in edited):
            continue  # «¿y con el tercero?» asks on, and not of the third as such
        home = resolved.things[0].ref.dataset if resolved.fields else None
        for reading in _all_of(derive([replace(resolved.bag, topic=home or last.dataset)], today, around)):
            if home is not None and reading.clean and reading.draft.home != home:
                continue  # «¿de qué turno es?» asks for his shift, and not for that of his orders
            again = any((measure.metric or measure.aggregate) in measured for measure in reading.draft.measures)
            cost = reading.cost + uncounted(reading, last) - (WEIGHTS["second"] if again else 0.0)
            found.append(with_kept(replace(reading, cost=cost), resolved))
    return found


def _own_subject(bag: Bag) -> bool:
    """It says itself what is asked of the thing that it points at («¿cuántas veces ha fallado?»)."""
    if asked_fields(bag):
        return True
    keys = set(bag.of(Split))
    said = [phrase for place, phrase in bag.said() if place not in keys and phrase.link != "with"]
    return any(phrase.head.can(NounIs, MetricIs, Verb) and not phrase.pointed for phrase in said)


def _all_of(readings: Readings) -> list[Derivation]:
    return [*(item for _, item in readings.clean), *readings.others]


def _edited(bag: Bag, last: SemanticQuery, today: date) -> list[Derivation]:
    """The message as an edit of the last query, in every way in which it may be one."""
    return _tried(bag, edits(bag, last), today)


def _tried(bag: Bag, attempts: Iterable[Attempt], today: date) -> list[Derivation]:
    found = []
    for attempt in attempts:
        for draft in tried(bag, attempt, today):
            draft.kind = "edit"
            if not draft.problems and (left := [at for at in pronouns(bag) if at not in draft.used]):
                draft.problems.append(Problem("unattached", tuple(bag.text(at) for at in left)))
            found.append(Derivation(bag, draft, draft.cost + bag.cost))
    return found


def behind_choices(bags: Sequence[Bag], pending: Asks, today: date) -> Readings | None:
    """A message that goes on from a question back («¿y la P-130?») goes on from each of its choices; None when it says
    what can stand alone, or no choice is a query that it can edit."""
    queries = [choice.query for choice in pending.choices if choice.query is not None]
    if not bags or not queries or not any(bag.opener in ("and", "only") or leans(bag) for bag in bags):
        return None
    if bags[0].opener == "new":
        return None
    if things_pointed(bags[0]):
        return None  # what it points at is none of the choices
    if asks_whole(bags[0]) and any(phrase.head.can(NounIs, MetricIs) for _, phrase in bags[0].said()):
        return None
    found = []
    for query in queries:
        ways = [reading for bag in bags for reading in _edited(going_on(bag, query), query, today) if reading.clean]
        found += [reading for reading in ways if reading.cost <= min(way.cost for way in ways) + WEIGHTS["margin"]]
    best = [reading for reading in found if reading.cost <= WEIGHTS["edit"] + WEIGHTS["margin"]]
    return gathered(best, bags[0]) if best else None
