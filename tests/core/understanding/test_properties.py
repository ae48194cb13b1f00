"""What must hold for any question: nothing is passed over, spelling changes nothing, nothing raises, periods are sane."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from core.kernel.folding import fold
from core.language.language import languages
from core.language.tokens import tokenise
from core.planning.plan import Queried
from core.understanding.reading.periods import PeriodReader
from tests.core.understanding.rig import Bench
from tests.effort import calls_made
from tests.golden.plans import written

# The bench is only read, so that examples may share it.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])

COVERED = (
    "¿Cuántas bombas están paradas?",
    "¿Cuántos equipos necesitan mantenimiento preventivo este mes?",
    "bombas paradas",
    "OT correctivas abiertas en soldadura",
    "costo de mantenimiento en Bottling este año",
    "top 5 equipos con más fallas",
    "refacciones bajo stock",
    "paros no programados por área en octubre",
    "¿Quién cerró más órdenes este mes?",
    "fallas por mes este año",
    "MTBF de las bombas este año",
    "MTTR por área",
    "disponibilidad de los compresores este mes",
    "dame los 3 equipos con más horas de paro",
    "ordenes abiertas que no sean preventivas",
    "equipos que no estén operando",
    "paros de más de 10 horas",
    "paros entre 2 y 4 horas este mes",
    "refacciones de más de $5,000",
    "equipos con al menos tres fallas este año",
    "equipos sin fallas este año",
    "la bomba que más falla",
    "¿Hay compresores parados?",
    "última falla de la línea 3",
    "OT abiertas por área y estado",
    "tag, nombre y área de los robots",
    "porcentaje de equipos parados",
    "promedio de fallas por equipo este año",
    "¿Cuántos fabricantes distintos tenemos?",
    "equipo más viejo",
    "fallas de ayer",
    "paros la semana pasada",
    "OT creadas en marzo de 2025",
    "OT que vencen mañana",
    "motores en Packaging",
    "técnicos mecánicos",
    "técnicos del turno nocturno",
    "gráfica de OT abiertas por área",
    "How many pumps are down?",
    "open corrective orders in welding",
    "maintenance cost in Bottling this year",
    "top 5 machines by failures",
    "spare parts below minimum",
    "unplanned stops by area in October",
    "who closed the most orders this month",
    "failures by month this year",
    "MTBF of pumps this year",
    "the 3 machines with the most downtime",
    "open orders that are not preventive",
    "stops longer than 10 hours",
    "stops between 2 and 4 hours this month",
    "machines with at least three failures this year",
    "machines without failures this year",
    "the pump that fails the most",
    "are there any compressors down?",
    "last failure of line 3",
    "open orders by area and status",
    "tag, name and area of the robots",
    "what percentage of machines is down",
    "average failures per machine this year",
    "the oldest machine",
    "failures yesterday",
    "orders due tomorrow",
    "night shift technicians",
    "pie chart of open orders by area",
)


def test_the_questions_are_covered(bench: Bench) -> None:
    assert [text for text in COVERED if bench.plan(text).abstains] == []


# ---- coverage ----

syllables = st.sampled_from(
    [a + b for a in ("bl", "fr", "gw", "kr", "tw", "vr", "zm") for b in ("ax", "iz", "ok", "ug")]
)
nonsense = st.lists(syllables, min_size=2, max_size=4).map("".join)


@settings(CALM, max_examples=250)
@given(text=st.sampled_from(COVERED), word=nonsense, at=st.integers(0, 30))
def test_a_strange_word_anywhere_is_named(bench: Bench, text: str, word: str, at: int) -> None:
    assume(bench.wait(bench.planner.prepare()).speller.correct(word) is None)
    # Between words and not inside one: «$5,000» and "P-101" are one word to whoever types them.
    words = text.split()
    at %= len(words) + 1
    plan = bench.plan(" ".join([*words[:at], word, *words[at:]]))
    if at in (0, len(words)) and isinstance(plan, Queried):
        # At an edge it is most likely said to somebody («oye»), and it is told that it was passed over.
        assert plan.query == bench.plan(text).query, written(plan)
        assert any(word in said for said in plan.assumptions), plan.assumptions
        return
    assert plan.abstains, written(plan)
    # Beside a field's name it is taken for a value of it («fabricante flurbos»), and is said to be none.
    said = plan.sentence or ""
    assert plan.unknown == (word,) or (not plan.unknown and (f"«{word}»" in said or f"“{word}”" in said)), said


@settings(CALM, max_examples=60)
@given(words=st.lists(nonsense, min_size=1, max_size=6))
def test_nothing_but_strange_words_is_no_answer(bench: Bench, words: list[str]) -> None:
    assume(all(bench.wait(bench.planner.prepare()).speller.correct(word) is None for word in words))
    assert bench.plan(" ".join(words)).abstains


# ---- spelling ----


def bare(text: str) -> str:
    """Without accents, as on a hurried keyboard."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


@settings(CALM, max_examples=200)
@given(
    text=st.sampled_from(COVERED),
    upper=st.lists(st.booleans(), min_size=8, max_size=8),
    accents=st.booleans(),
    tail=st.sampled_from(["", "?", "??", "!", "...", " ", " ?", "…", " :"]),
    head=st.sampled_from(["", "¿", "¿¿", "  ", "¡", "- ", "… "]),
)
def test_case_accents_and_punctuation_change_nothing(
    bench: Bench, text: str, upper: list[bool], accents: bool, tail: str, head: str
) -> None:
    typed = text if accents else bare(text)
    typed = "".join(char.upper() if upper[place % 8] else char.lower() for place, char in enumerate(typed))
    assert bench.plan(f"{head}{typed}{tail}").query == bench.plan(text).query


