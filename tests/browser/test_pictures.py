"""The pictures of the docs are those that their script draws, and no answer is higher than a phone's screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from docs.chats.asked import KINDS
from docs.chats.page import HEIGHT, WIDTH
from docs.pictures import CHATS, IMAGES, PICTURES

DOCS = Path(IMAGES).parent


def test_every_picture_is_drawn_by_the_script_and_kept() -> None:
    chats = {f"{chat}_{kind.name}" for chat in CHATS for kind in KINDS}
    drawn = {picture.name for picture in PICTURES} | chats
    kept = [path for prefix in ("web", *CHATS) for path in IMAGES.glob(f"{prefix}_*.png")]
    assert {f"{name}.png" for name in drawn} == {path.name for path in kept}
    assert sum(path.stat().st_size for path in kept) < 800_000


@pytest.mark.parametrize("chat", CHATS)
def test_twelve_kinds_of_answers_fit_a_phone_and_are_shown(chat: str) -> None:
    page = (DOCS / f"{chat}.md").read_text("utf-8")
    assert len(KINDS) == 12
    for kind in KINDS:
        with Image.open(IMAGES / f"{chat}_{kind.name}.png") as picture:
            assert picture.width == WIDTH
            assert picture.height <= HEIGHT, kind.name
        assert f"images/{chat}_{kind.name}.png" in page
