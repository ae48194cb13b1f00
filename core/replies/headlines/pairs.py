"""Two breakdowns at once, two measures side by side, and groups that satisfy a comparison."""

from __future__ import annotations

from collections import defaultdict

from core.kernel.messages import Cell
from core.replies.headlines.answer import LISTED, Answer, Headline, as_number
from core.replies.headlines.groups import belonging, empty, group_called, is_count, is_entity, whole_text
from core.replies.headlines.measure import written
from core.semantics.comparing import adds_up
from core.semantics.query import Measure
from core.sentences import headlines as texts
from core.sentences import say
from core.wording import numbers as wording
from core.wording.describe.explain import definition_words
from core.wording.describe.periods import is_past
from core.wording.describe.values import amount
from core.wording.localise import grain_of
from core.wording.phrases import article


def pairs(answer: Answer, measure: Measure) -> Headline:
    """The leader of the first breakdown that is not time, and how it splits over the second."""
    timed = grain_of(answer.columns[answer.groups[0]]) is not None
    first, second = (answer.groups[1], answer.groups[0]) if timed else (answer.groups[0], answer.groups[1])
    cells = list(
        zip(
            answer.result.column(first),
            answer.result.column(second),
            answer.result.column(answer.values[0]),
            strict=True,
        )
    )
    known = [(one, two, number) for one, two, value in cells if (number := as_number(value)) is not None]
    if not known:
        return empty(answer, measure)
    if not adds_up(measure, answer.model):
        best = max(known, key=lambda item: item[2])
        gender = answer.label_gender(measure)
        name = f"{answer.name(first, best[0])} · {answer.name(second, best[1])}"
        return answer.headline(
            texts.PAIR_HIGHEST,
            the=article("x", gender),
            that="la" if gender == "f" else "el",
            label=answer.label(measure),
            high="alta" if gender == "f" else "alto",
            name=name,
            value=written(answer, measure, best[2]),
            when=answer.when,
            definition=definition_words(answer.describer, answer.metric(measure)),
        )
    sums: dict[Cell, float] = defaultdict(float)
    for one, _, value in known:
        sums[one] += value
    total = sum(sums.values())
    text = whole_text(answer, measure, total)
    named = sorted(((name, value) for name, value in sums.items() if name is not None), key=lambda item: -item[1])
    if not total or not named:
        return empty(answer, measure)
    lead = named[0]
    share = say(texts.PERCENT_OF, answer.language, share=wording.percent(100 * lead[1] / total, answer.language, 0))
    top_text = texts.HAS_MOST if is_entity(answer, first) else texts.MOST_OF_IT
    top = say(
        top_text,
        answer.language,
        name=_leader(answer, measure, first, lead[0]),
        value=written(answer, measure, lead[1]),
        share=share,
        **group_called(answer, first),
    )
    inner = sorted(((two, value) for one, two, value in known if one == lead[0] and value), key=lambda item: -item[1])
    said = [
        f"{written(answer, measure, value)} {_inner(answer, measure, second, two, value)}"
        for two, value in inner[:LISTED]
    ]
    if grain_of(answer.columns[second]):
        bucket = answer.name(second, inner[0][0])
        said = [say(texts.PEAK, answer.language, bucket=bucket, value=written(answer, measure, inner[0][1]))]
    elif len(inner) > LISTED:
        rest = written(answer, measure, sum(value for _, value in inner[LISTED:]))
        said.append(f"{rest} {'más' if answer.spanish else 'others'}")
    return answer.headline(texts.PAIR_TOP, total=text, when=answer.when, top=top, parts=answer.join(said))


def _leader(answer: Answer, measure: Measure, column: str, name: Cell) -> str:
    """Who leads: «Packaging», «preventivas», «las de prioridad media»."""
    if not is_count(measure) or is_entity(answer, column):
        return answer.name(column, name)
    text = answer.part(column, name, 2)
    first = text.split(" ")[0]
    if answer.spanish:
        the = "las" if answer.noun.gender == "f" else "los"
        if first == "por":
            return f"{the} {answer.noun.many} {text}"  # «las fallas por fuga»
        if first in ("de", "del", "en", "con", "sin"):
            return f"{the} {'de ' + text[3:] if first == 'en' else text}"
        return text
    # What stands behind its noun needs something to stand behind: "those on the morning shift", "those made by KUKA".
    behind = first in ("on", "in", "of", "by", "from", "with", "without", "caused", "made", "that")
    return f"those {text}" if behind else text


def _inner(answer: Answer, measure: Measure, column: str, name: Cell, value: float) -> str:
    if grain_of(answer.columns[column]):
        return f"{'en' if answer.spanish else 'in'} {answer.name(column, name)}"
    return answer.part(column, name, value) if is_count(measure) else belonging(answer, column, name)


