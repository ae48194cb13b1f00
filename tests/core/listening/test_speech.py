"""Which messages ask by their form, and which tell."""

from __future__ import annotations

import pytest

from core.language.heard import hear
from core.listening.speech import Speech


def speech(text: str) -> Speech:
    return Speech.of(hear(text, {}))


@pytest.mark.parametrize(
    "text",
    [
        "¿y en soldadura?", "and last month?", "why?", "how many are overdue", "cuántas hay vencidas", "cuantas son",
        "y cuáles son de empaque", "ok, ¿y por mes?", "por qué", "por que", "por qué subió", "which ones", "who has them",
        "¿qué onda con el zurbo?", "en qué área", "in which area", "when was the last one", "where's P-101",
        "oye, cuál es la peor", "cómo vamos", "qué pasó ayer",
    ],
)  # fmt: skip
def test_questions(text: str) -> None:
    assert speech(text).asks


@pytest.mark.parametrize(
    "text",
    [
        "", "?", "👍", "ya lo reviso yo", "por área", "qué raro", "qué bueno que ya quedó", "quién sabe", "what a day",
        "who knows", "cuando puedas", "when you can", "where we said", "como te dije", "que la bomba ya quedó",
        "https://planta.mx/?id=3", "how weird", "cuanto antes", "a ver",
    ],
)  # fmt: skip
def test_no_questions(text: str) -> None:
    assert not speech(text).asks


@pytest.mark.parametrize(
    "text",
    [
        "ya voy", "ya están cerradas", "ok, ya quedó", "la bomba está parada", "CV-105 is down", "they are closed",
        "se paró la P-101", "no hay refacciones", "esta semana no", "gracias Ana", "I'll check it", "yo las veo",
        "we closed it yesterday", "mañana", "otra vez", "tomorrow", "son las de soldadura", "the pump failed again",
        "la semana pasada fue peor", "qué raro", "jaja",
    ],
)  # fmt: skip
def test_what_tells(text: str) -> None:
    assert speech(text).tells


@pytest.mark.parametrize(
    "text",
    [
        "por área", "by month", "solo las críticas", "las que están vencidas", "orders that are overdue", "en soldadura",
        "el mes pasado", "last week", "muéstrame las vencidas", "I need overdue orders", "I would like them by area",
        "necesito las OT vencidas", "are they overdue", "hay vencidas", "equipos que se pararon ayer", "top 5",
        "dime si está parada la CV-105", "pumps in welding", "yo quiero las de empaque",
    ],
)  # fmt: skip
def test_what_may_ask(text: str) -> None:
    assert not speech(text).tells


@pytest.mark.parametrize(
    "text",
    [
        "Bruno, ¿ya revisaste la de M-129?", "¿me prestas tu multímetro?", "¿viste el partido?", "¿ya comiste?",
        "¿me ayudas con las OT?", "¿me las pasas?", "¿nos ayudas?", "did you check it?", "can you go?", "¿y tú?",
        "¿has visto la llave?", "Juan Pablo, ¿cuántas faltan?", "¿tienes refacciones?", "is that your pump?",
    ],
)  # fmt: skip
def test_who_speaks_to_a_person(text: str) -> None:
    assert speech(text).addresses


@pytest.mark.parametrize(
    "text",
    [
        "¿y en soldadura?", "show me machines", "give me failures", "¿existe la CV-105?", "¿cuánto desgaste hay?",
        "who has them", "what has failed", "Entonces, ¿cuántas hay?", "Ok, por área", "Ahora, por mes", "Bot, ayuda",
        "¿cuántas baterías hay?", "¿cuáles son las tres más viejas?", "muéstrame las bombas", "how many are overdue?",
    ],
)  # fmt: skip
def test_who_speaks_to_nobody(text: str) -> None:
    assert not speech(text).addresses


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("bot, por área", True), ("oye bot ¿cuántas hay?", True), ("¿cuántas hay, bot?", True), ("Maintbot, ayuda", True),
        ("el bot no sirve", False), ("¿quién rompió el bot?", False), ("robot parado", False), ("¿y el bot?", False),
    ],
)  # fmt: skip
def test_who_names_the_bot(text: str, named: bool) -> None:
    assert speech(text).names_the_bot is named


def test_follow_ups_and_requests_by_their_first_word() -> None:
    assert all(
        speech(text).goes_on
        for text in ("y en soldadura", "solo las críticas", "ahora por mes", "ok, by area", "sólo las de ayer")
    )
    assert not any(speech(text).goes_on for text in ("en soldadura", "y", "el lunes", "ya voy"))
    assert all(
        speech(text).requests
        for text in ("muéstrame las vencidas", "hazme una gráfica", "sort by date", "por favor exporta")
    )
    assert not any(speech(text).requests for text in ("necesito refacciones", "me ayudas", "cierra la OT", ""))


def test_questions_by_their_verb() -> None:
    assert all(
        speech(text).asks_by_verb
        for text in ("are they overdue", "is CV-105 down", "¿está parada la CV-105?", "¿hay vencidas?")
    )
    assert not any(
        speech(text).asks_by_verb for text in ("is it done", "is still down", "está parada la CV-105", "hay vencidas")
    )
