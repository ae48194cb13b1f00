"""Recorded payloads with something wrong in them: for fuzzing what platforms send us."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

DEEP: Any = "x"
for _ in range(300):
    DEEP = [DEEP]

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, -1, 1.5, 10**30, 1e308, float("inf"), float("nan")]),
    st.sampled_from(
        ["", " ", "x", "0", "soon", "1e999", "\0", "\ud800", "{}", "[]", "null", "T" * 5000, "a:b:c:d:e:f:g"]
    ),
    st.sampled_from(
        [[], {}, [None], [[]], {"": None}, ["x"], {"id": None}, {"id": 5}, {"id": []}, {"text": {}}, [{"id": []}]]
    ),
    st.just(DEEP),
    st.text(max_size=20),
)


def paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where something can be changed."""
    found = [at] if at else []
    if isinstance(value, dict):
        for key, part in value.items():
            found += paths(part, (*at, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            found += paths(part, (*at, index))
    return found


def changed(payload: Any, changes: list[tuple[int, str, Any]]) -> Any:
    """A payload with some of its fields replaced, taken out or doubled."""
    made = copy.deepcopy(payload)
    for number, how, value in changes:
        places = paths(made)
        if not places:
            break
        *above, last = places[number % len(places)]
        inside = made
        for key in above:
            inside = inside[key]
        if how == "take out":
            del inside[last]
        elif how == "list":
            inside[last] = [inside[last], copy.deepcopy(inside[last])]
        else:
            inside[last] = copy.deepcopy(value)
    return made


CHANGES = st.lists(
    st.tuples(st.integers(0, 500), st.sampled_from(["replace", "replace", "take out", "list"]), ODD),
    min_size=1,
    max_size=3,
)
