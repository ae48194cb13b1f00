"""What the house asks of every file: names that are unique, imports without circles, files that one reads at once."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests import source_tree
from tests.source_tree import PRODUCT, Source, sources

ROOT = Path(__file__).parents[1]

LONGEST = 400
"""Lines in a file."""

# Public class names that still mean two things; a name that no longer does must leave the list.
KNOWN_DUPLICATES: set[str] = set()

# Modules that still import each other in a circle; a circle that is broken must leave the list.
KNOWN_CIRCLES: list[tuple[str, ...]] = []


def test_a_public_class_name_means_one_thing() -> None:
    """One that shadows another of its own package on purpose says «shadows» in a comment on its ``class`` line."""
    twice = {}
    for name, places in source_tree.public_classes(sources("core", "adapters")).items():
        plain = [(file, node) for file, node in places if not says_that_it_shadows(file, node)]
        if len(plain) > 1:
            twice[name] = [f"{file}:{node.lineno}" for file, node in plain]
    assert {name: places for name, places in twice.items() if name not in KNOWN_DUPLICATES} == {}
    assert KNOWN_DUPLICATES - twice.keys() == set(), "these are unique now: take them off the list"


def says_that_it_shadows(file: Source, node: ast.ClassDef) -> bool:
    """True when a comment on the line says so and the package has the class that is shadowed."""
    _, _, comment = file.lines[node.lineno - 1].partition("#")
    if "shadows" not in comment:
        return False
    package = "/".join(file.module.split(".")[:2])
    return len(source_tree.public_classes(sources(package))[node.name]) > 1


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Imports under TYPE_CHECKING count too, unless a comment there says why they must be."""
    found = source_tree.circles(source_tree.graph(sources(*PRODUCT)))
    assert [circle for circle in found if circle not in KNOWN_CIRCLES] == []
    assert [circle for circle in KNOWN_CIRCLES if circle not in found] == [], "broken now: take them off the list"


def test_a_circle_is_found_and_what_only_leads_to_it_is_not_of_it() -> None:
    edges = {"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set(), "e": {"f"}, "f": {"e"}}
    assert source_tree.circles(edges) == [("b", "c"), ("e", "f")]


@pytest.mark.parametrize("folder", [*PRODUCT, "tests", "benchmarks"])
def test_no_file_is_longer_than_a_reader_keeps_in_mind(folder: str) -> None:
    assert [f"{file}: {len(file.lines)}" for file in sources(folder) if len(file.lines) > LONGEST] == []


def test_every_package_and_module_says_what_it_is_for() -> None:
    silent = [str(file) for file in sources(*PRODUCT) if ast.get_docstring(file.tree) is None]
    assert not silent, silent


def test_the_architecture_page_lists_the_rooms_of_core_in_the_order_of_their_layers() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract.get("containers") == ["core"]]
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = page.partition("### The layers of core")[2].partition("## ")[0]
    rows = [re.findall(r"`(\w+)`", line.split("|")[2]) for line in table.splitlines() if line.count("|") > 3]
    told = [room for row in rows for room in row]
    assert set(told) == {path.stem for path in (ROOT / "core").glob("[a-z]*") if path.name != "__pycache__"}
    levels = {room.strip(): level for level, rooms in enumerate(layers) for room in rooms.split("|")}
    assert [levels[room] for room in told] == sorted(levels[room] for room in told)


# Modules that have one name on purpose: the same step of each of several things that are done alike.
DONE_ALIKE = {
    "access": "each way of reaching a database",
    "job": "what each kind of process is sent",
    "points": "single values, prepared, labelled and drawn",
    "table": "rows shown; a chart's table, prepared and labelled",
}


@pytest.mark.parametrize("room", sorted(path.name for path in (ROOT / "core").iterdir() if path.is_dir()))
def test_no_two_modules_of_a_room_have_one_name(room: str) -> None:
    """Those of two rooms may: what compiles periods and what words them are told apart by where they stand."""
    places: dict[str, list[str]] = {}
    for file in sources(f"core/{room}"):
        if file.path.stem not in ("__init__", *DONE_ALIKE):
            places.setdefault(file.path.stem, []).append(str(file))
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def test_what_is_done_alike_is_there_more_than_once() -> None:
    stems = [file.path.stem for file in sources("core")]
    assert [name for name in DONE_ALIKE if stems.count(name) < 2] == []


def test_every_folder_of_the_product_is_a_package() -> None:
    folders = {file.path.parent for file in sources(*PRODUCT)}
    assert [str(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_no_test_imports_a_test() -> None:
    """What tests share stands in modules of its own: rigs, fakes, samples. A conftest gives fixtures, by their names."""
    taken = [
        f"{file}:{node.lineno}: {module}.{name}"
        for file in sources("tests")
        for module, name, node in source_tree.imports(file)
        if any(part.startswith("test_") or part == "conftest" for part in (*module.split("."), name))
        and module.split(".")[0] == "tests"
    ]
    assert not taken, "\n".join(taken)


def test_no_test_reaches_behind_an_underscore() -> None:
    """A test that needs what is private is a test of the wrong thing, or the thing should be public."""
    reached = [f"{file}:{use}" for file in sources("tests") for use in source_tree.private_uses(file)]
    assert not reached, "\n".join(reached)
