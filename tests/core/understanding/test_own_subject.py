"""Pronouns that point at the noun of their own sentence, and those that point elsewhere (phrases/own_subject)."""

from __future__ import annotations

from core.understanding.phrases.own_subject import resolved
from tests.core.understanding.rig import Bench

WEAK = frozenset({"it", "them"})


def test_what_was_named_in_the_message_needs_no_talk(bench: Bench) -> None:
    plan = bench.plan("boilers - status of each?")
    assert plan.query is not None and [ref.field for ref in plan.query.select] == ["tag", "status"]


def test_a_pronoun_without_a_noun_is_asked(bench: Bench) -> None:
    assert bench.plan("what is its status").abstains


def test_nothing_is_made_of_nothing() -> None:
    assert resolved([], WEAK, lambda ref: False) == []
