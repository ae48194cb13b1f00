"""Breakdowns: the whole, what leads it, and how much of it that is."""

from __future__ import annotations

from core.kernel.messages import Cell
from core.replies.headlines.answer import LISTED, Answer, Headline, as_number
from core.replies.headlines.groups import belonging, empty, group_called, is_count, is_entity, whole_text
from core.replies.headlines.measure import no_value_note, written
from core.replies.headlines.pairs import differing, having, none_having, pairs, several
from core.replies.headlines.rows import opening
from core.replies.headlines.scope import scope
from core.replies.headlines.trend import series
from core.semantics.comparing import adds_up, overlaps
from core.semantics.query import Measure
from core.semantics.sql.population import whole_by
from core.sentences import headlines as texts
from core.sentences import say
from core.wording import numbers as wording
from core.wording.describe.explain import definition_words
from core.wording.describe.restated import group_words
from core.wording.localise import grain_of
from core.wording.phrases import article, gender_of, plural

MOST_PARTS = 5
"""So many parts are all named; of more only those that lead."""
Part = tuple[Cell, float]


def broken_down(answer: Answer) -> Headline:
    """One or two breakdowns, one or more measures."""
    if answer.result.truncated:
        from core.sentences import replies

        answer.notes.append(say(replies.TRUNCATED, answer.language, count=answer.number(len(answer.result.rows))))
    measure = answer.query.measures[0]
    if not answer.result.rows:
        bounds = answer.query.having
        told = bool(bounds) and len(answer.groups) == 1 and answer.query.measures[bounds[0][0]].of is None
        return none_having(answer) if told else empty(answer, measure)
    timed = [name for name in answer.groups if grain_of(answer.columns[name])]
    derived = next((index for index, item in enumerate(answer.query.measures) if item.of is not None), None)
    if derived is not None and len(answer.groups) == 1 and not timed:
        amounts = answer.result.column(answer.values[derived])
        found = list(zip(answer.result.column(answer.groups[0]), amounts, strict=True))
        return differing(answer, derived, found) or _levels(answer, answer.query.measures[derived], found)
    if len(answer.query.measures) > 1 and not timed:
        return several(answer)
    if len(answer.groups) > 1:
        return pairs(answer, measure)
    if timed:
        shown = measure if derived is None else answer.query.measures[derived]
        return series(answer, shown, answer.groups[0])
    found = list(zip(answer.result.column(answer.groups[0]), answer.result.column(answer.values[0]), strict=True))
    if answer.query.having and is_entity(answer, answer.groups[0]):
        return having(answer, found)
    if overlaps(answer.query, answer.model) and is_count(measure):
        known = [(name, as_number(value) or 0.0) for name, value in found if name is not None]
        return _averages(answer, measure, sorted(known, key=lambda item: -item[1])) if known else empty(answer, measure)
    if adds_up(measure, answer.model):
        return _whole(answer, measure, [(name, as_number(value) or 0.0) for name, value in found])
    return _levels(answer, measure, found)


# ---- parts of a whole ----


def _whole(answer: Answer, measure: Measure, parts: list[Part]) -> Headline:
    column = answer.groups[0]
    if not _least_first(answer, column):
        parts = [part for part in parts if part[1]] or parts
    total = sum(value for _, value in parts)
    text = whole_text(answer, measure, total)
    if not total:
        return (
            empty(answer, measure)
            if is_count(measure)
            else answer.headline(texts.AMOUNT, amount=text, scope="", when=answer.when)
        )
    parts.sort(key=lambda part: part[1] if _least_first(answer, column) else -part[1])
    if len(parts) == 1:
        return _one_part(answer, measure, text, parts[0], column)
    if _short(answer, column, parts):
        count = is_count(measure)
        said = [
            f"{written(answer, measure, value)} "
            f"{answer.part(column, name, value) if count else belonging(answer, column, name)}"
            f"{_in_per_cent(answer, measure, value, total)}"
            for name, value in parts
        ]
        bare = text.split(" ", 1)[1] if text.startswith(("hay ", "hubo ")) else _without_opening(answer, text, total)
        return answer.headline(texts.PARTS, total=bare, when=answer.when, parts=answer.join(said))
    known = [part for part in parts if part[0] is not None]
    none = sum(value for name, value in parts if name is None)
    aside = ""
    if none:
        aside = say(texts.ASIDE, answer.language, count=written(answer, measure, none), label=answer.name(column, None))
    return _leading(answer, measure, text, known, total, aside)


def _in_per_cent(answer: Answer, measure: Measure, value: float, total: float) -> str:
    """« (34 %)», where shares were asked for."""
    if not measure.share or measure.share_within is not None:
        return ""
    share = 100 * value / total
    return f" ({wording.percent(share, answer.language, 0 if share >= 1 else 1)})"


def _without_opening(answer: Answer, text: str, total: float) -> str:
    return text.removeprefix(f"{opening(answer, total)} ")


