"""What filters need not say beside each other: all values of a field, a state within a state, what a named row is."""

from __future__ import annotations

import pytest

from core.semantics.exclusion import implies
from core.wording.describe.implied import telling
from tests.core.replies.words import describer, model
from tests.golden.notation import read


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("count work_order | open, overdue", "OT vencidas"),
        ("count work_order | open, type = corrective", "OT correctivas abiertas"),
        ("count work_order | closed, completed_at in 2026-10-01..2026-10-31", "OT cerradas el mes pasado"),
        ("count work_order | open, priority = emergency/high/medium/low", "OT abiertas"),
        ("count work_order | open, priority = emergency/high", "OT abiertas de emergencia o de prioridad alta"),
        ("count work_order | equipment.tag = B-106, equipment.type = boiler", "OT de B-106"),
        ("count work_order | equipment.type = boiler", "OT de calderas"),
        ("count equipment | tag = P-101, type = pump", "bomba P-101"),
        ("count equipment | type = pump, type <> motor", "bombas"),
        ("count equipment | type <> motor", "equipos que no son motores"),
        ("count downtime | not planned", "paros no programados"),
        ("count work_order | not overdue", "OT no vencidas"),
        (
            "count equipment | without failure (period 2026-10-01..2026-10-31), without downtime (period 2026-10-01..2026-10-31)",
            "equipos sin fallas ni paros el mes pasado",
        ),
        (
            "count technician | with work_order (open), without work_order (overdue)",
            "técnicos con OT abiertas y sin OT vencidas",
        ),
    ],
)
def test_nothing_is_said_twice(query: str, said: str) -> None:
    asked = read(query)
    assert describer("es").phrase(asked, None) == said


def test_a_filter_alone_is_always_said() -> None:
    for query in ("count work_order | open", "count work_order | overdue", "count equipment | type = pump"):
        asked = read(query)
        assert telling(model(), asked.dataset, asked.filters) == list(asked.filters)


@pytest.mark.parametrize(
    ("one", "other", "holds"),
    [
        ("overdue", "open", True),
        ("open", "overdue", False),
        ("in_progress", "open", True),
        ("completed_late", "closed", True),
        ("closed", "completed_late", False),
        ("open", "open", False),
        ("unassigned", "open", False),
        ("open", "not_cancelled", False),  # not told from its values, so it is said
    ],
)
def test_one_state_implies_another_by_their_sql(one: str, other: str, holds: bool) -> None:
    assert implies(model(), "work_order", one, other) is holds
