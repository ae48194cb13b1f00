"""Which messages of a thread are for the bot when they name nobody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.conversation.turn import Turn
from core.kernel.messages import Question, Thread, Viewer
from core.listening.overheard import is_for_us
from core.listening.speech import Speech
from core.planning.plan import PlannedChoice
from tests.core.understanding.rig import Bench, Talk
from tests.plans import a_plan

CHATTER = """ya lo reviso yo|thanks, I'll check it|ok|ya voy|ya está operando la CV-105|la bomba está parada|pump 3 is down
las bombas ya están|they are closed|eso es todo|ya quedó|ya están cerradas|mañana la reparamos|cierra la OT por favor
yo veo las bombas|I got it|I'll take the pumps|jaja|buen trabajo equipo|hay que cambiar el filtro|está parada la CV-105
son las de soldadura|Ana las revisa hoy|en 5 minutos|a las 3|mañana|hoy no|no|sí|2|yes|me urge|qué raro|quien sabe
esta semana no|la semana pasada fue peor|dile a Luis|falta refacción|no hay refacciones|ya hay refacción|se paró la P-101
line 3 stopped again|we fixed it yesterday|it was closed yesterday|esa es mía|otra vez|again|gracias Ana|urgente|todas
siguen abiertas|todo bien|se quedó sin refacciones|need more time|dame un minuto|hola|buenos días|Ana, ¿puedes ir tú?
¿?|👍"""
BETWEEN_PEOPLE = """Bruno, ¿ya revisaste la de M-129?|¿a qué hora es la junta?|¿quién trae las llaves?|¿viste el partido?
¿me prestas tu multímetro?|¿ya comiste?|¿sí?|en la línea 3|el lunes|necesito refacciones|¿me ayudas con las OT?|¿quién?
los mecánicos|turno de noche|¿el lunes?|¿ya quedó la bomba?|¿ya cerraron la OT?|¿tienes refacciones?|¿dónde está Ana?
¿cómo va la bomba?|¿le digo a Luis?|¿y tú?|¿y las llaves?|¿y ahora?|did you check M-129?|what?|now what
can you check the pumps?|is it done?|who has the keys?|dame la llave|hazme un favor|give me a minute|y mañana|only tomorrow
¿cuántos zurbos hay?|que equipos tienen zurbos|muéstrame los zurbos|y los zurbos|solo los zurbos|el bot no sirve
¿cómo estás?|¿qué puedes hacer?|¿por qué no cierras la OT?|¿cuántas OT vencidas tienes?|quita la bomba
top 5|last week|el mes pasado|welding|Packaging|CV-105|hay vencidas|las que están vencidas|OT vencidas por área
¿cuántas OT hay de M-999?|¿y M-129 ya la revisaste?|¿cuántas OT hay en la línea 99?|¿cuántas ventas hubo ayer?|Ana, ¿cuántas OT vencidas hay?
¿cuántas OT vencidas hay, Ana?|haz la OT|hazme la OT|lista la bomba|muestra de aceite|descarga la bomba|¿Luis o Ana?
¿está aquí Ana?|what's up?|¿la revisaron?|what happened yesterday?|y cuándo|show up at 5"""
FOR_ANYBODY = """¿y en soldadura?|and last month?|how many are overdue?|how many are overdue|que equipos estan parados
are they overdue|is CV-105 down|bot, por área|bot, ayuda|oye bot, ¿cuántos zurbos hay?|por área, bot|¿hay vencidas?
¿cuántas OT vencidas hay?|which machines are down?|¿está parada la CV-105?|¿cuál es la más vieja?|¿y por mes?
what about welding?|show me overdue orders|muéstrame las OT vencidas|¿cómo lo calculaste?|how did you calculate that?
¿quién tiene más OT abiertas?|¿cuándo fue la última falla de la CV-105?|any overdue orders?"""
FOR_THE_ASKER = """y en soldadura|and last month|now by area|por área|by month|solo las críticas|only critical ones|grafícalo
hazme una gráfica|muéstrame las vencidas|ordénalas por fecha|sort by date|cuales son|which ones|show sql|explícame
and for pumps|descarga csv|expórtalo|oye, por área|ok, only critical ones|¿las críticas?|¿el mes pasado?|show me machines"""


def heard(bench: Bench, text: str, session: Talk, *, by_asker: bool = True) -> bool:
    asked = Question(
        id="q1",
        thread=Thread(platform="test", workspace="T1", thread="C1"),
        viewer=Viewer(platform="test", id="U1"),
        text=text,
        received_at=datetime(2026, 11, 22, 14, 15, tzinfo=UTC),
        overheard=True,
    )
    words = bench.wait(bench.planner.hear(text, session.language))
    turn = Turn(asked, session, words, words.language or "es", datetime(2026, 11, 22, 14, 15, tzinfo=UTC))
    verdict = is_for_us(turn, Speech.of(words), bench.planner, by_asker=by_asker)
    return bench.wait(verdict).for_us


