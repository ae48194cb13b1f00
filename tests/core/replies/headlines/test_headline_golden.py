"""The golden headlines: a query and rows in, the sentence and what stands beneath it out, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from core.replies.headlines.headline import headline
from tests.core.replies.words import TODAY, compiled, describer, from_mappings, marked, model, plan
from tests.golden.cases import LANGUAGES, headlines
from tests.golden.notation import read

ALL = [
    pytest.param(language, case, id=f"{language}-{case['question']}")
    for language in LANGUAGES
    for case in headlines(language)
]


@pytest.mark.parametrize(("language", "case"), ALL)
def test_it_says_what_the_golden_file_says(language: Any, case: dict[str, Any]) -> None:
    asked = read(case["query"])
    made = plan(asked, language)
    for answer in case["answers"]:
        rows = [dict(zip(case["columns"], row, strict=True)) for row in answer["rows"]]
        said = headline(made, from_mappings(made.columns, rows), model(), "MXN", TODAY)
        assert marked(said.spans) == answer["headline"]
        assert said.definition == answer.get("definition")
        assert list(said.notes) == answer.get("notes", [])


@pytest.mark.parametrize(("language", "case"), ALL)
def test_assumptions_and_explanations_are_those_of_the_golden_file(language: Any, case: dict[str, Any]) -> None:
    asked = read(case["query"])
    words = describer(language)
    assert list(words.assumptions(asked, compiled(asked, language))) == case["assumptions"]
    assert words.explained(asked) == case["explained"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_of_them_and_none_one_and_many_among_them(language: str) -> None:
    found = headlines(language)
    assert len(found) >= 60
    sizes = {min(len(answer["rows"]), 2) for case in found for answer in case["answers"]}
    assert sizes == {0, 1, 2}


@pytest.mark.parametrize(("language", "case"), ALL)
def test_house_style(language: str, case: dict[str, Any]) -> None:
    for answer in case["answers"]:
        text = answer["headline"]
        assert text.count("**") == 2 and text.endswith((".", "….")), text
        assert not any(sign in text for sign in "!¡_{}"), text
        assert "  " not in text and " ," not in text and ".." not in text, text
        assert text.lstrip("*")[0].isupper() or not text.lstrip("*")[0].isalpha(), text
        assert "None" not in text and "based on" not in text.lower(), text
