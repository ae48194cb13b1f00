"""What charts owe to data at its edges: months that lack days, long names, values near the page's edge, one point."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from matplotlib.patches import Wedge
from PIL import Image

from core.kernel.messages import Column
from core.planning.chart_spec import ChartSpec
from core.replies.charts.draw import style as chart_style
from core.replies.charts.draw.frame import Frame
from core.replies.charts.draw.line_labels import label_points
from core.replies.charts.draw.page import draw
from core.replies.charts.labelling.chart import drawing
from tests.core.replies.charts.choosing import MONTHS, chosen
from tests.core.replies.charts.pictures import near, picture
from tests.core.replies.samples import AREA_ROWS, BY_AREA, BY_MONTH, result
from tests.golden.notation import read

MONTHLY = ChartSpec(kind="line", x="month", y=("h",), time=True, grain="month", value_kind="hours", title="Paro")
ROWS = [(f"2026-{month:02d}", 10 * month) for month in range(1, 12)]
LONG = "Transportador de acumulación de la línea"


def made(spec: ChartSpec, rows: Any = ROWS) -> Any:
    return drawing(spec, BY_MONTH, result(BY_MONTH, rows), "MXN")


def test_a_period_that_begins_inside_its_first_month_is_told() -> None:
    spec = chosen(read("breakdown failure: count | by month | period 2026-01-15..2026-11-22"), MONTHS)
    assert spec.incomplete_first and spec.begins_on == date(2026, 1, 15)
    whole = chosen(read("breakdown failure: count | by month | period 2026-01-01..2026-11-22 (current year)"), MONTHS)
    assert not whole.incomplete_first and whole.begins_on is None


def test_records_of_all_times_may_begin_inside_their_first_month() -> None:
    spec = chosen(read("breakdown failure: count | by month"), MONTHS)
    assert spec.incomplete_first and spec.begins_on is None
    days = [[f"2026-11-{day:02d}", day] for day in range(1, 20)]
    assert not chosen(read("breakdown failure: count | by day"), days).incomplete_first
    still_open = read("breakdown work_order: count | open | by month")
    assert not chosen(still_open, MONTHS).incomplete_first


@pytest.mark.parametrize(
    ("language", "begins_on", "note"),
    [
        ("es", date(2026, 1, 15), "ene 2026: solo desde el 15 ene"),
        ("en", date(2026, 1, 15), "Jan 2026: only from 15 Jan"),
        ("es", None, "los datos empiezan en ene 2026, que puede estar incompleto"),
        ("en", None, "data begins in Jan 2026, which may be incomplete"),
    ],
)
def test_the_note_says_what_the_first_month_lacks(language: Any, begins_on: date | None, note: str) -> None:
    more = {"incomplete_first": True, "begins_on": begins_on, "language": language}
    assert made(MONTHLY.model_copy(update=more)).notes == (note,)


@pytest.mark.parametrize("kind", ["bar", "line", "area"])
def test_a_first_month_that_lacks_days_looks_different(kind: Any) -> None:
    spec = MONTHLY.model_copy(update={"kind": kind})
    whole, partial = (picture(spec.model_copy(update={"incomplete_first": first}), BY_MONTH, ROWS) for first in (0, 1))
    half = (0, 0, whole.size[0] // 6, whole.size[1] - 80)  # the note stands below
    assert near(partial.crop(half), chart_style.COLOURS[0]) < near(whole.crop(half), chart_style.COLOURS[0])


@pytest.mark.parametrize("kind", ["bar", "line", "area"])
@pytest.mark.parametrize("incomplete", [True, False])
def test_one_point_is_drawn(kind: Any, incomplete: bool) -> None:
    spec = MONTHLY.model_copy(update={"kind": kind, "incomplete_last": incomplete, "incomplete_first": incomplete})
    image = picture(spec, BY_MONTH, [("2026-11", 868)])
    assert near(image, chart_style.COLOURS[0]) > 30


def columns_at_the_edge(image: Image.Image) -> int:
    """Dark pixels in the outermost six columns of each side, where only a text that is cut off would reach."""
    grey = image.convert("L")
    wide, high = grey.size
    sides = [grey.crop((0, 0, 6, high)), grey.crop((wide - 6, 0, wide, high))]
    return sum(1 for side in sides for pixel in side.tobytes() if pixel < 200)


@pytest.mark.parametrize(
    ("spec", "rows"),
    [
        (MONTHLY.model_copy(update={"value_kind": "money"}), [(month, 123_456_789.0 + n) for n, (month, _) in enumerate(ROWS)]),
        (MONTHLY.model_copy(update={"grain": "week"}), [(f"2026-W{week:02d}", week) for week in range(1, 48)]),
        (MONTHLY.model_copy(update={"time": False, "grain": None}), [(f"{'m' * 18}{n}", n) for n in range(3)]),
        (MONTHLY.model_copy(update={"time": False, "grain": None}), [(f"{LONG} número {n}", n) for n in range(10)]),
    ],
)  # fmt: skip
def test_no_label_is_cut_by_the_pages_edge(spec: ChartSpec, rows: Any) -> None:
    assert columns_at_the_edge(picture(spec, BY_MONTH, rows)) == 0


def test_a_line_over_long_names_is_horizontal_bars() -> None:
    spec = MONTHLY.model_copy(update={"time": False, "grain": None})
    assert made(spec, [(f"{LONG} {n}", n) for n in range(10)]).kind == "barh"
    assert made(spec, [(f"turno {n}", n) for n in range(3)]).kind == "line"


def test_ten_long_names_take_two_lines_each(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = (Column(name="m", label="Equipo"), Column(name="n", label="Fallas", kind="integer"))
    spec = ChartSpec(kind="barh", x="m", y=("n",), title="Fallas por equipo")
    written: list[str] = []
    beside = Frame.beside

    def listen(frame: Frame, axes: Any, marks: Any, **more: Any) -> None:
        written.extend(text for _, text in marks)
        beside(frame, axes, marks, **more)

    monkeypatch.setattr(Frame, "beside", listen)
    image = picture(spec, columns, [(f"{LONG} de embotellado {n}", n + 1) for n in range(10)])
    assert len(written) == 10
    assert all("\n" in label and not label.endswith("…") for label in written)
    assert image.height <= chart_style.TALLEST


def begins(monkeypatch: pytest.MonkeyPatch, values: list[float]) -> float:
    """Where the first part of a pie of these values begins, in turns clockwise from twelve."""
    ends: list[float] = []

    class Listens(Wedge):
        def __init__(self, centre: Any, radius: float, begin: float, end: float, **look: Any) -> None:
            ends.append(end)
            super().__init__(centre, radius, begin, end, **look)

    with monkeypatch.context() as patch:
        patch.setattr("matplotlib.patches.Wedge", Listens)
        spec = ChartSpec(kind="pie", x="area", y=("n",), title="OT por área")
        draw(drawing(spec, BY_AREA, result(BY_AREA, [(f"Area {n}", value) for n, value in enumerate(values)]), "MXN"))
    return (90 - ends[0]) / 360


def test_small_parts_of_a_pie_face_left(monkeypatch: pytest.MonkeyPatch) -> None:
    assert begins(monkeypatch, [50, 30, 20]) == 0.0
    assert begins(monkeypatch, [95, 5]) == 0.0
    first = begins(monkeypatch, [51, 28, 14, 4, 3])
    assert first + 0.51 + 0.28 + 0.14 + 0.035 == pytest.approx(0.75)
    # What sums up the others comes last and is large.
    assert begins(monkeypatch, [40, *[4] * 15]) == 0.0


def test_ticks_that_would_read_alike_are_written_in_full() -> None:
    spec = MONTHLY.model_copy(update={"value_kind": "money"})
    frame = Frame(made(spec), 200)
    ticks = [9_022_000.0, 9_024_000.0, 9_026_000.0]
    assert len(set(frame.tick_texts(ticks))) < 3
    frame.tell_apart(ticks)
    assert frame.tick_texts(ticks) == ["$9,022,000", "$9,024,000", "$9,026,000"]
    other = Frame(made(spec), 200)
    other.tell_apart([0.0, 1_000_000.0])
    assert other.tick_texts([0.0, 1_000_000.0]) == ["$0", "$1 M"]


def test_values_stand_clear_of_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Below a dip, above a peak, to the free side of a slope."""
    frame = Frame(made(MONTHLY), 620)
    axes = frame.axes(left=80, right=26)
    axes.set_xlim(-0.5, 4.5)
    axes.set_ylim(0, 100)
    placed: dict[int, tuple[float, float]] = {}

    def label(axes: Any, x: float, y: float, text: str, *, right: float = 0.0, up: float = 0.0, **style: Any) -> None:
        placed[int(x)] = (right, up)

    monkeypatch.setattr(frame, "label", label)
    label_points(frame, axes, [40.0, 80.0, 50.0, 65.0, 90.0], 150.0)
    assert placed[0][1] < 0 < placed[1][1]
    assert placed[2][1] < 0
    assert placed[3][0] < 0 < placed[3][1]
    assert placed[4] == (0.0, 13)


def test_words_are_parted_with_a_hyphen_and_codes_are_not() -> None:
    measure = Frame(drawing(ChartSpec(kind="bar", x="area", y=("n",)), BY_AREA, result(BY_AREA, AREA_ROWS), "MXN"), 200).measure  # fmt: skip
    assert measure.wrap("sobrecalentamiento", 150, 2).split("\n")[0].endswith("-")
    assert "-" not in measure.wrap("CV_105_TRANSPORTADOR", 150, 2)


def test_a_period_is_not_broken_over_two_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = MONTHLY.model_copy(update={"title": "Costo de mantenimiento por mes, 1 ene al 22 nov 2026"})
    frame = Frame(made(spec), 620)
    seen: list[str] = []
    monkeypatch.setattr(frame, "text", lambda x, y, text, **style: seen.append(text))
    frame.title()
    assert seen == ["Costo de mantenimiento por mes,\n1 ene al 22 nov 2026"]
