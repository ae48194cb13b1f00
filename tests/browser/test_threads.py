"""Conversations: listed, kept over a reload, opened by a link, renamed, deleted."""

from __future__ import annotations

from tests.browser.chromium import NARROW, Open


def test_a_reload_and_a_link_keep_the_conversation(opened: Open) -> None:
    chat = opened()
    first = chat.ask("OT vencidas en Bottling").locator(".headline").inner_text()
    chat.ask("¿y en Packaging?")
    page = chat.page
    titles = page.locator("#threads a")
    titles.first.wait_for()
    assert titles.all_inner_texts()[0].startswith("OT vencidas en Bottling")
    assert titles.first.get_attribute("aria-current") == "page"
    page.reload()
    page.locator(".turn").nth(1).wait_for()
    assert page.locator(".person").all_inner_texts() == ["OT vencidas en Bottling", "¿y en Packaging?"]
    assert page.locator(".headline").first.inner_text() == first
    assert page.locator("#start").is_hidden()
    # The same address in a browser of its own; without keys everybody at this machine is one person.
    other = opened("/" + page.evaluate("location.hash"))
    other.page.locator(".turn").nth(1).wait_for()
    # It goes on from there.
    chat.ask("¿cuántas son?")
    assert page.locator(".turn").count() == 3


def test_back_and_new(opened: Open) -> None:
    chat = opened()
    chat.ask("¿Cuántas bombas hay?")
    page = chat.page
    page.click("#new")
    page.locator(".example").first.wait_for()
    assert page.locator(".turn").count() == 0
    page.go_back()
    page.locator(".turn").wait_for()
    assert page.locator(".person").inner_text() == "¿Cuántas bombas hay?"


def test_a_conversation_is_renamed_and_deleted_with_the_keyboard(opened: Open) -> None:
    chat = opened(width=NARROW)
    chat.ask("¿Cuántos motores hay?")
    page = chat.page
    page.locator("#menu").focus()
    page.keyboard.press("Enter")
    line = page.locator("#threads li").filter(has_text="¿Cuántos motores hay?")
    line.locator("a").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("Motores")
    page.keyboard.press("Enter")
    renamed = page.locator("#threads a").filter(has_text="Motores").first
    renamed.wait_for()
    page.reload()
    page.click("#menu")
    renamed.wait_for()
    renamed.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "Motores" in page.locator("dialog p").inner_text()
    assert page.evaluate("document.activeElement.textContent") == "Conservar", "Enter alone deletes nothing"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.locator("#threads a").filter(has_text="Motores").wait_for(state="detached")
    page.locator(".example").first.wait_for()


def test_a_thread_that_is_not_there_is_told(opened: Open) -> None:
    chat = opened("/#t=nothing")
    chat.page.get_by_text("Esta conversación no existe, o es de otra persona.").wait_for()
    chat.ask("¿Cuántas bombas hay?")


def test_a_tab_that_comes_back_shows_what_another_one_asked(opened: Open) -> None:
    chat = opened()
    chat.ask("¿Cuántas bombas hay?")
    page = chat.page
    tab = page.context.new_page()
    tab.goto(page.url)
    tab.locator(".turn").wait_for()
    tab.fill("#question", "¿y motores?")
    tab.keyboard.press("Enter")
    tab.locator(".turn").nth(1).locator(".headline").wait_for()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.locator(".turn").nth(1).wait_for()
    assert page.locator(".person").all_inner_texts() == ["¿Cuántas bombas hay?", "¿y motores?"]


def test_a_button_speaks_of_its_own_answer_however_old(opened: Open) -> None:
    chat = opened()
    first = chat.ask("¿Cuántas bombas hay?")
    chat.ask("¿Cuántas OT abiertas hay?")
    first.locator(".next button").first.click()
    assert "bombas" in chat.reply(2).locator(".headline").inner_text()


def test_conversations_of_one_title_are_told_apart(opened: Open) -> None:
    chat = opened()
    for _ in range(2):
        chat.page.click("#new")
        chat.ask("¿Cuántos tornos hay?")
    links = chat.page.locator("#threads a", has_text="¿Cuántos tornos hay?")
    links.nth(1).wait_for()
    told = links.all_inner_texts()
    assert len(set(told)) == len(told) >= 2
    assert all("hoy" in text for text in told)
