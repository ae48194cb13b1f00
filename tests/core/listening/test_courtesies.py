"""What is thanks or an "ok" and nothing else."""

from __future__ import annotations

import pytest

from core.language.heard import hear
from core.listening.courtesies import courtesy_of, language_of_courtesy


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("gracias", "es"),
        ("Muchas gracias!", "es"),
        ("ok gracias 🙏", "es"),
        ("thanks!", "en"),
        ("Thank you so much", "en"),
    ],
)
def test_thanks(text: str, language: str) -> None:
    assert courtesy_of(hear(text, {})) == "thanks"
    assert language_of_courtesy(hear(text, {})) == language


@pytest.mark.parametrize(
    "text", ["ok", "OK, perfecto", ":+1:", "👍🏽", "va", "got it", ":white_check_mark: :tada:", "listo."]
)
def test_agreement(text: str) -> None:
    assert courtesy_of(hear(text, {})) == "agreed"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok, ¿y en soldadura?",
        "gracias, ahora por área",
        "P-101",
        "vale la bomba?",
        "sí",
        "?",
        "¿?",
        "gracias Ana",
        "1",
    ],
)
def test_no_courtesies(text: str) -> None:
    assert courtesy_of(hear(text, {})) is None


def test_a_paste_of_shortcodes_is_none() -> None:
    assert courtesy_of(hear(":ok" * 20_000, {})) is None
    assert courtesy_of(hear(":ok" * 39 + "x", {})) is None


def test_ok_is_of_both_languages() -> None:
    assert language_of_courtesy(hear("ok 👍", {})) is None
    assert language_of_courtesy(hear("ok, gracias, thanks", {})) is None