def several(answer: Answer) -> Headline:
    """Who leads in each measure."""
    column = answer.groups[0]
    names = answer.result.column(column)
    firsts: list[tuple[str, str, str]] = []
    for measure, value_name in zip(answer.query.measures, answer.values, strict=False):
        known = [
            (number, name)
            for name, cell in zip(names, answer.result.column(value_name), strict=True)
            if (number := as_number(cell)) is not None and name is not None
        ]
        if known:
            best = max(known, key=lambda item: item[0])
            firsts.append((answer.name(column, best[1]), answer.label(measure), written(answer, measure, best[0])))
    if not firsts:
        return empty(answer, answer.query.measures[0])
    if len({name for name, _, _ in firsts}) == 1 and len(firsts) > 1:
        joined = answer.join([f"{label} ({value})" for _, label, value in firsts])
        return answer.headline(texts.FIRST_IN_BOTH, name=firsts[0][0], measures=joined, when=answer.when)
    said = [
        say(texts.FIRST_IN_OTHER if place else texts.FIRST_IN, answer.language, name=name, measure=label, value=value)
        for place, (name, label, value) in enumerate(firsts)
    ]
    return answer.headline(texts.FIRST_IN_EACH, firsts=answer.join(said), when=answer.when)


def having(answer: Answer, found: list[tuple[Cell, Cell]]) -> Headline:
    """«3 equipos tienen más de 10 fallas este año: CV-107 (19), F-102 (15) y C-101 (12).»"""
    from core.replies.headlines.ranking import who_of

    column, name = answer.groups[0], answer.values[0]
    number = len(found)
    who, said = who_of(answer), _bound(answer)
    names = [f"{answer.name(column, one)} ({answer.cell(name, value)})" for one, value in found[:LISTED]]
    if number > LISTED:
        names.append(f"{number - LISTED} {'más' if answer.spanish else 'more'}")
    have = {"es": "tiene" if number == 1 else "tienen", "en": "has" if number == 1 else "have"}[answer.language]
    return answer.headline(
        texts.HAVING,
        count=answer.number(number),
        groups=who.of(number),
        have=have,
        amount=said,
        when=answer.when,
        names=f": {answer.join(names)}",
    )


def none_having(answer: Answer) -> Headline:
    """«No hay bombas con más de 4 de vibración promedio este mes.»"""
    from core.replies.headlines.ranking import who_of

    return answer.headline(texts.NONE_HAVING, groups=who_of(answer).of(0), amount=_bound(answer), when=answer.when)


def _bound(answer: Answer) -> str:
    """What the groups must have: «más de 10 fallas», "under 500 h of MTBF"."""
    index, op, bound = answer.query.having[0]
    measure = answer.query.measures[index]
    rows = answer.describer.phrase(answer.query, None) if is_count(measure) else answer.label(measure)
    said = amount(op, [written(answer, measure, bound)], answer.language, countable=is_count(measure))
    link = "" if is_count(measure) else "de " if answer.spanish else "of "
    return f"{said} {link}{rows}"


def differing(answer: Answer, place: int, found: list[tuple[Cell, Cell]]) -> Headline | None:
    """«5 áreas tienen más horas de paro en octubre que en septiembre: Packaging (206 h más) …»; None where it is not
    asked of which things one measure is more, or less, than the other."""
    from core.replies.headlines.ranking import who_of

    query = answer.query
    derived = query.measures[place]
    bound = next((item for item in query.having if item[0] == place and item[2] == 0), None)
    if derived.aggregate != "difference" or derived.of is None or bound is None or not found:
        return None
    one, other = (answer.describer.measure(query, query.measures[index]) for index in derived.of)
    more = bound[1] in (">", ">=")
    if answer.spanish:
        word = "más" if more else "menos"
    else:
        plural_one = query.measures[derived.of[0]].metric is None or one.split(" ")[0].endswith("s")
        word = "more" if more else "fewer" if plural_one else "less"
    number = len(found)
    column = answer.groups[0]
    names = [
        f"{answer.name(column, name)} ({written(answer, derived, abs(as_number(value) or 0.0))} {word})"
        for name, value in found[:LISTED]
    ]
    if number > LISTED:
        names.append(f"{number - LISTED} {'más' if answer.spanish else 'more'}")
    have = {"es": "tiene" if number == 1 else "tienen", "en": "has" if number == 1 else "have"}[answer.language]
    periods = [query.measures[index].period or query.period for index in derived.of]
    if all(period is not None and is_past(period, answer.today) for period in periods):
        have = {"es": "tuvo" if number == 1 else "tuvieron", "en": "had"}[answer.language]
    return answer.headline(
        texts.DIFFERING,
        when=answer.when,
        count=answer.number(number),
        groups=who_of(answer).of(1 if number == 1 else None),
        have=have,
        more=word,
        one=one,
        other=_beside(one, other),
        names=answer.join(names),
    )


def _beside(one: str, other: str) -> str:
    """The second of two measures without what both begin with: «en septiembre de 2026», «preventivas»."""
    left, right = one.split(), other.split()
    same = 0
    while same < min(len(left), len(right)) - 1 and left[same] == right[same]:
        same += 1
    while same and right[same - 1] in ("en", "in", "de", "del", "of", "on", "por"):
        same -= 1  # «que *en* septiembre»
    return " ".join(right[same:])
