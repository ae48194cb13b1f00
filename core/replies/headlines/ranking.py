"""Rankings: who leads, by how much, and who follows; ties are said."""

from __future__ import annotations

from core.kernel.messages import Cell
from core.replies.headlines.answer import LISTED, Answer, Headline, as_number, place
from core.replies.headlines.measure import written
from core.replies.headlines.rows import counted
from core.semantics.comparing import adds_up
from core.semantics.query import GroupBy, Measure
from core.sentences import headlines as texts
from core.sentences import say
from core.wording import numbers as wording
from core.wording.describe.explain import definition_words
from core.wording.describe.filters import owner_of
from core.wording.describe.restated import group_words
from core.wording.describe.values import dataset_noun, label_of
from core.wording.localise import field_of
from core.wording.phrases import Noun, agree, article, gender_of, plural


def ranked(answer: Answer) -> Headline:
    """«La que más falla es CV-107 (19 fallas), luego F-102 (16) y C-101 (14).»"""
    by = (answer.query.order.measure if answer.query.order is not None else None) or 0
    measure = answer.query.measures[by]
    column, value_name = answer.groups[0], answer.values[by]
    if answer.query.limit_within is not None and len(answer.groups) == 2 and answer.result.rows:
        return _of_each(answer, measure, value_name)
    found = list(zip(answer.result.column(column), answer.result.column(value_name), strict=True))
    if not found:
        return counted(answer, 0)
    limit = answer.query.limit or len(found)
    who = who_of(answer)
    if answer.query.offset:
        return _places(answer, measure, found, who)
    if limit > 1 and len(found) >= limit:
        first = "primeras" if who.gender == "f" else "primeros"
        answer.notes.append(say(texts.FIRST_OF, answer.language, count=limit, first=first))
    if len(found) > limit > 1:
        answer.notes.append(
            say(
                texts.TIES,
                answer.language,
                place=place(limit, answer.language),
                count=answer.number(len(found)),
            )
        )
    definition = definition_words(answer.describer, answer.metric(measure))
    tied = [name for name, value in found if value == found[0][1]]
    values = {"end": _end(answer, measure), "measure": _measure(answer, measure), "when": answer.when}
    if len(tied) > LISTED:
        names = [answer.name(column, name) for name in tied[:LISTED]]
        names.append(f"{len(tied) - LISTED} {'más' if answer.spanish else 'more'}")
        return answer.headline(
            texts.RANK_MANY_TIED,
            count=answer.number(len(tied)),
            groups=who.many,
            names=answer.join(names),
            value=_value(answer, measure, found[0][1]),
            definition=definition,
            **values,
        )
    rest = found[len(tied) : LISTED]
    others = answer.join([f"{answer.name(column, name)} ({_value(answer, measure, value)})" for name, value in rest])
    then = say(texts.THEN, answer.language, others=others) if others else ""
    if len(tied) > 1:
        names_said = answer.join([answer.name(column, name) for name in tied])
        return answer.headline(
            texts.RANK_TIED,
            names=names_said,
            value=_value(answer, measure, found[0][1]),
            others=then,
            definition=definition,
            **values,
        )
    name = answer.full_name(column, found[0][0], 0)
    verb = _verb(answer, measure)
    if verb:
        noun = dataset_noun(answer.model.datasets[answer.query.dataset], answer.language)
        number = as_number(found[0][1]) or 0
        value = f"{answer.number(number)} {noun.of(1 if number == 1 else None)}"
        one = f"{article(who.one, who.gender)} {who.one}" if answer.spanish else who.one
        return answer.headline(
            texts.RANK_VERB, who=one, verb=verb, name=name, value=value, others=then, when=answer.when
        )
    text = who.one
    used = _adjective(answer, measure, who)
    if used:
        end = {"es": "más" if _descending(answer) else "menos", "en": "most" if _descending(answer) else "least"}
        return answer.headline(
            texts.RANK_ADJECTIVE,
            who=f"{article(text, who.gender)} {text}" if answer.spanish else text,
            end=end[answer.language],
            word=used,
            name=name,
            value=_value(answer, measure, found[0][1]),
            others=then,
            when=answer.when,
        )
    named = f"{article(text, who.gender)} {text}" if answer.spanish else text
    return answer.headline(
        texts.RANK,
        who=named,
        name=name,
        value=_value(answer, measure, found[0][1]),
        others=then,
        definition=definition,
        **values,
    )


