"""The product's and the tests' source read as syntax trees: classes, imports, circles, names with an underscore."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parent.parent
PRODUCT = ("core", "adapters", "bots")


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: Path

    def __str__(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        """What stands in it."""
        return self.path.read_text("utf-8")

    @cached_property
    def lines(self) -> list[str]:
        """Its lines; line 1 has index 0."""
        return self.text.splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text)

    @cached_property
    def module(self) -> str:
        """The name by which it is imported: ``core.data.database``; a package has its folder's name."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def sources(*folders: str) -> list[Source]:
    """Every Python file below these folders of the repository, in order of their paths."""
    return [file for folder in folders for file in _below(folder)]


@cache
def _below(folder: str) -> tuple[Source, ...]:
    return tuple(Source(path) for path in sorted((ROOT / folder).rglob("*.py")))


def public_classes(files: list[Source]) -> dict[str, list[tuple[Source, ast.ClassDef]]]:
    """Classes at the top of a module whose name has no underscore, by name."""
    found: dict[str, list[tuple[Source, ast.ClassDef]]] = {}
    for file in files:
        for node in file.tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found.setdefault(node.name, []).append((file, node))
    return found


def imports(file: Source) -> Iterator[tuple[str, str, ast.stmt]]:
    """What a file imports: the module named, the name taken from it ("" for the module itself), the statement.

    Imports inside functions and under ``TYPE_CHECKING`` count.
    """
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, "", node
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}:{node.lineno}: a relative import"
            for alias in node.names:
                yield node.module or "", alias.name, node


def graph(files: list[Source]) -> dict[str, set[str]]:
    """Which module of these files imports which.

    An import that serves types alone is left out when a comment in its block says why it must be one.
    """
    modules = {file.module for file in files}
    edges: dict[str, set[str]] = {module: set() for module in modules}
    for file in files:
        explained = {id(node) for node in _explained(file)}
        for module, name, node in imports(file):
            if id(node) in explained:
                continue
            target = f"{module}.{name}" if f"{module}.{name}" in modules else module
            if target in modules:
                edges[file.module].add(target)
    return edges


def _explained(file: Source) -> Iterator[ast.stmt]:
    """Imports for types alone with a comment beside them, or above them in their ``if TYPE_CHECKING``."""
    for block in ast.walk(file.tree):
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test):
            for node in ast.walk(block):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    if any("#" in line for line in file.lines[block.lineno : node.end_lineno]):
                        yield node


def circles(edges: Mapping[str, set[str]]) -> list[tuple[str, ...]]:
    """Groups of modules of which each reaches every other (Tarjan's strongly connected components of two or more)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[tuple[str, ...]] = []

    def visit(module: str) -> None:
        number[module] = lowest[module] = len(number)
        stack.append(module)
        for other in sorted(edges[module]):
            if other not in number:
                visit(other)
                lowest[module] = min(lowest[module], lowest[other])
            elif other in stack:
                lowest[module] = min(lowest[module], number[other])
        if lowest[module] == number[module]:
            at = stack.index(module)
            members = tuple(sorted(stack[at:]))
            del stack[at:]
            if len(members) > 1:
                found.append(members)

    for module in sorted(edges):
        if module not in number:
            visit(module)
    return sorted(found)


def private_uses(file: Source) -> Iterator[str]:
    """Where a file reaches for a name with an underscore that is not its own: ``line: what``.

    Its own are those of ``self`` and ``cls``, and names that it defines at its top and uses without a dot.
    """
    for module, name, node in imports(file):
        if any(_private(part) for part in (*module.split("."), name)):
            yield f"{node.lineno}: import of {module}.{name}"
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Attribute) and _private(node.attr):
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            if owner not in ("self", "cls") and (owner, node.attr) != ("os", "_exit"):
                yield f"{node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.Call) and _called(node) in ("setattr", "getattr", "delattr", "patch"):
            texts = [item.value for item in node.args if isinstance(item, ast.Constant) and isinstance(item.value, str)]
            if any(_private(part) for text in texts for part in text.split(".")):
                yield f"{node.lineno}: {ast.unparse(node)}"


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")
