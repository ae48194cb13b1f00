"""Draws a chart, and looks at its pixels."""

from __future__ import annotations

import io

from PIL import Image

from core.planning.chart_spec import ChartSpec
from core.replies.charts.draw.page import draw
from core.replies.charts.labelling.chart import drawing
from tests.core.replies.samples import result


def picture(spec: ChartSpec, columns, rows) -> Image.Image:
    content = draw(drawing(spec, columns, result(columns, rows), "MXN"))
    assert len(content) < 300_000
    image = Image.open(io.BytesIO(content))
    image.load()
    assert image.format == "PNG"
    assert max(image.size) <= 1024
    return image.convert("RGB")


def near(image: Image.Image, colour: str, tolerance: int = 12) -> int:
    """How many pixels have about that colour."""
    wanted = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
    counted = image.getcolors(1 << 20) or []
    return sum(n for n, rgb in counted if all(abs(a - b) <= tolerance for a, b in zip(rgb, wanted, strict=True)))
