"""docs/semantic-model.md and the models of the file say the same keys, and every example of the page can be read.

``UPDATE_DOCS=1`` writes the tables anew.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from core.semantics.file import page as keys_page
from core.semantics.file.keys import Context, Keys
from core.semantics.file.whole import ModelFile
from core.semantics.load import parse_model

ROOT = Path(__file__).resolve().parents[3]
FILE = ROOT / "docs" / "semantic-model.md"
TABLE = re.compile(r"<!-- keys: (?P<place>[\w ]+) -->\n\n(?P<table>(?:\|.*\n)*)\n?")
ROW = re.compile(r"^\| `(?P<key>\w+)` \| (?P<meaning>.+) \| `(?P<example>.+)` \|$")
ROWS = [
    (found["place"], row["key"], row["example"])
    for found in TABLE.finditer(FILE.read_text("utf-8"))
    for line in found["table"].splitlines()[2:]
    if (row := ROW.match(line))
]
NOT_READ = {"examples", "dimension", "is_time", "custom_extensions", "vendor_name", "data", "guessed", "description"}
NOT_READ |= {"cardinality"}
"""Keys that the file may have for others: Ossie's readers, other tools, the person who edits it. A cardinality is only
checked."""


def test_the_page_has_the_tables_of_the_models() -> None:
    text = FILE.read_text("utf-8")
    wanted = TABLE.sub(lambda found: f"<!-- keys: {found['place']} -->\n\n{keys_page.table(found['place'])}", text)
    if wanted != text and os.environ.get("UPDATE_DOCS"):
        FILE.write_text(wanted, "utf-8")
        text = wanted
    assert text == wanted, "UPDATE_DOCS=1 writes them"


def test_every_place_is_on_the_page_once() -> None:
    assert sorted(found["place"] for found in TABLE.finditer(FILE.read_text("utf-8"))) == sorted(keys_page.PLACES)


def test_every_key_is_named_at_its_place_and_every_named_key_exists() -> None:
    named = {(place, key) for place, key, _ in ROWS}
    known = {
        (place, info.alias or name)
        for place, kind in keys_page.PLACES.items()
        for name, info in kind.model_fields.items()
        if kind is Context or name not in Context.model_fields
    }
    assert named == known
    assert len(ROWS) == len(named) > 130


def kinds_in(kind: type[Keys]) -> Iterator[type[Keys]]:
    """All classes that a file can hold, found through the annotations themselves."""
    seen: set[type[Keys]] = set()
    todo: list[object] = [kind]
    while todo:
        at = todo.pop()
        if isinstance(at, type) and issubclass(at, Keys):
            if at not in seen:
                seen.add(at)
                yield at
                todo += [info.annotation for info in at.model_fields.values()]
        else:
            todo += [arg for arg in getattr(at, "__args__", ()) if arg is not at]


def test_no_class_of_the_file_is_without_a_place() -> None:
    placed = set(keys_page.PLACES.values())
    inside = {kind for kind in kinds_in(ModelFile) if not any(issubclass(other, kind) for other in placed)}
    assert {kind.__name__ for kind in inside} <= {"ValueTerms"}, "ValueTerms is what a ValueKeys is read as"


@pytest.mark.parametrize(("place", "key", "example"), ROWS, ids=[f"{place}: {key}" for place, key, _ in ROWS])
def test_every_example_can_be_read(place: str, key: str, example: str) -> None:
    read = yaml.safe_load(example)
    assert list(read) == [key]
    try:
        keys_page.PLACES[place].model_validate(read)
    except ValidationError as error:
        wrong = [item for item in error.errors() if item["type"] != "missing" or len(item["loc"]) > 1]
        assert wrong == []


def test_an_example_with_a_wrong_value_is_not_read() -> None:
    with pytest.raises(ValidationError):
        keys_page.PLACES["field ai_context"].model_validate(yaml.safe_load("index: maybe"))


def test_the_small_model_of_the_page_loads() -> None:
    [text] = [
        block for block in re.findall(r"```yaml\n(.*?)```", FILE.read_text("utf-8"), re.DOTALL) if "version" in block
    ]
    model = parse_model(text)
    assert model.datasets["machine"].population is not None
    assert model.reaches("machine", "area")


def test_every_key_is_read_somewhere() -> None:
    """A key that nothing reads would be silence again."""
    source = "".join(
        file.read_text("utf-8") for file in (ROOT / "core").rglob("*.py") if "semantics/file" not in file.as_posix()
    )
    unread = set()
    for kind in keys_page.PLACES.values():
        for name, info in kind.model_fields.items():
            if (info.alias or name) not in NOT_READ and not re.search(rf"\.{name}\b", source):
                unread.add(f"{kind.__name__}.{name}")
    assert unread == set()
