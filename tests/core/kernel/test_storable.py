"""JSON from outside becomes such that it can be read and stored everywhere, and otherwise stays what it was."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kernel.storable import DEEPEST, TooDeep, storable


def test_half_a_character_becomes_the_sign_for_one() -> None:
    assert storable("a\ud800b\udfffc") == "a\ufffdb\ufffdc"


def test_two_halves_that_belong_together_are_one_character() -> None:
    """A client in JavaScript may send a face as two escapes."""
    assert storable("\ud83d\ude00") == "\N{GRINNING FACE}"


@pytest.mark.parametrize(("nul", "wanted"), [("", "ab"), (" ", "a b"), ("\ufffd", "a\ufffdb")])
def test_nul_which_postgresql_does_not_store_is_replaced(nul: str, wanted: str) -> None:
    assert storable({"k\0": ["a\0b"]}, nul=nul) == {f"k{nul}": [wanted]}


def test_names_are_mended_as_well_as_values() -> None:
    assert storable({"\ud800": {"x": "\ud800"}}) == {"\ufffd": {"x": "\ufffd"}}


@pytest.mark.parametrize("value", [None, True, 7, 1.5, "Órdenes de Señor Núñez 😀", [], {}, {"a": [1, {"b": None}]}])
def test_what_can_be_stored_stays_as_it_is(value: Any) -> None:
    assert storable(value) == value


def nested(levels: int, kind: str) -> Any:
    made: Any = 1
    for _ in range(levels):
        made = [made] if kind == "list" else {"a": made}
    return made


@pytest.mark.parametrize("kind", ["list", "object"])
def test_it_may_be_as_deep_as_the_limit_and_no_deeper(kind: str) -> None:
    assert storable(nested(DEEPEST, kind)) == nested(DEEPEST, kind)
    with pytest.raises(TooDeep):
        storable(nested(DEEPEST + 1, kind))
    with pytest.raises(TooDeep):
        storable(nested(100_000, kind))  # it stops at the limit, and not where Python's stack ends


TEXTS = st.text(st.characters(exclude_categories=()), max_size=12)
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(JSONS)
def test_whatever_comes_can_be_written_as_utf_8_and_is_stable(value: Any) -> None:
    made = storable(value)
    written = json.dumps(made, ensure_ascii=False)
    assert "\0" not in written
    assert json.loads(written.encode("utf-8")) == made
    assert storable(made) == made
