"""Pictures of a wanted size."""

from __future__ import annotations

import io

from PIL import Image


def png(width: int, height: int) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), (10, 20, 30)).save(made, "PNG")
    return made.getvalue()
