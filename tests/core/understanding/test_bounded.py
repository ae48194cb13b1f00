"""Bad input: whatever is pasted is read in a bounded time and answered by a question, never by a guess or an error."""

from __future__ import annotations

import time

import pytest

from core.planning.plan import Plan
from tests.core.understanding.rig import Bench

SECONDS = 0.5
"""Five times what is promised, for a machine that others use as well."""
PASTED = {
    "noise": "xq zv 7f!! " * 180,
    "conditions": "bombas " + " y ".join(f"de {number} horas" for number in range(300)),
    "one word": "bombas " * 1000,
    "letters": "a" * 2000,
    "brackets": "(" * 1000 + ")" * 1000,
    "numbers": " ".join(str(number) for number in range(400)),
    "emoji": "🙂" * 500,
    "joined": " or ".join(["pumps", "motors", "orders", "stops"] * 60),
    "questions": "¿cuántas bombas hay? " * 90,
    "nothing": "",
    "signs": "%%% && || ;; -- /* */",
    "code": "SELECT * FROM equipment; DROP TABLE equipment",
    "controls": "bombas\x00\u202eparadas\ufeff",
}


@pytest.mark.parametrize("name", PASTED)
def test_a_paste_is_read_in_a_bounded_time(bench: Bench, name: str) -> None:
    began = time.process_time()
    plan = bench.plan(PASTED[name])
    assert time.process_time() - began < SECONDS
    assert plan is not None


@pytest.mark.parametrize("name", ["noise", "letters", "numbers", "signs", "code", "nothing"])
def test_what_says_nothing_queries_nothing(bench: Bench, name: str) -> None:
    plan: Plan = bench.plan(PASTED[name])
    assert plan.abstains
