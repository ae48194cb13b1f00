"""Which messages of a thread are for the bot when they name nobody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.messages import Question, Thread, Viewer
from core.planning.overheard import is_for_us
from core.planning.plan import Plan, PlannedChoice
from tests.core.planning.deterministic.rig import Bench, Talk

CHATTER = """ya lo reviso yo|thanks, I'll check it|ok|ya voy|ya está operando la CV-105|la bomba está parada|pump 3 is down
las bombas ya están|they are closed|eso es todo|ya quedó|ya están cerradas|mañana la reparamos|cierra la OT por favor
yo veo las bombas|I got it|I'll take the pumps|jaja|buen trabajo equipo|hay que cambiar el filtro|está parada la CV-105
son las de soldadura|Ana las revisa hoy|en 5 minutos|a las 3|mañana|hoy no|no|sí|2|yes|me urge|qué raro|quien sabe
esta semana no|la semana pasada fue peor|dile a Luis|falta refacción|no hay refacciones|ya hay refacción|se paró la P-101
line 3 stopped again|we fixed it yesterday|it was closed yesterday|esa es mía|otra vez|again|gracias Ana|urgente|todas
siguen abiertas|todo bien|se quedó sin refacciones|need more time|dame un minuto|hola|buenos días|Ana, ¿puedes ir tú?
¿?|👍"""
OURS = """¿y en soldadura?|y en soldadura|and last month?|and last month|why?|por qué|how many are overdue?|now by area
how many are overdue|por área|by month|solo las críticas|only critical ones|muéstrame las vencidas|grafícalo|as a pie
ordénalas por fecha|sort by date|top 5|las que están vencidas|que equipos estan parados|cuales son|which ones|show sql
que zurbos hay en las bombas?|explícame|the oldest one|OT vencidas por área|MTTR by area|quita las preventivas|last week
el mes pasado|welding|Packaging|CV-105|and for pumps|hay vencidas|necesito las OT vencidas|are they overdue|nuevo tema
is CV-105 down|descarga csv|bot, por área|¿cuántos zurbos hay?|que equipos tienen zurbos|ayuda"""


def heard(bench: Bench, text: str, session: Talk) -> bool:
    asked = Question(
        id="q1",
        thread=Thread(platform="test", workspace="T1", thread="C1"),
        viewer=Viewer(platform="test", id="U1"),
        text=text,
        received_at=datetime(2026, 11, 22, 14, 15, tzinfo=UTC),
        overheard=True,
    )
    return bench._loop.run_until_complete(is_for_us(asked, session, bench.planner))


def after(bench: Bench, text: str) -> Talk:
    session = Talk()
    session.heard(text, bench.plan(text))
    return session


@pytest.mark.parametrize("text", CHATTER.replace("\n", "|").split("|"))
def test_talk_between_people(bench: Bench, text: str) -> None:
    assert not heard(bench, text, after(bench, "¿cuántas OT abiertas hay en Packaging?"))


@pytest.mark.parametrize("text", OURS.replace("\n", "|").split("|"))
def test_questions_and_requests(bench: Bench, text: str) -> None:
    assert heard(bench, text, after(bench, "¿cuántas OT abiertas hay en Packaging?"))


@pytest.mark.parametrize("text", ["2", "la segunda", "9", "sí", "no", "costo"])
def test_an_answer_to_what_we_asked_back(bench: Bench, text: str) -> None:
    session = after(bench, "los peores equipos")
    assert session.pending is not None
    assert heard(bench, text, session)


@pytest.mark.parametrize("text", ["ya voy", "la bomba está parada", "dile a Luis", "mañana la reparamos"])
def test_talk_while_we_wait_for_an_answer(bench: Bench, text: str) -> None:
    session = after(bench, "los peores equipos")
    assert not heard(bench, text, session)


@pytest.mark.parametrize("text", ["por zurbo", "zurbo", "los flurbos"])
def test_a_choice_by_its_words_even_when_only_the_model_knows_them(bench: Bench, text: str) -> None:
    choices = tuple(
        PlannedChoice(id=str(number), label=label, text=f"x {label}")
        for number, label in enumerate(("Por zurbo", "Los flurbos"), start=1)
    )
    pending = Plan(language="es", action="clarify", planner="model", clarification="¿Cómo?", choices=choices)
    assert heard(bench, text, Talk(language="es", pending=pending))
    assert not heard(bench, text, Talk(language="es"))


@pytest.mark.parametrize("text", ["el mes pasado", "por mes", "solo las de soldadura", "last week"])
def test_a_follow_up_of_what_the_model_planned(bench: Bench, text: str) -> None:
    planned = Plan(language="es", action="data", planner="model", sql="SELECT 1")
    assert heard(bench, text, Talk(language="es", last_plan=planned))


@pytest.mark.parametrize("text", ["mañana", "dame 5 minutos", "ya voy", "la bomba está parada", "2"])
def test_talk_after_what_the_model_planned(bench: Bench, text: str) -> None:
    planned = Plan(language="es", action="data", planner="model", sql="SELECT 1")
    assert not heard(bench, text, Talk(language="es", last_plan=planned))
