"""While it works: what is happening, Stop, and a question that failed is kept and tried again."""

from __future__ import annotations

from tests.browser.chromium import Chat, Open
from tests.browser.fake_site import FakeSite


def send(chat: Chat, text: str) -> None:
    chat.page.fill("#question", text)
    chat.page.keyboard.press("Enter")


def test_what_is_happening_is_told_and_stopped(opened: Open, slow_site: FakeSite) -> None:
    chat = opened(url=slow_site.url)
    page = chat.page
    send(chat, "slow question")
    page.get_by_text("Consulto la base de datos").wait_for()
    assert page.locator(".step.done").all_inner_texts() == ["Entiendo la pregunta"]
    assert page.locator("#send").is_hidden()
    page.fill("#question", "typing goes on")
    page.keyboard.press("Enter")
    assert page.locator(".turn").count() == 1, "one question at a time"
    assert page.input_value("#question") == "typing goes on"
    page.click("#stop")
    page.locator(".failed").get_by_text("Detuviste esta pregunta.").wait_for()
    page.reload()
    page.locator(".failed").get_by_text("Detuviste esta pregunta.").wait_for()
    assert page.locator(".person").inner_text() == "slow question"
    slow_site.do(slow_site.core.pipeline.release.set)
    page.get_by_role("button", name="Reintentar").click()
    chat.reply()
    page.locator(".bot strong").wait_for()
    assert page.locator(".turn").count() == 1
    slow_site.do(slow_site.core.pipeline.release.clear)


def test_a_failure_is_a_sentence_and_the_question_stays(opened: Open, slow_site: FakeSite) -> None:
    chat = opened(url=slow_site.url, locale="en-US")
    page = chat.page
    failed = chat.ask("fail query_timeout")
    assert "10 s" in failed.locator(".headline").inner_text()
    page.get_by_role("button", name="Edit").click()
    assert page.input_value("#question") == "fail query_timeout"
    page.reload()
    page.get_by_role("button", name="Try again").wait_for()
    assert page.locator(".person").all_inner_texts() == ["fail query_timeout"], "kept over a reload, once"


def test_without_a_network_the_question_waits(opened: Open, slow_site: FakeSite) -> None:
    chat = opened(url=slow_site.url)
    page = chat.page
    page.context.set_offline(True)
    failed = chat.ask("data")
    assert "No hay conexión" in failed.locator(".headline").inner_text()
    page.context.set_offline(False)
    page.get_by_role("button", name="Reintentar").click()
    page.locator(".bot strong").wait_for()
    # So does a conversation that is opened then.
    thread = page.evaluate("location.hash")
    page.click("#new")
    page.context.set_offline(True)
    page.locator("#threads a").first.click()
    page.locator("#log").get_by_text("No hay conexión").wait_for()
    page.context.set_offline(False)
    page.locator("#log").get_by_role("button", name="Reintentar").click()
    page.locator(".bot strong").wait_for()
    assert page.evaluate("location.hash") == thread


def test_a_question_that_a_reload_cut_off_is_there_to_be_asked_again(opened: Open, slow_site: FakeSite) -> None:
    chat = opened(url=slow_site.url)
    page = chat.page
    chat.ask("data")
    send(chat, "slow one")
    page.locator(".working").wait_for()
    page.reload()
    page.get_by_text("Esta pregunta se quedó sin respuesta.").wait_for()
    assert page.locator(".person").all_inner_texts() == ["data", "slow one"]
