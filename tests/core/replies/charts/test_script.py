"""The code artifact: a script of its own beside its CSV."""

from __future__ import annotations

import ast
import inspect
import io
import subprocess
import sys

import pytest
from PIL import Image

from core.kernel.messages import Column
from core.planning.chart_spec import ChartSpec
from core.replies.charts.labelling.chart import drawing
from core.replies.charts.prepare.table import chart_table
from core.replies.charts.script import script
from core.replies.csv_file import CsvDialect, to_csv
from tests.core.replies.samples import AREA_ROWS, BY_AREA, BY_TYPE, every_kind, result

BARS = ChartSpec(kind="barh", x="area", y=("n",), title="OT por área")


def run(folder, *, timeout: int = 100) -> subprocess.CompletedProcess[str]:
    # Isolated (-I): nothing of ours can be imported, as on a reader's own machine.
    return subprocess.run(
        [sys.executable, "-I", str(folder / "code_0.py")],
        capture_output=True,
        text=True,
        timeout=timeout,
        cwd="/",
        check=False,
    )


def test_the_script_alone_redraws_the_chart_from_the_csv(tmp_path):
    spec, columns, found = every_kind()["stacked"]
    (tmp_path / "data_0.csv").write_bytes(to_csv(columns, found))
    (tmp_path / "code_0.py").write_text(script(spec, columns), encoding="utf-8")
    done = run(tmp_path)
    assert done.returncode == 0, done.stderr
    image = Image.open(tmp_path / "image_0.png")
    image.load()
    assert image.format == "PNG"
    assert image.size == (900, 620)


def in_process(tmp_path, spec, columns, found) -> Image.Image:
    """Run the script in this process: a new Python for every case would cost seconds."""
    import warnings

    import matplotlib

    (tmp_path / "data_0.csv").write_bytes(to_csv(columns, found))
    source = script(spec, columns)
    with warnings.catch_warnings(), matplotlib.rc_context():
        warnings.simplefilter("ignore")
        exec(compile(source, "code_0.py", "exec"), {"__file__": str(tmp_path / "code_0.py"), "__name__": "__main__"})
    image = Image.open(io.BytesIO((tmp_path / "image_0.png").read_bytes()))
    image.load()
    return image


@pytest.mark.parametrize("kind", list(every_kind()))
def test_every_kind_runs(tmp_path, kind):
    spec, columns, found = every_kind()[kind]
    assert in_process(tmp_path, spec, columns, found).format == "PNG"


def test_more_than_twenty_bars_and_empty_cells_run(tmp_path):
    rows = [(f"P-{at}", 50 - at if at % 7 else None) for at in range(40)]
    in_process(tmp_path, BARS, BY_AREA, result(BY_AREA, rows))
    in_process(tmp_path, BARS.model_copy(update={"additive": False}), BY_AREA, result(BY_AREA, [*rows, (None, 1)]))


EVIL = "\"\"\"); import os; os.system('touch /tmp/x'); raise SystemExit('ran') #"


@pytest.mark.parametrize(
    "text", [EVIL, "'''", "\\", "a\nraise SystemExit(1)\n", "{0} %s $x$", "=cmd()", "\u2028x", "\ud800", "área"]
)
def test_labels_cannot_become_code(tmp_path, text):
    columns = (Column(name="area", label=text), Column(name="n", label="N" + text, kind="integer"))
    spec = BARS.model_copy(update={"title": text, "x_label": text, "y_label": text, "unit": text})
    source = script(spec, columns, csv_name="data_0.csv", image_name="image_0.png")
    source.encode("utf-8")
    tree = ast.parse(source)
    plain = ast.parse(script(BARS, BY_AREA))
    # The same statements of the same kinds: a label changes constants and nothing else.
    assert [type(node) for node in ast.walk(tree) if isinstance(node, ast.stmt)] == [
        type(node) for node in ast.walk(plain) if isinstance(node, ast.stmt)
    ]
    values = {
        node.targets[0].id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    assert ast.literal_eval(values["TITLE"]) == text
    if text != "\ud800":
        assert in_process(tmp_path, spec, columns, result(columns, AREA_ROWS)).format == "PNG"


def test_it_reads_the_csv_of_a_locale_with_decimal_commas(tmp_path):
    spain = CsvDialect.of("es-ES")
    spec, columns, _ = every_kind()["line"]
    rows = [("2026-01", 280.5), ("2026-02", 1262.25), ("2026-03", None), ("2026-04", -0.125)]
    assert b";1262,25" in to_csv(columns, result(columns, rows), spain)
    chart, _ = prepared(tmp_path, spec, columns, result(columns, rows), spain)
    assert chart.table.iloc[:, 0].tolist()[:2] == [280.5, 1262.25]


def test_a_column_that_the_csv_lacks_is_refused():
    with pytest.raises(ValueError, match="gone"):
        script(BARS.model_copy(update={"x": "gone"}), BY_AREA)


def prepared(tmp_path, spec, columns, found, dialect=CsvDialect()):
    """The table that the script makes from the CSV, and the script's own source of the function that makes it."""
    (tmp_path / "data_0.csv").write_bytes(to_csv(columns, found, dialect))
    source = script(spec, columns, dialect=dialect)
    names: dict[str, object] = {"__file__": str(tmp_path / "code_0.py"), "__name__": "__main__"}
    exec(compile(source, "code_0.py", "exec"), names)
    return names["chart"], source


MANY = [(f"P-{at}", f"t{at % 8}", (at * 7) % 31 + 1) for at in range(80)]
GAPS = [("2026-04", "a", 5), ("2026-01", "b", 3), ("2026-01", "a", 2)]


@pytest.mark.parametrize(
    ("spec", "rows"),
    [
        (ChartSpec(kind="stacked", x="area", y=("n",), series="type"), MANY),
        (ChartSpec(kind="line", x="area", y=("n",), series="type", time=True, zero_when_missing=True), GAPS),
        (ChartSpec(kind="area", x="area", y=("n",), time=True), GAPS),
        (ChartSpec(kind="pie", x="area", y=("n",)), MANY),
        (ChartSpec(kind="pie", x="area", y=("n",)), [("a", "x", -1), ("b", "x", 4)]),
        (ChartSpec(kind="grouped", x="area", y=("n",), series="type", additive=False), MANY),
    ],
)
def test_the_script_and_the_picture_show_the_same_values(tmp_path, spec, rows):
    chart, source = prepared(tmp_path, spec, BY_TYPE, result(BY_TYPE, rows))
    made = drawing(spec, BY_TYPE, result(BY_TYPE, rows), "MXN")
    assert chart.kind == made.kind
    shown = [[None if value != value else value for value in chart.table[key]] for key in chart.table.columns]
    assert shown == [list(one.values) for one in made.series]
    assert inspect.getsource(chart_table).rstrip() in source


def test_the_script_holds_only_what_its_chart_needs():
    bars, histogram = script(BARS, BY_AREA), script(*every_kind()["histogram"][:2])
    assert "def bars(" in bars and "def pie(" not in bars and "def classes(" not in bars
    assert "def classes(" in histogram and "def chart_table(" not in histogram
