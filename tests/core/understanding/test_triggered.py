"""Steps that a question calls by its marks; that a skipped one finds nothing is looked at wherever the planner is asked."""

from __future__ import annotations

import pytest

from core.understanding.derive import bags_of
from core.understanding.meaning.bag import Bag
from core.understanding.phrases.types import Bound, Extreme, Split, When
from core.understanding.reading.readings import Cond, MetricIs, NounIs
from core.understanding.triggered import Mark, Tie, Triggered, finds, reads
from tests.core.understanding.called import AS_IT_IS, every_step_called
from tests.core.understanding.rig import Bench


def bag_of(bench: Bench, text: str) -> Bag:
    """The phrases of the cheapest cover."""
    read = bench.read(text)
    values = bench.planner.values
    assert values is not None
    return next(bags_of(read, bench.planner.lexicon, values, read.language or "en"))


@pytest.mark.parametrize(
    ("text", "borne", "lacking"),
    [
        ("OT abiertas por área, con gráfica", {NounIs, Cond, Split, "chart"}, {Bound, Extreme, When, "average"}),
        ("average downtime hours in October", {"average", MetricIs, When}, {Split, Bound, Tie.NEGATED}),
        ("machines without failures", {NounIs, Tie.LINKED}, {Tie.OWN, "chart", Extreme}),
        ("las 5 máquinas con más de 3 fallas", {Bound, NounIs}, {Split, "average", Tie.NEGATED}),
    ],
)
def test_a_question_bears_what_its_words_and_phrases_may_be(
    bench: Bench, text: str, borne: set[Mark], lacking: set[Mark]
) -> None:
    marks = bag_of(bench, text).marks
    assert borne - marks == set()
    assert lacking & marks == set()


def test_a_step_is_called_where_one_of_its_marks_is_borne(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Triggered, "__call__", AS_IT_IS)
    called: list[str] = []
    step = reads(called.append, "share", Bound)
    step(frozenset({Bound, "count"}), "borne")
    step(frozenset({"count"}), "lacking")
    assert called == ["borne"]


def test_a_step_that_is_skipped_and_would_have_found_something_is_noticed() -> None:
    wrong = finds(lambda given: [given], "share")
    with every_step_called():
        assert list(wrong(frozenset({"share"}), "so")) == ["so"]
        with pytest.raises(AssertionError, match="is skipped and finds something"):
            wrong(frozenset({"count"}), "so")