def after(bench: Bench, text: str) -> Talk:
    session = Talk()
    session.heard(text, bench.plan(text))
    return session


def each(texts: str) -> list[str]:
    return texts.replace("\n", "|").split("|")


@pytest.mark.parametrize("text", each(CHATTER) + each(BETWEEN_PEOPLE))
def test_talk_between_people(bench: Bench, text: str) -> None:
    session = after(bench, "¿cuántas OT abiertas hay en Packaging?")
    assert not heard(bench, text, session)
    assert not heard(bench, text, session, by_asker=False)


@pytest.mark.parametrize("text", ["nuevo tema", "new topic", "ayuda", "help", "why?", "¿por qué?"])
def test_what_is_said_to_a_bot_by_whom_it_answered(bench: Bench, text: str) -> None:
    session = after(bench, "¿cuántas OT abiertas hay en Packaging?")
    assert heard(bench, text, session)
    assert not heard(bench, text, session, by_asker=False)


@pytest.mark.parametrize("text", each(FOR_ANYBODY))
def test_questions_by_anybody(bench: Bench, text: str) -> None:
    session = after(bench, "¿cuántas OT abiertas hay en Packaging?")
    assert heard(bench, text, session)
    assert heard(bench, text, session, by_asker=False)


@pytest.mark.parametrize("text", each(FOR_THE_ASKER))
def test_short_follow_ups_and_requests_are_the_askers(bench: Bench, text: str) -> None:
    session = after(bench, "¿cuántas OT abiertas hay en Packaging?")
    assert heard(bench, text, session)
    assert not heard(bench, text, session, by_asker=False)


@pytest.mark.parametrize("text", ["2", "la segunda", "9", "costo", "ninguna"])
def test_an_answer_to_what_we_asked_back(bench: Bench, text: str) -> None:
    session = after(bench, "los peores equipos")
    assert session.pending is not None
    assert heard(bench, text, session)


@pytest.mark.parametrize("text", ["sí", "no", "yes", "a las 2", "en 2 minutos", "¿sí?"])
def test_yes_and_no_answer_no_question_of_several_choices(bench: Bench, text: str) -> None:
    session = after(bench, "los peores equipos")
    assert not heard(bench, text, session)


@pytest.mark.parametrize("text", ["sí", "sí, por favor", "claro", "yes", "no", "la 1"])
@pytest.mark.parametrize("asked", ["cierra todas las OT vencidas", "bombas flurbas paradas"])
def test_yes_and_no_to_an_offer_by_whom_it_was_made_to(bench: Bench, text: str, asked: str) -> None:
    session = after(bench, asked)
    assert session.pending is not None and len(session.pending.choices) == 1
    assert heard(bench, text, session)
    assert not heard(bench, text, session, by_asker=False)


def test_a_yes_lists_what_cannot_be_changed(bench: Bench) -> None:
    session = after(bench, "cierra todas las OT vencidas")
    plan = bench.plan("sí", session)
    assert (plan.action, plan.restated) == ("data", bench.plan("OT vencidas", Talk()).restated)


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
    pending = a_plan(language="es", action="clarify", planner="model", sentence="¿Cómo?", choices=choices)
    assert heard(bench, text, Talk(language="es", pending=pending))
    assert not heard(bench, text, Talk(language="es"))


@pytest.mark.parametrize(
    "text", ["¿y el mes pasado?", "¿y los zurbos?", "por mes", "solo las de soldadura", "¿el mes pasado?"]
)
def test_a_follow_up_of_what_the_model_planned(bench: Bench, text: str) -> None:
    session = Talk(language="es", last_plan=a_plan(language="es", action="data", planner="model", sql="SELECT 1"))
    assert heard(bench, text, session)
    assert not heard(bench, text, session, by_asker=False)


@pytest.mark.parametrize(
    "text",
    [
        "mañana", "dame 5 minutos", "ya voy", "la bomba está parada", "2", "¿quién trae las llaves?", "¿ya comiste?",
        "el mes pasado", "last week", "y los zurbos", "¿y tú?", "¿qué onda?", "¿el lunes?", "por favor", "what's up?", "¿Luis o Ana?", "where's the pump?",
    ],
)  # fmt: skip
def test_talk_after_what_the_model_planned(bench: Bench, text: str) -> None:
    planned = a_plan(language="es", action="data", planner="model", sql="SELECT 1")
    assert not heard(bench, text, Talk(language="es", last_plan=planned))


def test_a_file_of_what_the_model_planned(bench: Bench) -> None:
    session = Talk(language="es", last_plan=a_plan(language="es", action="data", planner="model", sql="SELECT 1"))
    assert heard(bench, "exporta a excel", session)
    assert bench.plan("exporta a excel", session).topic == "repeat"
