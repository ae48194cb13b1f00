"""The pages on the semantic model and on the way of a question name what is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from core.semantics.model import SemanticModel

ROOT = Path(__file__).resolve().parents[3]
WALK = (ROOT / "docs" / "walkthrough.md").read_text("utf-8")
MODEL_PAGE = (ROOT / "docs" / "semantic-model.md").read_text("utf-8")
CODE = re.compile(r"`([^`\n]+)`")
PLACE = re.compile(r"(?:core|adapters|bots|docs|tests)/[\w/.-]*")


def defined(source: str) -> set[str]:
    """Functions, methods and classes of a file."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in ast.walk(ast.parse(source)) if isinstance(node, kinds)}


def named_files() -> list[str]:
    return [text for text in CODE.findall(WALK) if PLACE.fullmatch(text)]


def test_every_file_that_the_walk_passes_is_there() -> None:
    assert len(named_files()) > 40
    assert [name for name in named_files() if not (ROOT / name).exists()] == []


def test_every_name_is_defined_in_the_file_beside_it() -> None:
    """``name`` in ``file`` or ``name`` (``file``), line breaks wherever they fall."""
    pairs = re.findall(r"`(\w+)`s?[\s,]+(?:in[\s\n]+)?\(?`((?:core|adapters|bots)/[\w/]+\.py)`", WALK)
    assert len(pairs) > 35
    wrong = [(name, file) for name, file in pairs if name not in defined((ROOT / file).read_text("utf-8"))]
    assert wrong == []


def test_every_other_name_is_defined_somewhere_on_the_way() -> None:
    files = [ROOT / name for name in named_files() if name.endswith(".py")]
    known = set().union(*(defined(file.read_text("utf-8")) for file in files))
    yaml = (ROOT / "core/demo/semantic_model.yaml").read_text("utf-8")
    words = {text for text in CODE.findall(WALK) if re.fullmatch(r"[A-Za-z_]\w+", text)}
    assert {word for word in words - known if not re.search(rf"\b{word}\b", yaml)} == set()


def test_the_question_goes_the_way_that_the_page_tells(model: SemanticModel) -> None:
    assert "open" in model.datasets["work_order"].conditions
    assert model.path("work_order", "area") is not None


def test_functions_of_expressions_are_written_out() -> None:
    from core.semantics.sql.dialect import Dialect

    calls = re.findall(r"`([A-Z_]+)\(([^`]*)\)`", MODEL_PAGE)
    assert len(calls) >= 5
    for function, arguments in calls:
        for name in ("sqlite", "postgres", "mysql"):
            assert function not in Dialect(name).expression(f"{function}({arguments})", "t")