def _short(answer: Answer, column: str, parts: list[Part]) -> bool:
    """Few parts that read well one after another."""
    return len(parts) <= (LISTED if is_entity(answer, column) else MOST_PARTS)


def _one_part(answer: Answer, measure: Measure, text: str, part: Part, column: str) -> Headline:
    if is_count(measure):
        every = "todas" if answer.noun.gender == "f" else "todos"
        if part[1] == 1:
            return answer.headline(texts.PARTS, total=text, when=answer.when, parts=answer.part(column, part[0], 1))
        return answer.headline(
            texts.ALL_IN_ONE, total=text, when=answer.when, all=every, part=answer.part(column, part[0], part[1])
        )
    return answer.headline(
        texts.PARTS,
        total=text,
        when=answer.when,
        parts=f"{'todo' if answer.spanish else 'all'} {belonging(answer, column, part[0])}",
    )


def _leading(answer: Answer, measure: Measure, text: str, parts: list[Part], total: float, aside: str) -> Headline:
    column = answer.groups[0]
    top = parts[0][1]
    tied = [part for part in parts if part[1] == top]
    if len(tied) == len(parts) or len(tied) > LISTED:
        if len(tied) == len(parts):
            words = group_words(answer.describer, answer.query.groups[0])
            female = gender_of(words) == "f"
            gender = answer.noun.gender if is_count(measure) else gender_of(answer.label(measure))
            return answer.headline(
                texts.EVEN,
                total=text,
                when=answer.when,
                count=answer.number(len(parts)),
                groups=plural(words, answer.language),
                value=written(answer, measure, top),
                a="a" if female else "o",
                o="a" if gender == "f" else "o",
            )
        shown = [answer.name(column, name) for name, _ in tied[:LISTED]]
        shown.append(f"{len(tied) - LISTED} {'más' if answer.spanish else 'more'}")
        if _least_first(answer, column):
            said = _with_least(answer, measure, answer.join(shown), top)
        else:
            said = say(texts.TIED_TOP, answer.language, names=answer.join(shown), value=written(answer, measure, top))
        return answer.headline(texts.TOTAL_AND_TOP, total=text, when=answer.when, top=said, others="", aside=aside)
    rest = parts[len(tied) : LISTED]
    if len(tied) > 1 and not _least_first(answer, column):
        names = answer.join([answer.name(column, name) for name, _ in tied])
        said = say(texts.TIED_TOP, answer.language, names=names, value=written(answer, measure, top))
    elif len(tied) > 1:
        said = _with_least(answer, measure, answer.join([answer.name(column, name) for name, _ in tied]), top)
    else:
        said = _top(answer, measure, parts[0], total)
    others = answer.join(
        [f"{_called(answer, measure, column, name)} ({written(answer, measure, value)})" for name, value in rest]
    )
    then = say(texts.THEN, answer.language, others=others) if others else ""
    return answer.headline(texts.TOTAL_AND_TOP, total=text, when=answer.when, top=said, others=then, aside=aside)


def _least_first(answer: Answer, column: str) -> bool:
    """«de menor a mayor»: things stand from the least on, and so does the sentence."""
    order, group = answer.query.order, answer.query.groups[0].field
    if order is None or order.measure is None or order.descending or group is None or not is_entity(answer, column):
        return False
    return whole_by(answer.model, answer.query.dataset, group)


def _with_least(answer: Answer, measure: Measure, names: str, least: float) -> str:
    value = written(answer, measure, least)
    return say(texts.LEAST_TIED, answer.language, name=names, value=value, fewest=_fewest(measure))


def _fewest(measure: Measure) -> str:
    return "fewest" if is_count(measure) else "least"


def _called(answer: Answer, measure: Measure, column: str, name: Cell) -> str:
    """A part by its name; of sums, kinds of things in the plural («válvulas»)."""
    return answer.name(column, name) if is_count(measure) or name is None else answer.many(column, name)


def _top(answer: Answer, measure: Measure, part: Part, total: float) -> str:
    column = answer.groups[0]
    share = say(texts.PERCENT_OF, answer.language, share=wording.percent(100 * part[1] / total, answer.language, 0))
    values = {
        "name": _called(answer, measure, column, part[0]),
        "value": written(answer, measure, part[1]),
        "share": share,
    }
    values |= group_called(answer, column)
    if _least_first(answer, column):
        return say(texts.HAS_LEAST, answer.language, **values, fewest=_fewest(measure))
    if is_entity(answer, column):
        return say(texts.HAS_MOST, answer.language, **values)
    if is_count(measure):
        return say(texts.MOST_COMMON, answer.language, **values)
    return say(texts.MOST_OF_IT, answer.language, **values)


# ---- levels that do not add up ----


