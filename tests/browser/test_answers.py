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


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_columns_out_of_sight_are_told_and_brought(opened: Open, width: int) -> None:
    chat = opened(width=width)
    grid = chat.ask("OT vencidas").locator(".grid")
    last = grid.locator("thead th").last
    if width == WIDE:
        assert not grid.evaluate("grid => grid.classList.contains('more-right')")
        assert last.evaluate(
            "head => head.getBoundingClientRect().right <= head.closest('.grid').getBoundingClientRect().right"
        )
        return
    aside = grid.locator(".aside")
    columns = grid.locator("thead th").count()
    # By the page's own geometry: how many heads end beyond the pane's edge.
    beyond = "heads => heads.filter(head => head.getBoundingClientRect().right > head.closest('.pane').getBoundingClientRect().right + 1).length"
    hidden = grid.locator("thead th").evaluate_all(beyond)
    assert 0 < hidden < columns
    assert aside.inner_text() == f"{hidden} columnas más →"
    for _ in range(columns):
        if "←" in aside.inner_text():
            break
        aside.click()
        chat.page.wait_for_timeout(50)
    assert grid.locator("thead th").evaluate_all(beyond) == 0
    # The first column stays, so that one knows whose row it is.
    assert (
        grid.evaluate(
            "grid => grid.querySelector('tbody th').getBoundingClientRect().left - grid.getBoundingClientRect().left"
        )
        < 3
    )
    grid.locator(".scroll").focus()
    chat.page.keyboard.press("ArrowLeft")
    chat.page.locator(".grid.more-right").wait_for()


