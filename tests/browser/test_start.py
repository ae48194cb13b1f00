"""The start: one line, the plant today, eight examples by topic, in the person's language, on any screen."""

from __future__ import annotations

import pytest

from tests.bots.process import Server
from tests.browser.chromium import NARROW, WIDE, Open

LOOKS = [("es-MX", WIDE, "light"), ("en-US", NARROW, "dark")]


@pytest.mark.parametrize(("locale", "width", "scheme"), LOOKS)
def test_a_newcomer_sees_what_to_do(opened: Open, locale: str, width: int, scheme: str) -> None:
    chat = opened(locale=locale, width=width, scheme=scheme)
    page = chat.page
    page.locator(".example").first.wait_for()
    spanish = locale.startswith("es")
    assert page.evaluate("document.documentElement.lang") == locale[:2]
    assert page.locator(".example").count() == 8
    topics = page.locator(".example .topic").all_inner_texts()
    assert len(set(topics)) >= 4
    assert topics == sorted(topics, key=topics.index), "those of a topic stand together"
    assert page.locator(".today strong").count() == 3
    assert ("parados" in chat.text(".today")) is spanish
    assert page.evaluate("document.activeElement.id") == "question"
    assert chat.is_no_wider_than_its_window()


def test_a_figure_of_today_is_asked_with_one_press(opened: Open) -> None:
    chat = opened()
    figure = chat.page.locator(".today").first
    bold = figure.locator("strong").inner_text()
    figure.click()
    assert bold in chat.reply().locator(".headline").inner_text()
    assert chat.page.locator("#start").is_hidden()


def test_the_language_is_changed_and_stays(opened: Open, site: Server) -> None:
    chat = opened()
    page = chat.page
    page.locator(".example").first.wait_for()
    assert page.locator("#question").get_attribute("placeholder") == "Escribe tu pregunta…"
    page.click("#language")
    page.get_by_text("For example").wait_for()
    assert page.locator("#question").get_attribute("placeholder") == "Write your question…"
    page.reload()
    page.get_by_text("Which machines are down right now?").wait_for()
    assert page.evaluate("document.documentElement.lang") == "en"