def _levels(answer: Answer, measure: Measure, found: list[tuple[Cell, Cell]]) -> Headline:
    """«El MTTR más alto es el de Mixing (6.2 h), luego …; el más bajo, el de Welding (2.1 h).»"""
    column = answer.groups[0]
    no_value_note(answer, [answer.name(column, name) for name, value in found if value is None])
    known = [(name, number) for name, value in found if (number := as_number(value)) is not None]
    definition = definition_words(answer.describer, answer.metric(measure))
    if not known:
        return empty(answer, measure)
    known.sort(key=lambda part: -part[1])
    label = answer.label(measure)
    nobody = next((value for name, value in known if name is None), None)
    known = [part for part in known if part[0] is not None] or known  # nobody leads, and nobody comes last
    if len(known) == 1:
        return answer.headline(
            texts.ONLY_ONE,
            label=label,
            name=answer.name(column, known[0][0]),
            value=written(answer, measure, known[0][1]),
            when=answer.when,
            definition=definition,
        )
    if measure.per is not None:
        return _averages(answer, measure, known)
    order = answer.query.order
    if order is not None and order.measure is not None and not order.descending:
        known.reverse()  # «de menor a mayor»: what is to stand first leads the sentence
    ends = _ends(answer, measure, lowest=known[0][1] < known[-1][1])
    other = ""
    first, last = (_tied(known, at) for at in (0, -1))
    if last[0][1] != known[0][1]:
        words = {"name": _together(answer, column, last), "value": written(answer, measure, last[0][1])}
        other = say(texts.OTHER_END, answer.language, **{**ends, "end": ends["other"]}, **words)
    if nobody is not None:
        value = written(answer, measure, nobody)
        other += say(texts.ASIDE_LEVEL, answer.language, label=answer.name(column, None), value=value)
    differ = last[0][1] != known[0][1]
    label, when = _of_whom(answer, label)
    rest = known[len(first) : len(known) - len(last)][: max(LISTED - len(first), 0)] if differ else []
    others = answer.join([f"{answer.name(column, name)} ({written(answer, measure, value)})" for name, value in rest])
    return answer.headline(
        texts.HIGHEST_OF_ENDS if measure.aggregate in ("max", "min") else texts.HIGHEST,
        label=label,
        name=_together(answer, column, first),
        value=written(answer, measure, known[0][1]),
        others=say(texts.THEN, answer.language, others=others) if others else "",
        other_end=other,
        when=when,
        definition=definition,
        **ends,
    )


def _of_whom(answer: Answer, label: str) -> tuple[str, str]:
    """The label and the period with whose values are told, where not all rows' are: «MTBF de las bombas», beside it;
    «… ayer de los equipos que estuvieron parados», behind the period."""
    own = scope(answer) if answer.query.filters else ""
    head = " ".join(own.split()[:3])
    if head and label.endswith(f" {head}"):
        label = label.removesuffix(f" {head}")  # «duración media *de los paros* no programados»
    if " que " not in own and " that " not in own:
        return f"{label}{own}", answer.when
    return label, f"{own}" if own.endswith(answer.when) else f"{answer.when}{own}"


def _tied(known: list[Part], at: int) -> list[Part]:
    """All that have the value of the one at an end, in their order."""
    return [part for part in known if part[1] == known[at][1]]


def _together(answer: Answer, column: str, tied: list[Part]) -> str:
    """«B-101, B-102, B-103 y 40 más»: nobody who has as much goes unsaid."""
    return wording.some_of([answer.name(column, name) for name, _ in tied], LISTED, answer.language)


def _ends(answer: Answer, measure: Measure, *, lowest: bool) -> dict[str, str]:
    """«más alta … es la de», «más bajas … son las de»: the words of one end, and of the other, that agree."""
    if not answer.spanish:
        one, other = ("lowest", "highest") if lowest else ("highest", "lowest")
        return {"end": one, "other": other}
    label, gender = answer.label(measure), answer.label_gender(measure)
    first = label.split()[0]
    many = first.endswith("s") and not first.isupper()
    the = "el" if first == "área" else article("x", gender, many)
    ending = f"{'a' if gender == 'f' else 'o'}{'s' if many else ''}"
    one, other = (f"{stem}{ending}" for stem in (("baj", "alt") if lowest else ("alt", "baj")))
    the_one = article("x", gender, many)
    return {"the": the, "the_one": the_one, "be": "son" if many else "es", "end": one, "other": other}


def _averages(answer: Answer, measure: Measure, known: list[Part]) -> Headline:
    """«Donde hay más fallas por equipo: Packaging (2.58), luego …; donde menos, Paint (1.32).»"""
    column = answer.groups[0]
    first, *rest = [(answer.name(column, name), written(answer, measure, value)) for name, value in known]
    others = answer.join([f"{name} ({value})" for name, value in rest[:-1][: LISTED - 1]])
    fewest = "fewest" if is_count(measure) else "least"
    low = ""
    if rest:
        low = say(texts.LEAST_ON_AVERAGE, answer.language, name=rest[-1][0], value=rest[-1][1], fewest=fewest)
    return answer.headline(
        texts.MOST_ON_AVERAGE,
        label=answer.label(measure),
        when=answer.when,
        name=first[0],
        value=first[1],
        others=say(texts.THEN, answer.language, others=others) if others else "",
        lowest=low,
    )
