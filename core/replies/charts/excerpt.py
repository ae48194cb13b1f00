"""Copies functions out of modules as source text, with everything that they use, without importing the modules."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Final

PACKAGE: Final = "core.replies.charts"
MODULES: Final = ("prepare/table.py", "prepare/buckets.py", "prepare/fold.py", "prepare/points.py", "plain.py")
"""Where the script's functions come from, in the order in which they stand in the script."""


@dataclass(frozen=True)
class Excerpt:
    """Source text of some functions and of all that they use.

    Attributes:
        imports: names by the module that they come from; an empty list where the module itself is imported.
        constants, functions: one text each, classes among the functions.
    """

    imports: dict[str, list[str]] = field(default_factory=dict)
    constants: list[str] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Definition:
    """What a module defines: its sort of statement, where an import is from, its text, and the names it uses."""

    sort: type[ast.stmt]
    module: str
    text: str
    uses: frozenset[str]


@lru_cache(maxsize=1)
def _definitions() -> dict[str, _Definition]:
    """Each function, class, constant and import of the modules by its name."""
    found: dict[str, _Definition] = {}
    for file in MODULES:
        text = files(PACKAGE).joinpath(file).read_text(encoding="utf-8")
        lines = text.splitlines()
        for node in ast.parse(text).body:
            used = frozenset(part.id for part in ast.walk(node) if isinstance(part, ast.Name))
            for name in _names(node):
                module = str(node.module) if isinstance(node, ast.ImportFrom) else ""
                found[name] = _Definition(type(node), module, "\n".join(lines[node.lineno - 1 : node.end_lineno]), used)
    return found


def _names(node: ast.stmt) -> list[str]:
    """What a statement defines; nothing for an import of ours, whose names other modules of the list define."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and not str(node.module).startswith("core.")):
        return [alias.asname or alias.name for alias in node.names]
    return []


def excerpt(wanted: Iterable[str]) -> Excerpt:
    """These functions and all that they use.

    Raises:
        KeyError: there is no such function.
    """
    known = _definitions()
    needed: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += known[name].uses & known.keys()
    copied = Excerpt()
    for name, one in known.items():
        if name not in needed:
            continue
        if one.sort is ast.Import:
            copied.imports[name] = []
        elif one.sort is ast.ImportFrom:
            copied.imports.setdefault(one.module, []).append(name)
        else:
            (copied.constants if one.sort is ast.Assign else copied.functions).append(one.text)
    return copied
