"""Real words of a language are no slips of ours: none that ships would be one of ours, and none is mended."""

from __future__ import annotations

import pytest

from core.understanding.reading.spelling import real_words
from tests.core.understanding.rig import Bench


def test_no_real_word_is_mended(bench: Bench) -> None:
    reader = bench.wait(bench.planner.prepare())
    sample = sorted(real_words())[::50]
    assert len(sample) > 200
    assert [word for word in sample if not reader.known(word) and reader.speller.correct(word) is not None] == []


@pytest.mark.parametrize("word", ["bonbas", "vensidas", "maqinas", "refaciones", "mantenimeinto", "overdeu", "machnes"])
def test_a_slip_is_no_real_word(word: str) -> None:
    assert word not in real_words()