def test_everything_to_press_on_a_phone_is_as_large_as_a_thumb(opened: Open) -> None:
    chat = opened(width=NARROW)
    small = """() => [...document.querySelectorAll("button, a:not(.skip), summary, input, textarea")]
        .filter((node) => node.checkVisibility() && node.getBoundingClientRect().width > 1)
        .map((node) => [node.ariaLabel || node.innerText, node.getBoundingClientRect()])
        .filter(([, box]) => box.height < 44 || box.width < 44)
        .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""
    chat.page.locator(".example").first.wait_for()
    assert chat.page.evaluate(small) == []
    chat.ask("OT vencidas en Bottling").get_by_role("button", name="Mala respuesta").click()
    assert chat.page.evaluate(small) == []
    chat.page.click("#menu")
    assert chat.page.evaluate(small) == []


def test_an_answer_speaks_its_own_language(opened: Open) -> None:
    chat = opened(locale="en-US")
    reply = chat.ask("¿y las OT vencidas en Bottling?")
    names = reply.locator("button").evaluate_all("all => all.map(one => one.ariaLabel || one.innerText)")
    assert any(name.startswith("Quitar") for name in names)
    words = " ".join(names) + reply.locator(".files").inner_text()
    for english in ("Take away", "Copy", "Good answer", "Show", "rows", "page"):
        assert english not in words


def test_a_table_is_sorted_and_paged_over_all_its_rows(opened: Open, site: Server) -> None:
    chat = opened()
    reply = chat.ask("lista de equipos con mantenimiento vencido")
    sql = "SELECT tag FROM equipment WHERE status <> 'retired' AND next_maintenance < '2026-11-22' ORDER BY tag"
    tags = [tag for (tag,) in rows_of(site, sql)]
    head = reply.locator("thead th").first
    reply.get_by_role("button", name="Equipo", exact=True).click()
    reply.locator("th[aria-sort=ascending]").wait_for()
    assert reply.locator("tbody th").all_inner_texts() == tags[:10]
    reply.get_by_role("button", name="Última página").click()
    reply.get_by_text(f"a {len(tags)} de {len(tags)}").wait_for()
    assert reply.locator("tbody th").all_inner_texts() == tags[-10:]
    reply.get_by_role("button", name="Equipo", exact=True).click()
    reply.locator("th[aria-sort=descending]").wait_for()
    assert reply.locator("tbody th").all_inner_texts() == tags[::-1][:10]
    assert head.locator("button").evaluate("node => node === document.activeElement"), "the keyboard keeps its place"


def test_a_table_is_copied_whole(opened: Open, site: Server) -> None:
    chat = opened(permissions=["clipboard-read", "clipboard-write"])
    reply = chat.ask("¿Qué equipos están parados ahora?")
    reply.get_by_role("button", name="Copiar").click()
    chat.page.locator("#status").get_by_text("Tabla copiada.").wait_for()
    lines = chat.page.evaluate("navigator.clipboard.readText()").splitlines()
    assert [line.split("\t")[0] for line in lines] == ["Equipo", *(tag for (tag,) in rows_of(site, DOWN))]


def test_a_chart_is_enlarged_and_is_dark_at_night(opened: Open) -> None:
    chat = opened(scheme="dark", locale="en-US")
    page = chat.page
    reply = chat.ask("Open work orders by area, with a chart")
    assert "invert" in reply.locator("figure img").evaluate("image => getComputedStyle(image).filter")
    reply.locator("figure button").click()
    assert page.locator("dialog img").bounding_box()["width"] > 1000
    page.keyboard.press("Escape")
    assert page.locator("dialog").is_hidden()
    assert reply.locator("figure button").evaluate("node => node === document.activeElement")


def test_files_have_their_names(opened: Open) -> None:
    chat = opened()
    reply = chat.ask("OT abiertas por área, con gráfica")
    names = reply.locator("a.file").all_inner_texts()
    assert names == ["Excel", "CSV", "Código de la gráfica"]
    for name, ending in (("Excel", ".xlsx"), ("CSV", ".csv")):
        with chat.page.expect_download() as waiting:
            reply.get_by_role("link", name=name, exact=True).click()
        assert waiting.value.suggested_filename.startswith("ot_abiertas_por_area")
        assert waiting.value.suggested_filename.endswith(ending)


def test_a_limit_is_taken_away_with_a_press(opened: Open, site: Server) -> None:
    chat = opened()
    reply = chat.ask("OT vencidas en Bottling")
    limits = [text.split() for text in reply.locator(".scope button").all_inner_texts()]
    assert limits == [["OT", "vencidas", "×"], ["en", "Bottling", "×"]]
    reply.locator(".scope button").last.click()
    late = "status IN ('open', 'in_progress', 'waiting_parts') AND due_on < '2026-11-22'"
    ((count,),) = rows_of(site, f"SELECT COUNT(*) FROM work_order WHERE {late}")
    assert str(count) in chat.reply(1).locator(".headline strong").inner_text()


def test_sql_is_folded_and_what_comes_next_is_asked(opened: Open) -> None:
    chat = opened(width=NARROW, locale="en-US")
    reply = chat.ask("How many pumps are there?")
    assert reply.locator("pre").is_hidden()
    reply.get_by_text("Show SQL").click()
    assert "SELECT" in reply.locator("pre").inner_text()
    reply.locator(".next button").first.click()
    assert chat.reply(1).locator("table").is_visible()
    assert chat.is_no_wider_than_its_window()


def test_a_question_back_is_answered_with_a_press(opened: Open) -> None:
    chat = opened()
    reply = chat.ask("equipos de noviembre")
    choices = reply.locator(".choices button")
    assert choices.all_inner_texts()[0] == "Equipos, 1 al 22 nov 2026, por fecha de instalación"
    choices.first.click()
    chat.reply(1).locator("strong").first.wait_for()


def test_a_thumb_down_says_why(opened: Open, site: Server) -> None:
    chat = opened()
    reply = chat.ask("¿Cuántos tornos hay?")
    reply.get_by_role("button", name="Mala respuesta").click()
    reply.get_by_role("textbox", name="Otra razón").fill("faltan dos tornos")
    chat.page.keyboard.press("Enter")
    reply.get_by_text("Gracias, queda anotado.").wait_for()
    assert reply.get_by_role("button", name="Mala respuesta").get_attribute("aria-pressed") == "true"
    with closing(sqlite3.connect(site.home / "data" / "state.sqlite")) as state:
        assert state.execute("SELECT thumb, comment FROM feedback WHERE comment IS NOT NULL").fetchall() == [
            ("down", "faltan dos tornos")
        ]


def test_it_prints_what_was_asked_and_answered(opened: Open) -> None:
    chat = opened()
    reply = chat.ask("¿Qué equipos están parados ahora?")
    chat.page.emulate_media(media="print")
    assert reply.locator("table").is_visible()
    for hidden in ("#ask", "#threads", ".bar", ".pair", ".files"):
        assert chat.page.locator(hidden).first.is_hidden(), hidden
