"""docs/understanding.md: its examples do what the page says, and the modules that it names exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core import language, understanding
from tests.core.understanding.rig import Bench

PAGE = (Path(__file__).parents[3] / "docs" / "understanding.md").read_text("utf-8")


def examples(section: str) -> list[tuple[str, str]]:
    """(language, question) of a section's table."""
    text = PAGE.partition(f"## {section}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE)
    return [
        (language, question.strip())
        for row in rows
        for language, cell in zip(("es", "en"), row, strict=True)
        for question in cell.split(" · ")
        if cell.strip() not in ("español", "English")
    ]


COVERED, NOT = examples("What it covers"), examples("What it does not")


@pytest.mark.parametrize(("language", "question"), COVERED, ids=[question for _, question in COVERED])
def test_what_it_covers_is_understood(bench: Bench, language: str, question: str) -> None:
    plan = bench.plan(question)
    assert not plan.abstains, plan.sentence
    assert plan.language == language
    assert plan.sql is not None
    bench.data.ask(plan.sql)


@pytest.mark.parametrize(("language", "question"), NOT, ids=[question for _, question in NOT])
def test_what_it_does_not_is_not_guessed(bench: Bench, language: str, question: str) -> None:
    assert bench.plan(question).abstains


def test_the_tables_are_read() -> None:
    assert len(COVERED) > 40
    assert len(NOT) > 12


def test_the_modules_are_there() -> None:
    way = PAGE.partition("## The way of one question\n")[2].partition("\n## ")[0]
    named = set(re.findall(r"\*\*(\w+)\*\*", way))
    assert len(named) > 10
    folders = [Path(str(room.__path__[0])) for room in (language, understanding)]
    assert named - {path.stem for folder in folders for path in folder.rglob("*.py")} == set()


def test_the_page_is_two_pages_at_most() -> None:
    assert len(PAGE.split()) < 1_500