def _places(answer: Answer, measure: Measure, found: list[tuple[Cell, Cell]], who: Noun) -> Headline:
    """«Lugares 6 a 10 de equipos por costo de mantenimiento este año: R-118 ($91,236), MX-103 (…) …»"""
    column, first = answer.groups[0], answer.query.offset + 1
    said = [f"{answer.name(column, name)} ({_value(answer, measure, value)})" for name, value in found]
    shown = said[: max(LISTED, answer.query.limit or LISTED)]
    if answer.query.limit == 1:
        order = answer.query.order
        return answer.headline(
            texts.PLACE,
            place=first,
            groups=who.many,
            measure=_measure(answer, measure),
            way=downwards(answer, descending=order is None or order.descending),
            when=answer.when,
            leader=answer.join(shown),
        )
    return answer.headline(
        texts.PLACES,
        first=first,
        last=answer.query.offset + (answer.query.limit or len(found)),
        groups=who.many,
        measure=_measure(answer, measure),
        when=answer.when,
        leader=shown[0],
        others=f", {answer.join(shown[1:])}" if len(shown) > 2 else f" {_and(answer)} {shown[1]}" if shown[1:] else "",
    )


def downwards(answer: Answer, *, descending: bool) -> str:
    """From which end places are counted; said only where it is not the high one."""
    return "" if descending else ", de menor a mayor" if answer.spanish else ", lowest first"


def _and(answer: Answer) -> str:
    return "y" if answer.spanish else "and"


def _of_each(answer: Answer, measure: Measure, value_name: str) -> Headline:
    """«Con más fallas de cada área este año: FL-112 (6) en Assembly, F-102 (15) en Bottling …»"""
    within = answer.query.limit_within
    places = [index for index, group in enumerate(answer.query.groups) if group.field == within]
    each = answer.groups[places[0]] if places else answer.groups[0]
    thing = next(name for name in answer.groups if name != each)
    leaders: dict[Cell, tuple[Cell, Cell]] = {}
    rows = zip(*(answer.result.column(name) for name in (each, thing, value_name)), strict=True)
    for place_of, name, value in rows:
        leaders.setdefault(place_of, (name, value))
    said = [
        f"{answer.name(each, place_of)}, {answer.name(thing, name)} ({_value(answer, measure, value)})"
        for place_of, (name, value) in leaders.items()
    ]
    more = len(said) - LISTED
    listed = said[:LISTED] + ([f"{more} {'más' if answer.spanish else 'more'}"] if more > 0 else [])
    index = answer.groups.index(each)
    return answer.headline(
        texts.OF_EACH,
        who=_with_article(answer, answer.query.groups[answer.groups.index(thing)]),
        end=f"{_end(answer, measure)} {_measure(answer, measure)}",
        each=group_words(answer.describer, answer.query.groups[index]),
        when=answer.when,
        leader=listed[0],
        others=f"; {'; '.join(listed[1:])}" if listed[1:] else "",
    )


def _with_article(answer: Answer, group: GroupBy) -> str:
    words = group_words(answer.describer, group)
    return f"{article(words, gender_of(words))} {words}" if answer.spanish else words


def who_of(answer: Answer) -> Noun:
    """What is ranked: machines, technicians, causes."""
    group = answer.query.groups[0]
    meant = field_of(answer.columns[answer.groups[0]], answer.model)
    if meant is None or group.field is None:
        words = group_words(answer.describer, group)
        return Noun(words, plural(words, answer.language), gender_of(words))
    meaning = answer.model.datasets[meant.dataset]
    if meant.name == meaning.identity:
        own = [
            part
            for part in answer.query.filters
            if getattr(getattr(part, "field", None), "dataset", None) == meant.dataset
        ]
        return answer.describer.words.sorted(meant.dataset, own)[0]
    words = group_words(answer.describer, group)
    return Noun(words, plural(words, answer.language), gender_of(words))


