"""Golden conversations: every message with its plan behind those before it (tests/golden/threads.yaml)."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.planning.plan import Asks, Plan, Queried
from core.semantics.query import SemanticQuery
from core.semantics.sql.compile import Compiler
from tests import yaml_text
from tests.core.understanding.rig import TODAY, Bench
from tests.golden.notation import read
from tests.golden.plans import written

GOLDEN = Path(__file__).parents[2] / "golden" / "threads.yaml"
THREADS = yaml_text.read_words(GOLDEN.read_text("utf-8"))
ASKED = {
    "only parts": "«parts» alone is no measure",
    "inventario por categoría en pesos": "the stock is a number of parts, and no money",
    "las tres con más": "behind a message that was not understood",
    "¿y las que menos tienen?": "behind a message that was not understood",
    "ahora por proveedor": "behind a message that was not understood",
}
"""Messages that are asked back although their plan is known, and why."""


def _rows(bench: Bench, query: SemanticQuery) -> list[tuple[object, ...]]:
    compiled = Compiler(bench.planner.model, "sqlite").compile(query, TODAY, "en")
    return list(bench.data.ask(compiled.sql).rows)


def _same(bench: Bench, golden: str, plan: Queried) -> bool:
    """The same rows; a list may show other columns of them."""
    query = read(golden.split(" | chart")[0])
    wanted, found = _rows(bench, query), list(bench.data.ask(plan.sql).rows)
    if query.shape == "list" and not query.select:
        wanted, found = [row[:1] for row in wanted], [row[:1] for row in found]
    if query.order is None:
        wanted, found = sorted(wanted, key=repr), sorted(found, key=repr)
    return wanted == found


@pytest.mark.parametrize(
    ("language", "thread"),
    [
        pytest.param(language, thread, id=f"{language}-{thread[0]['q']}")
        for language, found in THREADS.items()
        for thread in found
    ],
)
def test_every_message_of_a_thread(bench: Bench, language: str, thread: list[dict[str, str | list[str]]]) -> None:
    for number, turn in enumerate(thread, start=1):
        plan = bench.talk(*(str(item["q"]) for item in thread[:number]))[-1]
        golden = [turn["is"]] if isinstance(turn["is"], str) else turn["is"]
        line = written(plan, bench.session.last_plan)
        if turn["q"] in ASKED:
            assert isinstance(plan, Asks), line
            continue
        if line in golden or (isinstance(plan, Asks) and "asks" in golden):
            continue
        assert isinstance(plan, Queried), f"{turn['q']}: {line}"
        queries = [text for text in golden if not text.startswith(("asks", "image", "help"))]
        assert any(_same(bench, text, plan) for text in queries), f"{turn['q']}: {line}"
        assert plan.language == language


def _offered(plan: Plan) -> list[str]:
    assert isinstance(plan, Queried), plan
    return [offer.text for offer in plan.offers]


@pytest.mark.parametrize(
    ("turns", "offer", "then"),
    [
        (
            ("¿cuál es la bomba que más falla este año?", "¿qué OT tiene abiertas?"),
            "toda la planta",
            "list work_order | open",
        ),
        (
            ("open orders on P-101", "and stops in october?"),
            "whole plant",
            "list downtime | on started_at 2026-10-01..2026-10-31",
        ),
        (
            ("open orders on P-101", "how many stops were there in october"),
            "only P-101",
            "count downtime | equipment.tag = P-101 | on started_at 2026-10-01..2026-10-31",
        ),
        (
            ("compresores parados", "otra cosa: ¿cuántas fallas hubo en octubre?"),
            "solo lo de antes",
            "count failure | equipment.down, equipment.type = compressor | on detected_at 2026-10-01..2026-10-31",
        ),
        (
            ("failures on pumps this year by mode", "new question: how many stops were there by cause?"),
            "only what we had before",
            "breakdown downtime: count | equipment.type = pump | by cause | on started_at 2026-01-01..2026-11-22",
        ),
    ],
)
def test_one_press_changes_what_was_kept(bench: Bench, turns: tuple[str, ...], offer: str, then: str) -> None:
    assert _offered(bench.talk(*turns)[-1]) == [offer]
    plan = bench.talk(*turns, offer)[-1]
    assert written(plan, bench.session.last_plan) == then


def test_what_a_new_topic_let_go_of_is_said(bench: Bench) -> None:
    plan = bench.talk("compresores parados", "otra cosa: ¿cuántas fallas hubo en octubre?")[-1]
    assert isinstance(plan, Queried) and not plan.inherited
    assert any("sin mantener" in text and "compresores" in text for text in plan.assumptions), plan.assumptions
    kept = bench.talk("compresores parados", "¿cuántas fallas han tenido en octubre?")[-1]
    assert isinstance(kept, Queried) and not any("sin mantener" in text for text in kept.assumptions)


def test_nothing_is_offered_where_nothing_was_kept(bench: Bench) -> None:
    assert _offered(bench.talk("OT abiertas por área")[-1]) == []
    assert _offered(bench.talk("OT abiertas por área", "¿y por técnico?")[-1]) == []
