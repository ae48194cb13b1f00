"""One thing of a sentence is bold, whatever its text is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kernel.messages import Span
from core.wording.marks import spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a **b** c", [("a ", False), ("b", True), (" c", False)]),
        ("**b**.", [("b", True), (".", False)]),
        ("todo", [("todo", True)]),
        ("**b** y **c** d", [("b", True), (" y c d", False)]),
        ("a **b** c ** d", [("a ", False), ("b", True), (" c  d", False)]),
        ("a ** b", [("a  b", True)]),
    ],
)
def test_the_first_marked_part_is_the_bold_one(text: str, expected: list[tuple[str, bool]]) -> None:
    assert spans(text) == tuple(Span(text=part, bold=bold) for part, bold in expected)


@given(st.lists(st.sampled_from(["**", "a", " ", "b;"]), min_size=1, max_size=9).map("".join))
def test_never_two_and_no_word_is_lost(text: str) -> None:
    found = spans(text)
    assert sum(span.bold for span in found) <= 1
    assert "".join(span.text for span in found) == text.replace("**", "")
