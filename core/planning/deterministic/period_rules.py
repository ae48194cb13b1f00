"""The rules of the time grammar: a pattern over folded words, and what it means. Longest match wins, then order."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from core.planning.deterministic.periods import (
    DAY,
    MONTH,
    OF_YEAR,
    ORDINAL,
    UNIT,
    WEEKDAY,
    YEAR,
    Days,
    N,
    TimeExpression,
    calendar_days,
    in_reach,
    month_days,
    number_of,
    relative_unit,
    rolling,
    shifted,
    unit_around,
)
from core.planning.deterministic.timewords import GRAINS, MONTHS, ORDINALS, WEEKDAYS
from core.semantics.calendar import end_of
from core.semantics.query import Grain

Handler = Callable[[re.Match[str], bool], TimeExpression | Grain | None]
_THE = r"(?:en |durante |de |del |in |during |for |of |over |on |para )?(?:el |la |los |las |the )?"


def rules() -> list[tuple[str, Handler]]:
    """Patterns with their handlers."""
    return [
        # relative units
        (rf"{_THE}(?:este|esta|this|current|present) (?:mismo |misma )?{UNIT}(?: (?:actual|en curso))?", _this),
        (rf"{_THE}{UNIT} (?:actual|en curso|corriente)", _this),
        (
            rf"{_THE}(?:{UNIT} (?:pasad[oa]|anterior)|(?:last|previous|past|prior) {_GX}|(?:pasad[oa]|anterior) {_GZ})",
            _last,
        ),
        (
            rf"{_THE}(?:{UNIT} (?:que viene|proxim[oa]|siguiente|entrante)|(?:proxim[oa]|siguiente|next|coming|following|upcoming) {_GX})",
            _next,
        ),
        (r"(?:en )?lo que va (?:del?|de la) (?:este )?(?P<g>mes|ano|trimestre|semana|dia)", _so_far),
        (r"(?:year|month|quarter|week) to date|ytd|mtd|qtd|a la fecha", _to_date),
        # rolling
        (rf"{_THE}(?:ultim[oa]s|pasad[oa]s|last|past|previous) {N} {UNIT}", _last_n),
        (rf"{_THE}{N} (?:ultim[oa]s|pasad[oa]s) {UNIT}", _last_n),
        (rf"{_THE}ultim[oa] {UNIT}|{_THE}{_GX} ultim[oa]", _last_n),
        (rf"(?:desde|since|from) hace {N} {UNIT}", _last_n),
        (rf"{_THE}(?:proxim[oa]s|siguientes|next|coming|following) {N} {UNIT}", _next_n),
        (rf"{_THE}{N} (?:proxim[oa]s|siguientes) {UNIT}", _next_n),
        (rf"(?:en|dentro de|within|in) (?:the next )?{N} {UNIT}", _within),
        (rf"hace {N} {UNIT}|{N.replace('<n>', '<n2>')} {UNIT.replace('<g>', '<g2>')} ago", _ago),
        (
            rf"(?:hace|desde hace) mas de {N} {UNIT}|(?:more than|over) {N.replace('<n>', '<n2>')} {UNIT.replace('<g>', '<g2>')} ago",
            _more_than_ago,
        ),
        # days
        (r"(?:para |de |al dia de )?(?:hoy)|(?:for |as of )?today|al dia de hoy", _day(0, "current")),
        (r"(?:de |para )?ayer|yesterday", _day(-1, "past")),
        (r"anteayer|antier|antes de ayer|the day before yesterday", _day(-2, "past")),
        (r"(?:para |de )?manana|tomorrow|for tomorrow", _day(1, "future")),
        (r"pasado manana|the day after tomorrow", _day(2, "future")),
        (rf"(?:el |on |este |this |for )?(?P<w>{WEEKDAY})", _weekday),
        (rf"(?:el )?(?P<w>{WEEKDAY}) pasado|last (?P<w2>{WEEKDAY})", _weekday_past),
        (r"(?:el |este |this |the |last )?(?:fin de semana|weekend)(?: pasado)?", _weekend),
        # months, quarters, years
        (
            rf"(?:en |durante |de |del |in |for |during |of )?(?:el mes de |the month of |mes de )?(?P<m>{MONTH}){OF_YEAR}",
            _named_month,
        ),
        (
            rf"(?:en |durante |de |in |for |of )?(?P<m>{MONTH}) (?:del ano pasado|(?:of )?last year|pasado)",
            _month_last_year,
        ),
        (
            rf"(?:en |del? |el |in |for |the )*(?:q(?P<q>[1-4])|(?P<o>{ORDINAL}) (?:trimestre|quarter)|trimestre (?P<t>[1-4])){OF_YEAR}",
            _quarter,
        ),
        (
            rf"(?:en |del? |el |in |for |the )*(?:h(?P<q>[12])|s(?P<s>[12])|(?P<o>{ORDINAL}) (?:semestre|half)){OF_YEAR}",
            _semester,
        ),
        (
            rf"(?:en |del? |el |la |in |for |the )*(?P<o>{ORDINAL}) (?:quincena|fortnight)(?: (?:de|of) (?P<m>{MONTH}))?{OF_YEAR}",
            _fortnight,
        ),
        (rf"(?:en |durante |del? |in |for |during |of )?(?:el |ano |year |el ano )?(?P<y>{YEAR})", _year),
        # single dates and ranges
        (rf"(?:el |on |del? )?(?P<d>{DAY})", _one_day),
        (
            rf"(?:del |de |desde el |desde |from |between |entre el |entre )(?P<a>\d{{1,2}}) (?:al|a|to|y|and|y el|hasta el|through) (?P<b>\d{{1,2}}) (?:de |of )?(?P<m>{MONTH}){OF_YEAR}",
            _days_of_month,
        ),
        (
            rf"(?:from |between )?(?P<m>{MONTH}) (?P<a>\d{{1,2}}) (?:to|and|through|-) (?P<b>\d{{1,2}}){OF_YEAR}",
            _days_of_month,
        ),
        (
            rf"(?:del |de |desde el |desde |from |between |entre el |entre )(?P<a>{DAY}) (?:al|a|hasta el|hasta|to|until|through|y el|y|and) (?:el )?(?P<b>{DAY})",
            _range,
        ),
        (rf"(?:desde el|desde|since|from|a partir del?|starting|as of)(?: el| de)? (?P<a>{DAY})", _since),
        (rf"(?:hasta el|hasta|until|till|through|up to|by)(?: finales de| el)? (?P<a>{DAY})", _until),
        (rf"(?:antes del?|before|previo a|prior to|earlier than)(?: el| la)? (?P<a>{DAY})", _before),
        (rf"(?:despues del?|after|posterior a|later than)(?: el| la)? (?P<a>{DAY})", _after),
        (rf"{_THE}ultim[oa] {UNIT} calendario|{_THE}last calendar {_GX}", _last),
        # per unit
        (rf"(?:en |in )?(?:que|cual|which|what) {UNIT}", _per),
        (
            r"(?:mes (?:a|por|con) (?P<u1>mes)|(?P<u2>semana) (?:a|por) semana|(?P<u3>dia) (?:a|por) dia|(?P<u4>month) (?:by|over|after) month|(?P<u5>week) (?:by|over|after) week|(?P<u6>day) by day|(?P<u7>year) (?:by|over) year|(?P<u8>ano) (?:a|por|con) ano)",
            _unit_by_unit,
        ),
        (
            rf"(?:por|per|by|cada|each|every|x|segun el|a lo largo de los|mes a|semana a|month by|week by|day by) (?:cada )?{UNIT}",
            _per,
        ),
        (
            r"(?:tendencia |historico |evolucion |trend )?(?P<adv>mensual(?:es|mente)?|monthly|semanal(?:es|mente)?|weekly|diari[oa]s?|diariamente|daily|trimestral(?:es|mente)?|quarterly|anual(?:es|mente)?|yearly|annual(?:ly)?)",
            _per_adverb,
        ),
    ]


_GX = UNIT.replace("<g>", "<gx>")
_GZ = UNIT.replace("<g>", "<gz>")


def _grain(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return str(GRAINS[next(groups[key] for key in ("g", "gx", "gz", "g2") if groups.get(key))])


def _count(match: re.Match[str]) -> int:
    groups = match.groupdict()
    return number_of(groups.get("n") or groups.get("n2") or "1")


def _this(match: re.Match[str], english: bool) -> TimeExpression:
    return relative_unit("this", _grain(match))


def _last(match: re.Match[str], english: bool) -> TimeExpression:
    return relative_unit("last", _grain(match))


def _next(match: re.Match[str], english: bool) -> TimeExpression:
    return relative_unit("next", _grain(match))


def _so_far(match: re.Match[str], english: bool) -> TimeExpression:
    return relative_unit("this", _grain(match))


def _to_date(match: re.Match[str], english: bool) -> TimeExpression:
    grain = {"m": "month", "q": "quarter", "w": "week"}.get(match.group()[0], "year")
    return relative_unit("this", grain)


def _last_n(match: re.Match[str], english: bool) -> TimeExpression | None:
    grain, count = _grain(match), _count(match)
    if not in_reach(grain, count):
        return None
    return TimeExpression(lambda today, ahead: rolling(grain, count, today, future=False), relative="past")


def _next_n(match: re.Match[str], english: bool) -> TimeExpression | None:
    grain, count = _grain(match), _count(match)
    if not in_reach(grain, count):
        return None
    return TimeExpression(lambda today, ahead: rolling(grain, count, today, future=True), relative="future")


def _within(match: re.Match[str], english: bool) -> TimeExpression | None:
    grain, count = _grain(match), _count(match)
    if not in_reach(grain, count):
        return None

    def make(today: date, ahead: bool) -> Days:
        return rolling(grain, count, today, future=ahead)

    return TimeExpression(make, relative="future")


def _ago(match: re.Match[str], english: bool) -> TimeExpression | None:
    grain, count = _grain(match), _count(match)
    if not in_reach(grain, count):
        return None
    if not in_reach(grain, count):
        return None

    def make(today: date, ahead: bool) -> Days:
        return unit_around(grain, shifted(grain, today, -count))

    return TimeExpression(make, grain, "past")


def _more_than_ago(match: re.Match[str], english: bool) -> TimeExpression | None:
    grain, count = _grain(match), _count(match)
    if not in_reach(grain, count):
        return None
    if not in_reach(grain, count):
        return None

    def make(today: date, ahead: bool) -> Days:
        first, _ = rolling(grain, count, today, future=False)
        assert first is not None
        return None, first - timedelta(days=1)

    return TimeExpression(make, relative="past", open_start=True)


def _day(offset: int, relative: str) -> Handler:
    def handler(match: re.Match[str], english: bool) -> TimeExpression:
        def make(today: date, ahead: bool) -> Days:
            day = today + timedelta(days=offset)
            return day, day

        return TimeExpression(make, "day", relative)

    return handler


def _weekday(match: re.Match[str], english: bool) -> TimeExpression:
    wanted = WEEKDAYS[match["w"]]

    def make(today: date, ahead: bool) -> Days:
        day = (
            today + timedelta(days=(wanted - today.weekday()) % 7)
            if ahead
            else today - timedelta(days=(today.weekday() - wanted) % 7)
        )
        return day, day

    return TimeExpression(make, "day", "past")


def _weekday_past(match: re.Match[str], english: bool) -> TimeExpression:
    wanted = WEEKDAYS[match["w"] or match["w2"]]

    def make(today: date, ahead: bool) -> Days:
        day = today - timedelta(days=(today.weekday() - wanted) % 7 or 7)
        return day, day

    return TimeExpression(make, "day", "past")


def _weekend(match: re.Match[str], english: bool) -> TimeExpression:
    past = "pasado" in match.group() or "last" in match.group()

    def make(today: date, ahead: bool) -> Days:
        saturday = today - timedelta(days=(today.weekday() - 5) % 7)
        if past and today.weekday() >= 5:
            saturday -= timedelta(days=7)
        if ahead and today.weekday() < 5:
            saturday += timedelta(days=7)
        return saturday, saturday + timedelta(days=1)

    return TimeExpression(make, "range", "past" if past else "current")


def _named_month(match: re.Match[str], english: bool) -> TimeExpression | None:
    month, year = MONTHS[match["m"]], int(match["y"]) if match["y"] else None
    if match.group() in (
        "may",
        "mar",
        "sep",
        "ago",
        "jun",
        "jul",
        "dec",
        "oct",
        "nov",
        "ene",
        "feb",
        "abr",
        "dic",
    ) and match.group() in ("may", "mar", "ago"):
        # Bare, these are English or Spanish words more often than months ("may", "hace … ago").
        return None
    return TimeExpression(
        lambda today, ahead: month_days(month, year, today, ahead), "month", "fixed", bare_month=None if year else month
    )


def _month_last_year(match: re.Match[str], english: bool) -> TimeExpression:
    month = MONTHS[match["m"]]
    of_last_year = "ano" in match.group() or "year" in match.group()

    def make(today: date, ahead: bool) -> Days:
        if of_last_year:
            return month_days(month, today.year - 1, today, ahead)
        year = today.year if month < today.month else today.year - 1
        return month_days(month, year, today, ahead)

    return TimeExpression(make, "month", "past")


def _quarter(match: re.Match[str], english: bool) -> TimeExpression | None:
    number = int(match["q"] or match["t"] or 0) or ORDINALS[match["o"]]
    return _part_of_year(number, 3, match["y"], "quarter") if 1 <= number <= 4 else None


def _semester(match: re.Match[str], english: bool) -> TimeExpression | None:
    number = int(match["q"] or match["s"] or 0) or ORDINALS[match["o"]]
    return _part_of_year(number, 6, match["y"], "range") if 1 <= number <= 2 else None


def _part_of_year(number: int, months: int, year: str | None, grain: str) -> TimeExpression:
    def make(today: date, ahead: bool) -> Days:
        chosen = int(year) if year else today.year
        first = date(chosen, months * (number - 1) + 1, 1)
        if not year and not ahead and first > today:
            first = first.replace(year=first.year - 1)
        last = end_of("month", date(first.year, first.month + months - 1, 1))
        if not year and ahead and last < today:
            first, last = first.replace(year=first.year + 1), end_of("month", last.replace(year=last.year + 1, day=1))
        return first, last

    return TimeExpression(make, grain, "fixed")


def _fortnight(match: re.Match[str], english: bool) -> TimeExpression | None:
    number = ORDINALS[match["o"]]
    if number not in (1, 2):
        return None
    month, year = MONTHS[match["m"]] if match["m"] else None, int(match["y"]) if match["y"] else None

    def make(today: date, ahead: bool) -> Days:
        first, last = month_days(month or today.month, year, today, ahead)
        assert first and last
        return (first, first.replace(day=15)) if number == 1 else (first.replace(day=16), last)

    return TimeExpression(make, "fortnight", "fixed")


def _year(match: re.Match[str], english: bool) -> TimeExpression:
    year = int(match["y"])
    return TimeExpression(lambda today, ahead: (date(year, 1, 1), date(year, 12, 31)), "year", "fixed")


def _one_day(match: re.Match[str], english: bool) -> TimeExpression | None:
    text = match["d"]
    if not any(char.isdigit() for char in text) or text.isdigit():
        return None
    return _from_days(text, english, lambda days: days, "day")


def _from_days(
    text: str,
    english: bool,
    pick: Callable[[tuple[date, date]], Days],
    grain: str = "range",
    *,
    open_start: bool = False,
) -> TimeExpression | None:
    if calendar_days(text, date(2024, 6, 15), False, english) is None:
        return None

    def make(today: date, ahead: bool) -> Days:
        days = calendar_days(text, today, ahead, english)
        assert days is not None
        return pick(days)

    return TimeExpression(make, grain, "fixed", open_start=open_start)


def _days_of_month(match: re.Match[str], english: bool) -> TimeExpression | None:
    first, last = int(match["a"]), int(match["b"])
    month, year = MONTHS[match["m"]], int(match["y"]) if match["y"] else None
    if not 1 <= first <= last <= 31:
        return None

    def make(today: date, ahead: bool) -> Days:
        start, end = month_days(month, year, today, ahead)
        assert start and end
        return start.replace(day=min(first, end.day)), start.replace(day=min(last, end.day))

    return TimeExpression(make)


def _range(match: re.Match[str], english: bool) -> TimeExpression | None:
    first, last = match["a"], match["b"]
    probe = date(2024, 6, 15)
    begins, ends = calendar_days(first, probe, False, english), calendar_days(last, probe, False, english)
    if begins is None or ends is None:
        return None
    first_fixed, last_fixed = (any(len(part) == 4 for part in re.findall(r"\d+", text)) for text in (first, last))
    if first_fixed and last_fixed and begins[0] > ends[1]:
        return None

    def make(today: date, ahead: bool) -> Days:
        end = calendar_days(last, today, ahead, english)
        begin = calendar_days(first, today, ahead, english)
        assert begin and end
        start, finish = begin[0], end[1]
        if start > finish and first_fixed:
            # "from December 2025 to February": the end lies in the year after.
            finish = _in_year(
                finish, start.year if finish.replace(year=2000) >= start.replace(year=2000) else start.year + 1
            )
        elif start > finish:
            # "from November to February": the beginning lies a year before.
            start = _in_year(
                start, finish.year if start.replace(year=2000) <= finish.replace(year=2000) else finish.year - 1
            )
        return start, finish

    return TimeExpression(make)


def _in_year(day: date, year: int) -> date:
    """The same day of another year; 29 February becomes the 28th where there is none."""
    last = end_of("month", date(year, day.month, 1)).day
    return date(year, day.month, min(day.day, last))


def _since(match: re.Match[str], english: bool) -> TimeExpression | None:
    return _from_days(match["a"], english, lambda days: (days[0], None))


def _until(match: re.Match[str], english: bool) -> TimeExpression | None:
    return _from_days(match["a"], english, lambda days: (None, days[1]), open_start=True)


def _before(match: re.Match[str], english: bool) -> TimeExpression | None:
    return _from_days(match["a"], english, lambda days: (None, days[0] - timedelta(days=1)), open_start=True)


def _after(match: re.Match[str], english: bool) -> TimeExpression | None:
    return _from_days(match["a"], english, lambda days: (days[1] + timedelta(days=1), None))


def _per(match: re.Match[str], english: bool) -> Grain | None:
    grain = _grain(match)
    return grain if grain in ("day", "week", "month", "quarter", "year") else None  # type: ignore[return-value]


def _unit_by_unit(match: re.Match[str], english: bool) -> Grain:
    word = next(value for value in match.groupdict().values() if value)
    return GRAINS[word]  # type: ignore[return-value]


def _per_adverb(match: re.Match[str], english: bool) -> Grain:
    word = match["adv"]
    beginnings: tuple[tuple[str, Grain], ...] = (
        ("mensual", "month"),
        ("monthly", "month"),
        ("semanal", "week"),
        ("weekly", "week"),
        ("diari", "day"),
        ("daily", "day"),
        ("trimestral", "quarter"),
        ("quarterly", "quarter"),
    )
    return next((grain for beginning, grain in beginnings if word.startswith(beginning)), "year")
