"""docs/guard.md names every reason, every problem and every limit, as the code has them."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from core.data import failures
from core.data.guard import parse as guard_parse
from core.data.guard import rules as guard_rules
from core.kernel.errors import DatabaseUnavailable

DOCS = (Path(__file__).parents[3] / "docs" / "guard.md").read_text("utf-8")


def test_every_reason_is_told() -> None:
    for reason in get_args(guard_rules.Reason):
        assert f"| `{reason}` |" in DOCS


def test_every_problem_is_told() -> None:
    for kind in vars(failures).values():
        if isinstance(kind, type) and issubclass(kind, DatabaseUnavailable):
            assert f"`{kind.__name__}`" in DOCS


def test_the_limits_are_those_of_the_code() -> None:
    for limit in (guard_rules.MAX_LENGTH, guard_parse.MAX_TOKENS, guard_rules.MAX_NODES):
        assert f"{limit:,}" in DOCS
    assert f"{guard_parse.MAX_PARENTHESES} levels of parentheses" in DOCS
    assert f"{guard_rules.MAX_DEPTH} levels" in DOCS
    assert guard_parse.MAX_TYPE_NESTING == 4
    assert "four deep" in DOCS
