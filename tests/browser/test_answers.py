"""An answer on the page: what is written, drawn, sorted, paged, copied, opened, and said of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from tests.bots.process import Server
from tests.browser.chromium import NARROW, WIDE, Open

DOWN = "SELECT tag FROM equipment WHERE status = 'down' ORDER BY tag"


def rows_of(site: Server, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(site.home / "data" / "demo_plant.sqlite")) as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_list_with_its_one_bold_thing_and_whole_words(opened: Open, site: Server, width: int) -> None:
    chat = opened(width=width)
    reply = chat.ask("¿Qué equipos están parados ahora?")
    tags = [tag for (tag,) in rows_of(site, DOWN)]
    assert reply.locator(".headline strong").all_inner_texts() == [f"{len(tags)} equipos parados"]
    assert reply.locator("tbody th").all_inner_texts() == tags[:10]
    heights = reply.locator("tbody tr").evaluate_all("rows => rows.map(row => row.offsetHeight)")
    assert max(heights) < 45, "a word is broken over lines"
    assert chat.is_no_wider_than_its_window()


def test_a_chart_is_in_view_and_its_table_is_folded(opened: Open) -> None:
    chat = opened()
    reply = chat.ask("OT abiertas por área, con gráfica")
    image = reply.locator("figure img")
    image.evaluate("image => image.decode()")
    box = image.bounding_box()
    assert box["width"] >= 560
    assert box["y"] + box["height"] <= 768
    assert "OT abiertas por área" in image.get_attribute("alt")
    assert reply.locator("table").is_hidden()
    reply.locator("summary").first.click()
    assert reply.locator("table").is_visible()