def _verb(answer: Answer, measure: Measure) -> str | None:
    """The facts' own verb where machines are ranked by counting them: «falla», "fails"."""
    order = answer.query.order
    counts = measure.is_plain and measure.metric is None and measure.aggregate in ("count", None)
    if not counts or order is None or not order.descending:
        return None
    group = answer.query.groups[0].field
    meaning = answer.model.datasets[answer.query.dataset]
    if (
        group is None
        or meaning.default_date is None
        or answer.model.datasets[group.dataset].default_ranking != meaning.name
    ):
        return None
    if any(
        getattr(getattr(part, "field", None), "dataset", getattr(part, "dataset", None)) == meaning.name
        for part in answer.query.filters
    ):
        return None
    verbs = meaning.verbs[answer.language]
    if answer.spanish:
        return verbs[0] if verbs and verbs[0] == meaning.label.one["es"] else None
    return next((verb for verb in verbs if verb.endswith("s")), None)


def _descending(answer: Answer) -> bool:
    return answer.query.order is None or answer.query.order.descending


def _adjective(answer: Answer, measure: Measure, who: Noun) -> str | None:
    """What is counted in the measure is what is ranked («refacciones usadas» of parts): «usada», "used"."""
    metric = answer.metric(measure)
    words = metric.label.many[answer.language].split() if metric is not None else []
    if len(words) != 2:
        return None
    if answer.spanish:
        return agree(words[1].removesuffix("s"), who.gender, False) if words[0] == who.many else None
    return words[1] if who.many.endswith(words[0]) else None


def _end(answer: Answer, measure: Measure) -> str:
    """«más», «menos», «mayor», "most", "lowest"."""
    descending = answer.query.order is None or answer.query.order.descending
    counted_things = adds_up(measure, answer.model) and _countable(answer, measure)
    if counted_things:
        if answer.spanish:
            return "más" if descending else "menos"
        return "most" if descending else "fewest" if _plural(answer, measure) else "least"
    if answer.spanish:
        return "mayor" if descending else "menor"
    return "highest" if descending else "lowest"


def _countable(answer: Answer, measure: Measure) -> bool:
    metric = answer.metric(measure)
    return metric is None or metric.kind in ("integer", "hours")


def _plural(answer: Answer, measure: Measure) -> bool:
    metric = answer.metric(measure)
    return metric is None or metric.label.many["en"].endswith("s")


def _measure(answer: Answer, measure: Measure) -> str:
    """What is ranked by, its own filters with it: «OT cerradas», «horas de paro»."""
    if not measure.is_plain:
        return answer.label(measure)
    if measure.metric is None and measure.field is None:
        group = answer.query.groups[0].field
        own = tuple(
            part
            for part in answer.query.filters
            if group is None
            or getattr(getattr(part, "field", None), "dataset", getattr(part, "dataset", None)) != group.dataset
        )
        return answer.describer.phrase(answer.query.model_copy(update={"filters": own}), None)
    if measure.aggregate in ("max", "min") and measure.field is not None and measure.is_plain:
        field = answer.model.field(measure.field.dataset, measure.field.field)
        # «con mayor valor de temperatura»: the end is said before it, what it is a value of behind it.
        own = tuple(part for part in answer.query.filters if owner_of(part) == answer.query.dataset)
        noun, near, far = answer.describer.parts(answer.query.model_copy(update={"filters": own}))
        of = " ".join(item.said(answer.language, noun.gender, True) for item in (*near, *far))
        return f"{label_of(field, answer.language)} {of}".strip()
    return answer.label(measure)


def _value(answer: Answer, measure: Measure, value: Cell) -> str:
    """A value; with its part of the whole where that was asked for."""
    text = written(answer, measure, value)
    name = next((item for item in answer.plan.roles.get("extras", ()) if item in answer.columns), None)
    if not measure.share or name is None or answer.columns[name].kind != "percent":
        return text
    cells = dict(zip(answer.result.column(answer.value_name(measure)), answer.result.column(name), strict=True))
    share = as_number(cells.get(value))
    if share is None:
        return text
    shown = wording.percent(share, answer.language, 0 if share >= 1 else 1)
    return f"{text}{say(texts.PERCENT_OF, answer.language, share=shown)}"
