"""The pictures of the docs are those that their script draws."""

from __future__ import annotations

from docs.pictures import IMAGES, PICTURES


def test_every_picture_is_drawn_by_the_script_and_kept() -> None:
    assert {f"{picture.name}.png" for picture in PICTURES} == {path.name for path in IMAGES.glob("web_*.png")}
    assert sum(path.stat().st_size for path in IMAGES.glob("web_*.png")) < 500_000
