"""What reliability.md and security.md promise is held by tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CITED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


@pytest.mark.parametrize("page", ["reliability.md", "security.md"])
def test_every_test_that_is_named_is_there(page: str) -> None:
    cited = CITED.findall((ROOT / "docs" / page).read_text("utf-8"))
    assert len(cited) > 15
    for file, name in cited:
        text = (ROOT / file).read_text("utf-8") if (ROOT / file).exists() else ""
        assert re.search(rf"^(?:async )?def {name or 'test_'}", text, re.MULTILINE), f"{page}: {file}::{name}"


@pytest.mark.parametrize(("page", "heading"), [("reliability.md", "Held by"), ("security.md", "Held by")])
def test_no_row_of_a_promise_goes_without_a_test(page: str, heading: str) -> None:
    inside = False
    for line in (ROOT / "docs" / page).read_text("utf-8").splitlines():
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            inside = inside or cells[-1] == heading
            if inside and cells[-1] != heading and not set(line) <= set("|-"):
                assert CITED.search(cells[-1]), line
        else:
            inside = False
