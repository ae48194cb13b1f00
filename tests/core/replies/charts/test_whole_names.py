"""What a chart cannot show is told and no bar of nothing; what it names, it names whole."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

import pytest

from core.kernel.messages import Cell, Column, Language
from core.kernel.result import Result
from core.planning.chart_spec import ChartSpec
from core.replies.charts.draw import lines, pie
from core.replies.charts.draw.frame import Frame
from core.replies.charts.draw.style import WIDTH
from core.replies.charts.drawing import Drawing
from core.replies.charts.labelling.chart import drawing

LINE = Column(name="line", label="Línea", kind="text", field="production_line.name")
COST = Column(name="cost", label="Costo por falla", kind="money")


def result(columns: tuple[Column, ...], *rows: tuple[Cell, ...]) -> Result:
    return Result(tuple(column.name for column in columns), rows, False, 0.0, datetime(2026, 11, 22, tzinfo=UTC))


def bars(language: Language, kind: Any, *rows: tuple[Cell, ...]) -> Drawing:
    spec = ChartSpec(
        kind=kind, x="line", y=("cost",), value_kind="money", additive=False, language=language,
        missing="sin línea" if language == "es" else "with no line",
    )  # fmt: skip
    return drawing(spec, (LINE, COST), result((LINE, COST), *rows), "MXN")


@pytest.mark.parametrize("kind", ["bar", "barh", "line"])
@pytest.mark.parametrize("nothing", [None, math.inf, -math.inf, math.nan])
@pytest.mark.parametrize(
    ("language", "note"), [("es", "Sin dato, no se dibuja: L2"), ("en", "No value, not drawn: L2")]
)
def test_a_quotient_by_nothing_is_no_bar_of_zero(language: Language, note: str, nothing: Cell, kind: str) -> None:
    shown = bars(language, kind, ("L1", 5.0), ("L2", nothing), (None, 3.0), ("L3", 0.0))
    assert shown.labels == ("L1", "sin línea" if language == "es" else "with no line", "L3")
    assert shown.series[0].values == (5.0, 3.0, 0.0)
    assert note in shown.notes


@pytest.mark.parametrize(("language", "rest"), [("es", "L5 y 3 más"), ("en", "L5 and 3 more")])
def test_of_many_without_a_value_some_are_named(language: Language, rest: str) -> None:
    shown = bars(language, "barh", ("L0", 1.0), *((f"L{place}", None) for place in range(1, 9)))
    assert [note for note in shown.notes if note.endswith(f"L1, L2, L3, L4, {rest}")] != []


def texts_of(monkeypatch: pytest.MonkeyPatch, draw: Any, shown: Drawing) -> list[Any]:
    monkeypatch.setattr(Frame, "png", lambda frame: frame)
    frame = draw(shown)
    return [*frame.figure.texts, *(text for axes in frame.figure.axes for text in axes.texts)]


CAUSES = ("mecánica", "programado", "eléctrica", "operador", "proceso", "instrumentación", "material")


def test_names_beside_a_pie_are_whole_and_inside_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    cause = Column(name="line", label="Causa", kind="text")
    spec = ChartSpec(kind="pie", x="line", y=("cost",), value_kind="money", additive=True, language="es")
    rows = [(name, 987_654.0 - 90_000 * place) for place, name in enumerate(CAUSES)]
    shown = drawing(spec, (cause, COST), result((cause, COST), *rows), "MXN")
    texts = texts_of(monkeypatch, pie.draw, shown)
    written = " ".join(text.get_text() for text in texts)
    assert all(name in written for name in shown.labels)
    for text in texts:
        box = text.get_window_extent()
        assert box.x0 >= 0 and box.x1 <= WIDTH, text.get_text()


@pytest.mark.parametrize(
    "names", [("Costo de mano de obra", "Costo de refacciones"), ("Maintenance labor cost", "Maintenance parts cost")]
)
def test_lines_are_named_whole(monkeypatch: pytest.MonkeyPatch, names: tuple[str, str]) -> None:
    month = Column(name="month", label="Mes", kind="text")
    one, other = (Column(name=f"y{place}", label=name, kind="money") for place, name in enumerate(names))
    spec = ChartSpec(
        kind="line", x="month", y=("y0", "y1"), value_kind="money", time=True, grain="month", additive=True
    )
    rows = [(f"2026-{number:02d}", 1000.0 * number, 900.0 * number) for number in range(1, 10)]
    shown = drawing(spec, (month, one, other), result((month, one, other), *rows), "MXN")
    written = {text.get_text() for text in texts_of(monkeypatch, lines.draw, shown)}
    assert set(names) <= written
    assert f"{names[0]} y {names[1][:1].lower()}{names[1][1:]} (MXN)" in written
