"""Asking: the keys, names of the plant while typing, commands, dictation."""

from __future__ import annotations

from tests.browser.chromium import Open

DICTATION = """
window.SpeechRecognition = class {
  start() {
    window.heard = this.lang;
    this.onresult({ results: [[{ transcript: "cuántas bombas " }], [{ transcript: "hay" }]] });
    this.onend();
  }
};
"""


def test_the_keys(opened: Open) -> None:
    chat = opened()
    page = chat.page
    chat.ask("¿Cuántas bombas hay?")
    assert page.input_value("#question") == ""
    assert page.evaluate("document.activeElement.id") == "question"
    page.keyboard.press("ArrowUp")
    assert page.input_value("#question") == "¿Cuántas bombas hay?"
    page.keyboard.press("Shift+Enter")
    assert page.input_value("#question").endswith("\n")
    assert page.locator(".turn").count() == 1
    page.fill("#question", "   ")
    page.keyboard.press("Enter")
    assert page.locator(".turn").count() == 1


def test_names_of_the_plant_are_completed(opened: Open) -> None:
    chat = opened()
    page = chat.page
    page.locator("#question").press_sequentially("OT vencidas en bot")
    page.get_by_role("option", name="Bottling").wait_for()
    page.keyboard.press("ArrowDown")
    assert page.locator("#question").get_attribute("aria-activedescendant") == "option-0"
    page.keyboard.press("Enter")
    assert page.input_value("#question") == "OT vencidas en Bottling "
    assert page.locator("#options").is_hidden()
    page.keyboard.press("Enter")
    assert "Bottling" in chat.reply().locator(".headline").inner_text()
    # What is offered and not picked does not stand in the way of Enter.
    page.locator("#question").press_sequentially("dispon")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Escape")
    assert page.locator("#options").is_hidden()
    assert page.input_value("#question") == "dispon"


def test_commands(opened: Open) -> None:
    chat = opened()
    page = chat.page
    page.locator("#question").press_sequentially("/")
    assert page.get_by_role("option").count() == 7
    page.locator("#question").press_sequentially("equ")
    page.keyboard.press("Tab")
    assert page.input_value("#question") == "/equipos "
    page.keyboard.press("Enter")
    chat.reply()
    assert page.locator(".person").inner_text() == "equipos por estado"
    chat.ask("/sql")
    assert page.locator(".turn").last.locator("pre").is_visible()
    # A command that was begun is completed, one that there is not is told, and what stands behind one is completed.
    page.locator("#question").press_sequentially("/eq")
    page.keyboard.press("Enter")
    assert page.input_value("#question") == "/equipos "
    page.fill("#question", "/foo de bot")
    page.keyboard.press("Enter")
    page.get_by_text("No hay un comando /foo.").wait_for()
    assert page.get_by_role("option").count() == 7
    assert page.locator(".turn").count() == 2
    page.fill("#question", "")
    page.locator("#question").press_sequentially("/ot bot")
    page.get_by_role("option", name="Bottling").wait_for()
    page.keyboard.press("Tab")
    assert page.input_value("#question") == "/ot Bottling "
    page.fill("#question", "/nueva")
    page.keyboard.press("Enter")
    page.locator(".example").first.wait_for()
    assert page.locator(".turn").count() == 0


def test_dictation_writes_into_the_box(opened: Open) -> None:
    chat = opened()
    page = chat.page
    page.add_init_script(DICTATION)
    page.reload()
    page.locator("#voice").click()
    assert page.input_value("#question") == "cuántas bombas hay"
    assert page.evaluate("window.heard") == "es-MX"
