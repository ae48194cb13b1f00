"""Lattice: every stretch of a question with all that it may mean, and the cheapest ways to cover the question."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.semantics.model import SemanticModel
from core.understanding.reading.covers import PASSED_OVER
from core.understanding.reading.lattice import COVERS, Lattice
from tests.core.understanding.plants import Plant


def readings(plant: Plant, lattice: Lattice) -> list[tuple[str, set[str]]]:
    """What the cheapest cover's mentions are written as, and may mean."""
    return [(mention.folded, plant.told(mention)) for mention in lattice.mentions]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "OT abiertas por área",
            {
                "ot": "noun work_order",
                "abiertas": "condition work_order.open",
                "por": "role by",
                "area": "noun area",
            },
        ),
        ("down pumps", {"down": "condition equipment.down", "pumps": "value equipment.type = pump"}),
        ("MTBF de soldadura", {"mtbf": "metric mtbf", "soldadura": "value area.name = Welding"}),
        ("más de 3 horas", {"mas de": "role more_than"}),
        ("fallas del mes pasado", {"fallas": "noun failure", "del mes pasado": "time"}),
    ],
)
def test_a_word_is_read_as_what_the_model_says_that_it_means(plant: Plant, text: str, wanted: dict[str, str]) -> None:
    found = dict(readings(plant, plant.read(text)))
    assert {word: meaning for word, meaning in wanted.items() if meaning not in found.get(word, ())} == {}, found


def named(model: SemanticModel) -> Iterator[tuple[str, str]]:
    """Each dataset and metric of a model with a term in Spanish."""
    for meaning in model.datasets.values():
        yield from ((f"noun {meaning.name}", term) for term in meaning.terms["es"])
    for metric in model.metrics.values():
        yield from ((f"metric {metric.name}", term) for term in metric.terms["es"])


def test_a_term_of_several_things_keeps_all_of_them(plant: Plant) -> None:
    """No reading is thrown away for being the dearer one: what else a term means is not known yet."""
    lost = []
    for wanted, term in named(plant.bench.planner.model):
        kind, name = wanted.split()
        whole = [mention for cover in plant.read(term).covers for mention in cover.mentions if len(cover.mentions) == 1]
        if not any(f"{kind} {plant.old(name)}" in plant.told(mention) for mention in whole):
            lost.append((wanted, term))
    assert lost == []


@pytest.mark.parametrize(
    "text",
    [
        "tiempo medio entre fallas de las bombas de soldadura este mes",
        "cuantas xyzzy abiertas hay",
        "OT",
        "machines with more than 20 hours of downtime and without failures, by area",
    ],
)
def test_a_cover_has_each_word_once_and_the_cheapest_comes_first(plant: Plant, text: str) -> None:
    lattice = plant.read(text)
    assert 1 <= len(lattice.covers) <= COVERS
    for cover in lattice.covers:
        ends = [0, *(mention.end for mention in cover.mentions)]
        assert [mention.start for mention in cover.mentions] == ends[:-1]
        assert ends[-1] == len(lattice.tokens)
    costs = [cover.cost for cover in lattice.covers]
    assert costs == sorted(costs)


def test_a_name_is_one_mention_though_its_words_mean_something_alone(plant: Plant) -> None:
    ((text, told),) = readings(plant, plant.read("tiempo medio entre fallas"))
    assert text == "tiempo medio entre fallas"
    assert "metric mtbf" in told


def test_a_word_that_nothing_knows_stays_a_mention_without_readings(plant: Plant) -> None:
    found = dict(readings(plant, plant.read("OT xyzzy abiertas")))
    assert found["xyzzy"] == set()
    dear, cheap = plant.read("OT xyzzy"), plant.read("OT abiertas")
    assert dear.covers[0].cost > cheap.covers[0].cost


def test_a_slip_is_mended_and_told(plant: Plant) -> None:
    lattice = plant.read("ordenes abiretas")
    ((typed, meant),) = lattice.corrections
    assert (typed, meant) == ("abiretas", "abiertas")
    assert [mention.typed for mention in lattice.mentions if mention.typed] == ["abiretas"]


@pytest.mark.parametrize("written", ["P-101", "p101", "P 101", "p-101"])
def test_a_code_is_read_with_or_without_its_separators(plant: Plant, written: str) -> None:
    (mention,) = plant.read(written).mentions
    assert "value equipment.tag = P-101" in plant.told(mention)


def test_a_code_that_no_thing_has_is_one_that_is_missing(plant: Plant) -> None:
    (mention,) = plant.read("P-987").mentions
    assert "missing equipment.tag P-987" in plant.told(mention)


@pytest.mark.parametrize(
    ("text", "passed_over"),
    [("Xyzzy, ¿cuántas OT hay?", True), ("¿cuántas OT hay, xyzzy?", True), ("¿cuántas xyzzy OT hay?", False)],
)
def test_a_strange_word_at_an_edge_and_set_off_is_addressed_to_somebody(
    plant: Plant, text: str, passed_over: bool
) -> None:
    found = dict(readings(plant, plant.read(text)))
    assert found["xyzzy"] == ({f"light {PASSED_OVER}"} if passed_over else set())


def test_of_a_paste_only_the_cheapest_cover_is_looked_at(plant: Plant) -> None:
    assert len(plant.read("fallas por turno de las bombas " * 15).covers) == 1
