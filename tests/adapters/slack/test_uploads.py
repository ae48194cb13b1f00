"""How files are called."""

from __future__ import annotations

import re

import pytest

from adapters.slack.sending.uploads import describe
from tests.adapters.slack.replies import artifact, question, reply


@pytest.mark.parametrize(
    ("filename", "stem"),
    [
        ("ot_por_area_2026-11-22.csv", "ot_por_area_2026-11-22"),
        ("data_0.csv", "data_0"),
    ],
)
def test_names_carry_their_question(filename: str, stem: str) -> None:
    part = describe(question(), reply(), artifact().model_copy(update={"filename": filename}))
    assert re.fullmatch(rf"{re.escape(stem)}-[0-9a-f]{{8}}\.csv", part["name"])
    again = describe(question(), reply(), artifact().model_copy(update={"filename": filename}))
    other = describe(question(id="slack:other"), reply(), artifact().model_copy(update={"filename": filename}))
    assert part["name"] == again["name"] != other["name"]
