from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kernel.messages import Column
from core.replies.table import as_text, one_line, preview, shorten, width_of
from tests.core.replies.samples import AREA_ROWS, BY_AREA, result

MACHINES = (
    Column(name="tag", label="Equipo"),
    Column(name="name", label="Nombre"),
    Column(name="cost", label="Costo", kind="money"),
)


def test_the_preview_has_the_first_rows_and_counts_all():
    table = preview(BY_AREA, result(BY_AREA, AREA_ROWS), 3)
    assert table.rows == AREA_ROWS[:3]
    assert (table.total, table.truncated) == (8, False)
    assert table.columns == BY_AREA


def test_the_preview_follows_the_columns_and_refuses_unknown_ones():
    found = result(BY_AREA, AREA_ROWS)
    assert preview((BY_AREA[1],), found, 1).rows == ((41,),)
    with pytest.raises(ValueError):
        preview((Column(name="gone", label="x"),), found)


def test_numbers_stand_to_the_right_and_the_rest_is_counted():
    text = as_text(preview(BY_AREA, result(BY_AREA, AREA_ROWS), 2), "es", "MXN", 60)
    assert text.splitlines() == [
        "Área       OT abiertas",
        "─────────  ───────────",
        "Packaging           41",
        "Utilities           33",
        "mostrando 2 de 8",
    ]


def test_all_rows_need_no_count_and_a_cut_result_says_more():
    found = result(BY_AREA, AREA_ROWS)
    assert "showing" not in as_text(preview(BY_AREA, found, 8), "en", "MXN", 60)
    cut = result(BY_AREA, AREA_ROWS, truncated=True)
    assert as_text(preview(BY_AREA, cut, 8), "en", "MXN", 60).endswith("showing 8 of more than 8")
    assert as_text(preview(BY_AREA, result(BY_AREA, []), 8), "es", "MXN", 60).endswith("sin filas")


def test_long_cells_are_cut_the_widest_first():
    found = result(MACHINES, [("P-101", "Bomba de transferencia del tanque principal", 1234.5)])
    lines = as_text(preview(MACHINES, found), "es", "MXN", 40).splitlines()
    assert lines[2].startswith("P-101   Bomba de transferencia")
    assert "…" in lines[2]
    assert lines[2].endswith("$1,235")
    assert max(map(width_of, lines)) <= 40


def test_columns_that_cannot_fit_are_left_out_and_counted():
    columns = tuple(Column(name=f"c{at}", label=f"Columna {at}") for at in range(10))
    found = result(columns, [tuple("valor largo" for _ in columns)])
    text = as_text(preview(columns, found), "es", "MXN", 30)
    assert "columnas más en el CSV" in text
    assert max(map(width_of, text.splitlines())) <= 30


@pytest.mark.parametrize(
    ("text", "width"), [("añb", 3), ("e\u0301", 1), ("日本", 4), ("✅", 2), ("👩‍🔧", 2), ("🇲🇽", 2), ("", 0)]
)
def test_widths_are_those_of_a_terminal(text, width):
    assert width_of(text) == width


def test_wide_letters_keep_the_columns_aligned():
    columns = (Column(name="a", label="Área"), Column(name="n", label="N", kind="integer"))
    lines = as_text(
        preview(columns, result(columns, [("日本語", 1), ("✅ ok", 22), ("e\u0301", 3)])), "es", "MXN", 40
    ).splitlines()
    assert len({width_of(line) for line in lines}) == 1


def test_line_breaks_and_controls_become_spaces():
    assert one_line("a\nb\t\x07 c") == "a b c"
    assert one_line("ya está") == "ya está"
    assert one_line("👩‍🔧") == "👩‍🔧"


@given(st.text(), st.integers(0, 30))
def test_shortened_text_never_is_wider_than_asked(text, width):
    line = one_line(text)
    assert width_of(shorten(line, width)) <= max(width, 0)


@given(
    st.lists(st.tuples(st.none() | st.text(), st.none() | st.floats() | st.integers()), max_size=5),
    st.integers(8, 60),
    st.sampled_from(["es", "en"]),
)
def test_no_line_is_wider_than_the_terminal(rows, width, language):
    columns = (Column(name="a", label="Descripción"), Column(name="n", label="Valor", kind="number"))
    text = as_text(preview(columns, result(columns, rows)), language, "MXN", width)
    assert all(width_of(line) <= width for line in text.split("\n"))
