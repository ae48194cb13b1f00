"""Values as people write them: folded, as codes, by number, in part, nearly."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.database import Database
from core.data.sampling import ColumnValues
from core.kernel.folding import code_key, fold, sound
from core.semantics.load import load_model
from core.semantics.model import SemanticModel
from core.semantics.values import ValueIndex
from tests.effort import lines_run

VALUES: dict[tuple[str, str], Sequence[str]] = {
    ("equipment", "tag"): ["P-101", "P-102", "CV-107"],
    ("equipment", "manufacturer"): ["Flowserve", "Krones AG", "Krones AG Sur"],
    ("equipment", "type"): ["pump", "motor"],
    ("spare_part", "category"): ["motor", "bearing"],
    ("production_line", "name"): ["Line 7", "Line 17"],
    ("technician", "name"): ["María José Núñez", "José Pérez", "Ana Pérez"],
    ("work_order", "number"): ["WO-2026-00123"],
}


@pytest.fixture(scope="module")
def index() -> ValueIndex:
    return ValueIndex(load_model(), VALUES)


def found(index: ValueIndex, text: str) -> tuple[int, set[str]]:
    size, values = index.phrases(fold(text).split())
    return size, {str(value.value) for value in values}


@pytest.mark.parametrize(
    ("text", "size", "values"),
    [
        ("flowserve", 1, {"Flowserve"}),
        ("FLOWSERVE pumps", 1, {"Flowserve"}),
        ("krones ag", 2, {"Krones AG"}),
        ("krones ag sur hoy", 3, {"Krones AG Sur"}),
        ("krones", 0, set()),
        ("maria jose nunez", 3, {"María José Núñez"}),
        ("nunez", 1, {"María José Núñez"}),
        ("perez", 1, {"José Pérez", "Ana Pérez"}),
        ("ana perez", 2, {"Ana Pérez"}),
        ("flow", 0, set()),
        ("", 0, set()),
    ],
)
def test_the_longest_phrase_is_found(index: ValueIndex, text: str, size: int, values: set[str]) -> None:
    assert found(index, text) == (size, values)


def test_a_part_of_a_name_is_marked_and_gives_way_to_a_whole_one(index: ValueIndex) -> None:
    _, [surname] = index.phrases(["nunez"])
    assert surname.partial
    assert not any(value.partial for value in index.phrases(["ana", "perez"])[1])


@pytest.mark.parametrize("text", ["P-101", "p101", "p 101", "P.101", "p_101", "P–101"])
def test_a_code_is_found_however_its_separators_are_written(index: ValueIndex, text: str) -> None:
    assert [value.value for value in index.code(text)] == ["P-101"]


def test_a_code_that_does_not_occur_is_known_by_its_letters(index: ValueIndex) -> None:
    assert index.code("P-999") == []
    assert index.fields_of_prefix("P-999") == {("equipment", "tag")}
    assert index.fields_of_prefix("ZZ-1") == set()


def test_a_value_is_found_by_its_number(index: ValueIndex) -> None:
    assert [value.value for value in index.numbered("production_line", "name", 7)] == ["Line 7"]
    assert index.numbered("production_line", "name", 8) == []


def test_whether_a_value_occurs(index: ValueIndex) -> None:
    assert index.known("equipment", "type", "pump") is True
    assert index.known("equipment", "type", "boiler") is False
    assert index.known("equipment", "name", "x") is None


def test_the_nearest_values_come_first(index: ValueIndex) -> None:
    assert index.nearest("equipment", "manufacturer", "flouserv")[0] == "Flowserve"
    assert index.nearest("equipment", "manufacturer", "zzzz") == []


class _Counts:
    """A database of one column that has too many values, and of others with few."""

    dialect = "sqlite"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    async def values_of(self, source: str, value: str, *, limit: int) -> ColumnValues:
        self.asked.append((source, value))
        if value == "equipment.name":
            return ColumnValues([f"name {number}" for number in range(limit)], whole=False)
        return ColumnValues(["x", "", 5], whole=True)


async def test_a_column_with_too_many_values_is_left_out_and_empty_ones_are_dropped() -> None:
    database = _Counts()
    index = await ValueIndex.read(load_model(), database)
    assert ("equipment", "name") not in index.by_field
    assert index.by_field[("equipment", "type")] == ("x", "5")
    assert ("work_order", "work_order.description") not in database.asked


async def test_the_demo_plants_values_are_read(model: SemanticModel, plant: Database) -> None:
    index = await ValueIndex.read(model, plant)
    assert "Packaging" in index.by_field[("area", "name")]
    assert len(index.by_field[("equipment", "tag")]) == 240
    for tag in index.by_field[("equipment", "tag")]:
        assert tag in {value.value for value in index.code(tag.replace("-", "").lower())}


async def test_values_that_are_the_same_make_no_new_index() -> None:
    first = await ValueIndex.read(load_model(), _Counts())
    assert await ValueIndex.read(load_model(), _Counts(), same_as=first) is first
    other = ValueIndex(load_model(), VALUES)
    assert (await ValueIndex.read(load_model(), _Counts(), same_as=other)).by_field == first.by_field


def test_twenty_thousand_order_numbers_are_found_without_going_through_them() -> None:
    """Both ways: as a code, and word by word; a lookup takes as many steps as among two hundred."""
    few, index = (
        ValueIndex(load_model(), {("work_order", "number"): [f"WO-2026-{n:05d}" for n in range(count)]})
        for count in (200, 20_000)
    )
    assert [value.value for value in index.code("wo 2026 19999")] == ["WO-2026-19999"]
    assert found(index, "wo 2026 19999") == (3, {"WO-2026-19999"})
    assert found(index, "wo 2026 ordenes") == (0, set())
    for text in ("wo 2026 00123", "wo 2026 ordenes", "wo"):
        steps = set()
        for one in (few, index):
            found(one, text), one.code(text)  # what folding remembers is remembered for both
            steps.add(lines_run(lambda: (found(one, text), one.code(text))))  # noqa: B023
        assert len(steps) == 1, text


# ---- folding ----


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(codec="latin-1")))
def test_case_and_accents_do_not_count(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower())


@pytest.mark.parametrize(("one", "other"), [("ÁREA", "area"), ("Niño", "nino"), ("pingüino", "PINGUINO")])
def test_what_folds_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.from_regex(r"[a-z]{1,3}[- ./]?[0-9]{1,5}", fullmatch=True))
def test_a_codes_key_ignores_separators_alone(code: str) -> None:
    assert code_key(code) == "".join(char for char in code if char.isalnum())


@pytest.mark.parametrize(
    ("one", "other"),
    [("costo", "kosto"), ("refaccion", "refasion"), ("bomba", "vomba"), ("hay", "ai"), ("llave", "yave")],
)
def test_what_sounds_alike_in_spanish(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_what_sounds_different_stays_apart() -> None:
    assert len({sound(word) for word in ("bomba", "banda", "paro", "falla", "turno")}) == 5
