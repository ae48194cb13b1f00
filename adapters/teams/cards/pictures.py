"""A chart's picture in a card: as a data URI within Teams' limits, made smaller when it has to be."""

from __future__ import annotations

import asyncio
import base64
import io

from adapters.teams import limits
from adapters.teams.cards.validate import png_size


async def data_uri(content: bytes) -> str | None:
    """The picture as a data URI; None when it cannot be brought within the limits (or is no picture)."""
    fitted = content if fits(content) else await asyncio.to_thread(shrink, content)
    return None if fitted is None else "data:image/png;base64," + base64.b64encode(fitted).decode("ascii")


def fits(content: bytes) -> bool:
    """Whether a PNG keeps to Teams' pixels and bytes."""
    return len(content) <= limits.PICTURE_BYTES and 0 < max(png_size(content)) <= limits.PICTURE_SIDE


def shrink(content: bytes) -> bytes | None:
    """A PNG brought within the limits, or None."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content)) as opened:
            picture = opened.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError):
        return None
    for side in (limits.PICTURE_SIDE, limits.PICTURE_SIDE * 3 // 4, limits.PICTURE_SIDE // 2):
        smaller = picture.copy()
        smaller.thumbnail((side, side))
        made = io.BytesIO()
        smaller.save(made, "PNG", optimize=True)
        if fits(made.getvalue()):
            return made.getvalue()
    return None
