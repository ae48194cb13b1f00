"""axe finds nothing on the page's states, light and dark, wide and narrow; and what a screen reader is told of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.chromium import NARROW, WIDE, Chat, Open
from tests.browser.fake_site import FakeSite

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {
    "light": {"runOnly": {"type": "tag", "values": TAGS}},
    # The page is the same at night but for its colours.
    "dark": {"runOnly": {"type": "rule", "values": ["color-contrast"]}},
}


def violations(chat: Chat) -> list[str]:
    """What axe finds in light and in dark: the rule, and where."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    found = []
    for scheme, rules in RULES.items():
        chat.page.emulate_media(color_scheme=scheme)
        for broken in axe.run(chat.page, options=rules).response["violations"]:
            found += [f"{scheme}: {broken['id']}: {node['html'][:120]}" for node in broken["nodes"]]
    return found


def start(chat: Chat) -> None:
    chat.page.locator(".example").first.wait_for()


def completions(chat: Chat) -> None:
    chat.page.locator("#question").press_sequentially("paro de bott")
    chat.page.get_by_role("option").first.wait_for()
    chat.page.keyboard.press("ArrowDown")


def table(chat: Chat) -> None:
    reply = chat.ask("¿Qué equipos están parados ahora?")
    reply.get_by_role("button", name="Área", exact=True).click()
    reply.locator("th[aria-sort=ascending]").wait_for()
    reply.get_by_role("button", name="Mala respuesta").click()
    reply.locator(".reason").wait_for()


def chart(chat: Chat) -> None:
    reply = chat.ask("OT abiertas por área, con gráfica")
    for summary in reply.locator("summary").all():
        summary.click()
    # The bar and the box lie over what a person would scroll from under them.
    for over in (".bar", "#ask"):
        chat.page.locator(over).evaluate("node => (node.style.position = 'static')")


def enlarged(chat: Chat) -> None:
    chat.ask("OT abiertas por área, con gráfica").locator("figure button").click()


def question_back(chat: Chat) -> None:
    chat.ask("OT vencidas en Bottling")
    chat.ask("MTBF de las bombas")
    chat.ask("equipos de noviembre").locator(".choices").wait_for()


def menu(chat: Chat) -> None:
    chat.ask("¿Cuántas bombas hay?")
    if chat.page.locator("#menu").is_visible():
        chat.page.click("#menu")
    chat.page.locator("#threads a").first.wait_for()
    chat.page.get_by_role("button", name="Eliminar").first.click()


@pytest.mark.parametrize("state", [start, completions, table, chart, enlarged, question_back, menu])
def test_axe_finds_nothing(opened: Open, state: Callable[[Chat], Any]) -> None:
    wide = state in (start, table, enlarged)
    chat = opened(width=WIDE if wide else NARROW)
    state(chat)
    assert violations(chat) == []


def test_axe_finds_nothing_while_it_works_and_when_it_fails(opened: Open, slow_site: FakeSite) -> None:
    chat = opened(url=slow_site.url, locale="en-US")
    chat.page.fill("#question", "slow question")
    chat.page.keyboard.press("Enter")
    chat.page.locator(".step[data-stage=querying]").wait_for()
    assert violations(chat) == []
    chat.page.click("#stop")
    chat.page.locator(".failed").wait_for()
    assert violations(chat) == []


def test_axe_finds_nothing_where_a_person_signs_in(opened: Open, keyed_site: FakeSite) -> None:
    chat = opened(url=keyed_site.url, width=NARROW)
    chat.page.fill("#key", "a wrong one")
    chat.page.keyboard.press("Enter")
    chat.page.get_by_text("Esa clave no es válida").wait_for()
    assert violations(chat) == []


def test_a_screen_reader_is_told_of_the_answer(opened: Open) -> None:
    chat = opened()
    chat.ask("¿Qué equipos están parados ahora?")
    chat.page.locator("#status").get_by_text("Hay 22 equipos parados.").wait_for()
    tree = chat.page.locator(".turn").aria_snapshot()
    for line in (
        'heading "¿Qué equipos están parados ahora?" [level=2]',
        'table "Hay 22 equipos parados."',
        'columnheader "Equipo"',
        'rowheader "C-111"',
        'group "Alcance"',
        'button "Quitar: equipos parados"',
        'link "Excel"',
        'button "Buena respuesta"',
    ):
        assert line in tree, tree


def test_everything_is_reached_with_the_keyboard(opened: Open) -> None:
    chat = opened()
    chat.ask("OT vencidas en Bottling")
    page = chat.page
    page.keyboard.press("Escape")
    names = page.evaluate(
        """() => [...document.querySelectorAll("a, button, input, textarea, summary, [tabindex]")]
            .filter(node => node.checkVisibility() && node.tabIndex < 0 && !node.inert).map(node => node.outerHTML)"""
    )
    assert names == []
    for _ in range(300):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.className") == "skip":
            break
    else:
        raise AssertionError("the way back to the top of the page has no end")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "question"