# ---- any text ----

fragments = st.sampled_from(
    """bombas paradas OT abiertas fallas paros de del la las el los en por para y o no sin que más menos entre hace desde
    hasta antes después último últimos próximos 29 de febrero de 2025 2024 31 de abril 99999999999 0 3 100 años meses
    días semanas horas $ % < > = - / P-101 WO-2026-00001 línea 7 áreas this last next month quarter semester semestre
    quincena primera segunda Q3 H2 ytd pumps down orders open by each top most least average per percent between and
    with without at least MTBF MTTR costo ? ¿ ' " ; ( ) SELECT FROM DROP TABLE gráfica pie las 2 la segunda sí yes no
    undo why cierra help""".split()
)


@settings(CALM, max_examples=250)
@given(
    text=st.one_of(st.text(max_size=300), st.lists(fragments, max_size=40).map(" ".join).map(lambda text: text[:300]))
)
@example(text="AB:AXTA$10000ANO")
@example(text="POR$COST$POR$COST")
@example(text="ﾞ")
def test_no_text_raises(bench: Bench, text: str) -> None:
    plan = bench.plan(text)
    assert plan.abstains or plan.action in ("data", "data_image", "answer", "image")
    assert not isinstance(plan, Queried) or plan.query is not None


@settings(CALM, max_examples=120)
@given(first=st.sampled_from(COVERED), rest=st.lists(st.lists(fragments, max_size=8).map(" ".join), max_size=3))
def test_no_conversation_raises(bench: Bench, first: str, rest: list[str]) -> None:
    for plan in bench.talk(first, *rest):
        if isinstance(plan, Queried):
            bench.data.ask(plan.sql)


@pytest.mark.parametrize(
    "text",
    [
        "bombas motores OT fallas paros técnicos refacciones lecturas " * 5,
        "por área y " * 30,
        "no " * 100,
        "cuántas bombas y motores y OT por área por técnico por línea por mes " * 4,
    ],
)
def test_the_work_is_bounded(bench: Bench, text: str) -> None:
    """However the words are put together, understanding takes some steps a word, not some for each way to pair them."""
    plain = "¿cuántas bombas paradas hay por área este mes?"
    bench.plan(plain)  # what is read once is read
    assert calls_made(lambda: bench.plan(text[:300])) <= 40 * calls_made(lambda: bench.plan(plain))


# ---- periods ----

days = st.dates(date(2019, 1, 1), date(2032, 12, 31))
units = st.sampled_from("día semana mes trimestre semestre año quincena day week month quarter year".split())
months = st.sampled_from("enero febrero marzo abril julio diciembre january february june november".split())
PHRASES = st.one_of(
    st.builds("{} {}".format, st.sampled_from(["este", "this", "last", "next", "previous"]), units),
    st.builds("{} {}".format, units, st.sampled_from(["pasado", "anterior", "que viene", "actual"])),
    st.builds("últimos {} {}s".format, st.integers(1, 400), units),
    st.builds("next {} {}s".format, st.integers(1, 400), units),
    st.builds("hace {} {}s".format, st.integers(1, 60), units),
    st.builds("en {}".format, months),
    st.builds("{} de {}".format, months, st.integers(2019, 2032)),
    st.builds("del {} al {} de {}".format, st.integers(1, 31), st.integers(1, 31), months),
    st.builds("del {} de {} al {} de {}".format, st.integers(1, 31), months, st.integers(1, 31), months),
    st.builds("from {} {} to {} {}".format, months, st.integers(1, 31), months, st.integers(1, 31)),
    st.builds("de {} a {} de {}".format, months, months, st.integers(2019, 2032)),
    st.builds("{} quincena de {}".format, st.sampled_from(["primera", "segunda"]), months),
    st.builds("q{} {}".format, st.integers(1, 4), st.integers(2019, 2032)),
    st.sampled_from(["hoy", "ayer", "ytd", "mtd", "el lunes", "last friday", "fin de semana", "el 29 de febrero"]),
    st.builds("{} {} de {}".format, st.sampled_from(["desde el", "hasta el"]), st.integers(1, 31), months),
)
READERS = {name: PeriodReader(words) for name, words in languages().items()}


@settings(CALM, max_examples=400)
@given(phrase=PHRASES, today=days, ahead=st.booleans(), english=st.booleans())
def test_periods_begin_before_they_end_and_end_by_today(phrase: str, today: date, ahead: bool, english: bool) -> None:
    words = [token.folded for token in tokenise(phrase)]
    for found in READERS["en" if english else "es"].find(words):
        assert found.end > found.start
        if found.time is None:
            continue
        period = found.time.resolve(today, ahead=ahead)
        assert period.start is not None or period.end is not None
        if period.start is not None and period.end is not None:
            assert period.start <= period.end
        if not ahead and (period.start is None or period.start <= today):
            assert period.end is not None
            assert period.end <= today


@given(today=days, count=st.integers(1, 500))
def test_the_last_days_are_as_many_as_said(today: date, count: int) -> None:
    (found,) = READERS["es"].find([fold(word) for word in f"últimos {count} días".split()])
    assert found.time is not None
    period = found.time.resolve(today, ahead=False)
    assert period.start is not None
    assert (period.end, (today - period.start) + timedelta(days=1)) == (today, timedelta(days=count))
    assert re.fullmatch(r"ultimos \d+ dias", period.phrase)
