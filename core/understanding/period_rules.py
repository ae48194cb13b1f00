"""The rules of the time grammar: a pattern over folded words, and what it means. Longest match wins, then order."""

from __future__ import annotations

from core.understanding.period_handlers import (
    Handler,
    on_after,
    on_ago,
    on_before,
    on_day,
    on_days_of_month,
    on_fortnight,
    on_last,
    on_last_n,
    on_month_last_year,
    on_more_than_ago,
    on_named_month,
    on_next,
    on_next_n,
    on_one_day,
    on_per,
    on_per_adverb,
    on_quarter,
    on_range,
    on_semester,
    on_since,
    on_so_far,
    on_this,
    on_to_date,
    on_unit_by_unit,
    on_until,
    on_weekday,
    on_weekday_past,
    on_weekend,
    on_within,
    on_year,
)
from core.understanding.periods import DAY, MONTH, OF_YEAR, ORDINAL, UNIT, WEEKDAY, YEAR, N

_THE = r"(?:en |durante |de |del |in |during |for |of |over |on |para )?(?:el |la |los |las |the )?"

_GX = UNIT.replace("<g>", "<gx>")

_GZ = UNIT.replace("<g>", "<gz>")


def rules() -> list[tuple[str, Handler]]:
    """Patterns with their handlers."""
    return [
        # relative units
        (rf"{_THE}(?:este|esta|this|current|present) (?:mismo |misma )?{UNIT}(?: (?:actual|en curso))?", on_this),
        (rf"{_THE}{UNIT} (?:actual|en curso|corriente)", on_this),
        (
            rf"{_THE}(?:{UNIT} (?:pasad[oa]|anterior)|(?:last|previous|past|prior) {_GX}|(?:pasad[oa]|anterior) {_GZ})",
            on_last,
        ),
        (
            rf"{_THE}(?:{UNIT} (?:que viene|proxim[oa]|siguiente|entrante)|(?:proxim[oa]|siguiente|next|coming|following|upcoming) {_GX})",
            on_next,
        ),
        (r"(?:en )?lo que va (?:del?|de la) (?:este )?(?P<g>mes|ano|trimestre|semana|dia)", on_so_far),
        (r"(?:year|month|quarter|week) to date|ytd|mtd|qtd|a la fecha", on_to_date),
        # rolling
        (rf"{_THE}(?:ultim[oa]s|pasad[oa]s|last|past|previous) {N} {UNIT}", on_last_n),
        (rf"{_THE}{N} (?:ultim[oa]s|pasad[oa]s) {UNIT}", on_last_n),
        (rf"{_THE}ultim[oa] {UNIT}|{_THE}{_GX} ultim[oa]", on_last_n),
        (rf"(?:desde|since|from) hace {N} {UNIT}", on_last_n),
        (rf"{_THE}(?:proxim[oa]s|siguientes|next|coming|following) {N} {UNIT}", on_next_n),
        (rf"{_THE}{N} (?:proxim[oa]s|siguientes) {UNIT}", on_next_n),
        (rf"(?:en|dentro de|within|in) (?:the next )?{N} {UNIT}", on_within),
        (rf"hace {N} {UNIT}|{N.replace('<n>', '<n2>')} {UNIT.replace('<g>', '<g2>')} ago", on_ago),
        (
            rf"(?:hace|desde hace) mas de {N} {UNIT}|(?:more than|over) {N.replace('<n>', '<n2>')} {UNIT.replace('<g>', '<g2>')} ago",
            on_more_than_ago,
        ),
        # days
        (r"(?:para |de |al dia de )?(?:hoy)|(?:for |as of )?today|al dia de hoy", on_day(0, "current")),
        (r"(?:de |para )?ayer|yesterday", on_day(-1, "past")),
        (r"anteayer|antier|antes de ayer|the day before yesterday", on_day(-2, "past")),
        (r"(?:para |de )?manana|tomorrow|for tomorrow", on_day(1, "future")),
        (r"pasado manana|the day after tomorrow", on_day(2, "future")),
        (rf"(?:el |on |este |this |for )?(?P<w>{WEEKDAY})", on_weekday),
        (rf"(?:el )?(?P<w>{WEEKDAY}) pasado|last (?P<w2>{WEEKDAY})", on_weekday_past),
        (r"(?:el |este |this |the |last )?(?:fin de semana|weekend)(?: pasado)?", on_weekend),
        # months, quarters, years
        (
            rf"(?:en |durante |de |del |in |for |during |of )?(?:el mes de |the month of |mes de )?(?P<m>{MONTH}){OF_YEAR}",
            on_named_month,
        ),
        (
            rf"(?:en |durante |de |in |for |of )?(?P<m>{MONTH}) (?:del ano pasado|(?:of )?last year|pasado)",
            on_month_last_year,
        ),
        (
            rf"(?:en |del? |el |in |for |the )*(?:q(?P<q>[1-4])|(?P<o>{ORDINAL}) (?:trimestre|quarter)|trimestre (?P<t>[1-4])){OF_YEAR}",
            on_quarter,
        ),
        (
            rf"(?:en |del? |el |in |for |the )*(?:h(?P<q>[12])|s(?P<s>[12])|(?P<o>{ORDINAL}) (?:semestre|half)){OF_YEAR}",
            on_semester,
        ),
        (
            rf"(?:en |del? |el |la |in |for |the )*(?P<o>{ORDINAL}) (?:quincena|fortnight)(?: (?:del|de|of) (?:(?P<m>{MONTH})|este mes|mes|this month|the month))?{OF_YEAR}",
            on_fortnight,
        ),
        (rf"(?:en |durante |del? |in |for |during |of )?(?:el |ano |year |el ano )?(?P<y>{YEAR})", on_year),
        # single dates and ranges
        (rf"(?:el |on |del? )?(?P<d>{DAY})", on_one_day),
        (
            rf"(?:del |de |desde el |desde |from |between |entre el |entre )(?P<a>\d{{1,2}}) (?:al|a|to|y|and|y el|hasta el|through) (?P<b>\d{{1,2}}) (?:de |of )?(?P<m>{MONTH}){OF_YEAR}",
            on_days_of_month,
        ),
        (
            rf"(?:from |between )?(?P<m>{MONTH}) (?P<a>\d{{1,2}}) (?:to|and|through|-) (?P<b>\d{{1,2}}){OF_YEAR}",
            on_days_of_month,
        ),
        (
            rf"(?:del |de |desde el |desde |from |between |entre el |entre )(?P<a>{DAY}) (?:al|a|hasta el|hasta|to|until|through|y el|y|and) (?:el )?(?P<b>{DAY})",
            on_range,
        ),
        (rf"(?:desde el|desde|since|from|a partir del?|starting|as of)(?: el| de)? (?P<a>{DAY})", on_since),
        (rf"(?:hasta el|hasta|until|till|through|up to|by)(?: finales de| el)? (?P<a>{DAY})", on_until),
        (rf"(?:antes del?|before|previo a|prior to|earlier than)(?: el| la)? (?P<a>{DAY})", on_before),
        (rf"(?:despues del?|after|posterior a|later than)(?: el| la)? (?P<a>{DAY})", on_after),
        (rf"{_THE}ultim[oa] {UNIT} calendario|{_THE}last calendar {_GX}", on_last),
        (r"(?:del|de la|en el|en la|of the|in the) (?P<g>ano|mes|semana|trimestre|year|month|week|quarter)", on_this),
        # per unit
        (rf"(?:y|and|y por|and by|y cada|and per) {UNIT}", on_per),
        (rf"(?:en |in )?(?:que|cual|which|what) {UNIT}", on_per),
        (
            r"(?:mes (?:a|por|con) (?P<u1>mes)|(?P<u2>semana) (?:a|por) semana|(?P<u3>dia) (?:a|por) dia|(?P<u4>month) (?:by|over|after) month|(?P<u5>week) (?:by|over|after) week|(?P<u6>day) by day|(?P<u7>year) (?:by|over) year|(?P<u8>ano) (?:a|por|con) ano)",
            on_unit_by_unit,
        ),
        (
            rf"(?:por|per|by|cada|each|every|x|segun el|a lo largo de los|mes a|semana a|month by|week by|day by) (?:cada )?{UNIT}",
            on_per,
        ),
        (
            r"(?P<adv>mensual(?:es|mente)?|monthly|semanal(?:es|mente)?|weekly|diari[oa]s?|diariamente|daily|trimestral(?:es|mente)?|quarterly|anual(?:es|mente)?|yearly|annual(?:ly)?)",
            on_per_adverb,
        ),
    ]
