"""The room's texts: both languages, the same names in both, Spanish as it is written."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from core.sentences import model

TEXTS = {name: text for name, text in vars(model).items() if name.isupper()}


def names(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


@pytest.mark.parametrize("name", TEXTS)
def test_both_languages_say_the_same_things(name: str) -> None:
    text = TEXTS[name]
    assert set(text) == {"es", "en"}
    assert names(text["es"]) == names(text["en"])
    if re.search(r"[^\W\d_]", re.sub(r"\{\w+\}", "", text["es"])):
        assert text["es"] != text["en"]
    for said in text.values():
        assert said.count("**") % 2 == 0
        assert "!" not in said
        assert "  " not in said


@pytest.mark.parametrize("name", TEXTS)
def test_spanish_questions_open(name: str) -> None:
    said = TEXTS[name]["es"]
    assert said.count("?") == said.count("¿")
    assert not re.search(r"\b(cion|tambien|esta bien|numero|area|linea)\b", said)
