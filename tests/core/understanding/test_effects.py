"""Effects: a word that counts as used must have changed the query. A reading in which it did nothing loses."""

from __future__ import annotations

import pytest

from core.language.language import languages
from core.understanding.effects import EFFECTS, idle, timeless
from core.understanding.meaning.draft import Draft
from tests.core.understanding.plants import Plant


def idle_words(plant: Plant, text: str, query: str) -> set[str]:
    """The words of a text that this query does not show, when all of them count as used."""
    bag = plant.bags(text)[0]
    draft = Draft.of(plant.query(query))
    draft.used = dict.fromkeys(range(len(bag.phrases)), "used")
    return {bag.text(place) for place in idle(bag, draft)}


@pytest.mark.parametrize(
    ("text", "word", "without", "shown"),
    [
        (
            "equipos con más fallas", "con más",
            "list equipment | with failure",
            "ranking failure: count | by equipment.tag | most measure | top 5",
        ),
        ("promedio de horas de paro", "promedio de", "measure downtime: downtime_hours", "measure downtime: avg minutes"),
        ("who has open orders", "who has", "count work_order | open", "list work_order | open | show technician.name"),
        ("cuándo fallaron las bombas", "cuándo", "count failure", "list failure | show detected_at"),
        (
            "porcentaje de equipos parados", "porcentaje de",
            "count equipment | down", "measure equipment: share of down",
        ),
        ("equipos sin fallas", "fallas", "list equipment", "list equipment | without failure"),
        ("OT no abiertas", "abiertas", "count work_order", "count work_order | not open"),
        ("las 5 bombas", "5", "list equipment | type = pump", "list equipment | type = pump | top 5"),
    ],
)  # fmt: skip
def test_a_word_that_changed_nothing_is_idle(plant: Plant, text: str, word: str, without: str, shown: str) -> None:
    assert word in idle_words(plant, text, without)
    assert word not in idle_words(plant, text, shown)


def test_an_order_of_one_row_is_none(plant: Plant) -> None:
    """The most of a single figure: there is nothing that could come first."""
    assert "más" in idle_words(plant, "más fallas", "count failure | top 5")


def test_now_is_answered_by_a_state_or_a_period_and_not_from_the_beginning(plant: Plant) -> None:
    bag = plant.bags("cuántas fallas hay ahora")[0]
    assert bag.now == "ahora"
    assert timeless(bag, Draft.of(plant.query("count failure")))
    assert not timeless(bag, Draft.of(plant.query("count failure | period 2026-11-22..2026-11-22")))
    assert not timeless(bag, Draft.of(plant.query("count downtime | ongoing")))
    assert not timeless(bag, Draft.of(plant.query("count equipment | down")))
    assert not timeless(plant.bags("cuántas fallas hay")[0], Draft.of(plant.query("count failure")))


def test_every_role_with_an_effect_is_one_that_a_word_has() -> None:
    """A misspelt role would hold nothing."""
    known = {role for words in languages().values() for role in words.roles}
    assert not EFFECTS.keys() - known
