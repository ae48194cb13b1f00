"""Which messages ask by their form, and which tell."""

from __future__ import annotations

import pytest

from core.planning.speech import asks, tells


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
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "?", "👍", "ya lo reviso yo", "por área", "qué raro", "qué bueno que ya quedó", "quién sabe", "what a day",
        "who knows", "cuando puedas", "when you can", "where we said", "como te dije", "que la bomba ya quedó",
        "https://planta.mx/?id=3", "how weird", "cuanto antes", "a ver",
    ],
)  # fmt: skip
def test_no_questions(text: str) -> None:
    assert not asks(text)


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
    assert tells(text)


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
    assert not tells(text)
