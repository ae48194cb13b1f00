"""Pages of a table: any rows, sorted as the plant means its values, the empty ones last."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kernel.messages import Column, Reply, Span, Table
from core.replies.paging import order_of, ordered, page
from core.semantics.load import load_model

MODEL = load_model()
COLUMNS = (
    Column(name="priority", label="Prioridad", field="work_order.priority"),
    Column(name="number", label="OT"),
    Column(name="cost", label="Costo", kind="money"),
)
ROWS = (
    (1, "low", "ñu", 2.5),
    (2, "emergency", "Zorro", None),
    (3, "high", "árbol", 10),
    (4, "medium", "boa", -1),
)


def reply() -> Reply:
    return Reply(
        question_id="q",
        language="es",
        action="data",
        headline=(Span(text="x"),),
        table=Table(columns=COLUMNS, rows=(), total=len(ROWS)),
        columns=("hidden", "priority", "number", "cost"),
        rows=ROWS,
    )


def column(place: int, **more: object) -> list[object]:
    return [row[place] for row in page(reply(), MODEL, offset=0, limit=10, **more)]  # type: ignore[arg-type]


def test_values_are_in_their_words_and_in_the_models_order() -> None:
    assert column(0, sort="priority") == ["emergencia", "alta", "media", "baja"]
    assert column(0, sort="priority", descending=True) == ["baja", "media", "alta", "emergencia"]


def test_text_is_sorted_without_regard_to_case_and_accents() -> None:
    assert column(1, sort="number") == ["árbol", "boa", "ñu", "Zorro"]


def test_what_has_no_value_comes_last_either_way() -> None:
    assert column(2, sort="cost") == [-1, 2.5, 10, None]
    assert column(2, sort="cost", descending=True) == [10, 2.5, -1, None]


def test_without_sorting_the_answers_own_order_stands() -> None:
    assert column(1) == ["ñu", "Zorro", "árbol", "boa"]
    assert [row[1] for row in page(reply(), MODEL, offset=1, limit=2)] == ["Zorro", "árbol"]
    assert page(reply(), MODEL, offset=9, limit=2) == ()


def test_a_column_that_is_not_shown_cannot_be_sorted_by() -> None:
    with pytest.raises(KeyError):
        page(reply(), MODEL, offset=0, limit=1, sort="hidden")


def test_a_reply_without_rows_has_no_pages() -> None:
    assert page(reply().model_copy(update={"rows": None}), MODEL, offset=0, limit=1) == ()


def test_names_of_places_are_sorted_as_they_are_written() -> None:
    key = order_of(Column(name="area", label="Área", field="area.name"), MODEL)
    assert sorted(["Welding", "Assembly", "Bottling"], key=key) == ["Assembly", "Bottling", "Welding"]


@given(st.lists(st.tuples(st.one_of(st.none(), st.integers(), st.floats(allow_nan=False), st.text()))), st.booleans())
def test_any_cells_can_be_sorted_and_none_is_lost(rows: list[tuple[object]], descending: bool) -> None:
    key = order_of(Column(name="x", label="x"), MODEL)
    found = ordered(rows, 0, key, descending=descending)  # type: ignore[arg-type]
    assert sorted(map(repr, found)) == sorted(map(repr, rows))
