"""The golden files' cases: questions with their plans, queries with their sentences."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from tests import yaml_text

GOLDEN = Path(__file__).parent
LANGUAGES = ("es", "en")
PLANNING = ("coverage", "everyday", "language", "time", "values", "followups", "ambiguity", "charts", "wider", "lapses")


class Planned(NamedTuple):
    """A case of planning_NAME.yaml: the turns of a conversation and the plan of the last one."""

    id: str
    language: str
    turns: tuple[str, ...]
    plan: str


@cache
def planned(name: str) -> tuple[Planned, ...]:
    """The cases of a file; a reader that leaves «no» a word."""
    found = yaml_text.read_words((GOLDEN / f"planning_{name}.yaml").read_text("utf-8"))
    return tuple(
        Planned(
            f"{name}-{language}-{number}",
            language,
            (case["q"],) if isinstance(case["q"], str) else tuple(case["q"]),
            case["is"],
        )
        for language, cases in found.items()
        for number, case in enumerate(cases, start=1)
    )


@cache
def headlines(language: str) -> tuple[dict[str, Any], ...]:
    """The cases of headlines_LANGUAGE.yaml."""
    return tuple(yaml_text.read((GOLDEN / f"headlines_{language}.yaml").read_text("utf-8")))
