"""With keys: a person signs in once; a wrong key, two people, a key that ends, signing out."""

from __future__ import annotations

from tests.browser.chromium import Chat, Open
from tests.browser.fake_site import FakeSite


def sign_in(chat: Chat, key: str) -> None:
    chat.page.fill("#key", key)
    chat.page.keyboard.press("Enter")


def test_a_person_signs_in_once(opened: Open, keyed_site: FakeSite) -> None:
    chat = opened(url=keyed_site.url)
    page = chat.page
    page.get_by_text("Entra para preguntar").wait_for()
    assert page.evaluate("document.activeElement.id") == "key"
    assert page.locator("#ask").is_hidden()
    sign_in(chat, "a wrong one")
    page.get_by_text("Esa clave no es válida").wait_for()
    sign_in(chat, "first-key")
    page.locator(".example").wait_for()
    chat.ask("data")
    assert page.evaluate("document.cookie") == "", "no script reads it"
    assert "first-key" not in page.evaluate("JSON.stringify({ ...localStorage, ...sessionStorage })")
    page.reload()
    page.locator(".turn").wait_for()


def test_two_people_and_a_key_that_ends(opened: Open, keyed_site: FakeSite) -> None:
    one, two = opened(url=keyed_site.url), opened(url=keyed_site.url)
    sign_in(one, "first-key")
    one.page.locator(".example").wait_for()
    one.ask("data of the first")
    link = one.page.evaluate("location.hash")
    sign_in(two, "llave-ñ")
    two.page.locator(".example").wait_for()
    assert two.page.locator("#threads a").count() == 0
    two.page.goto(f"{keyed_site.url}/{link}")
    two.page.get_by_text("Esta conversación no existe, o es de otra persona.").wait_for()
    # Another tab of the first person shows the same.
    tab = one.page.context.new_page()
    tab.goto(f"{keyed_site.url}/{link}")
    tab.locator(".turn").wait_for()
    keyed_site.core.settings.api_keys = ("llave-ñ",)
    one.page.fill("#question", "data again")
    one.page.keyboard.press("Enter")
    one.page.get_by_role("heading", name="Tu sesión terminó").wait_for()
    assert "Bearer" not in one.text("body")
    # Somebody else signs in there: nothing of the first person's is shown to them or sent.
    sign_in(one, "llave-ñ")
    one.page.locator(".example").first.wait_for()
    assert "data again" not in one.text("body")
    assert one.page.locator("#threads a").count() == 0
    one.page.click("#signout")
    one.page.get_by_text("Entra para preguntar").wait_for()


def test_who_signs_in_again_goes_on_where_they_were(opened: Open, keyed_site: FakeSite) -> None:
    chat = opened(url=keyed_site.url)
    page = chat.page
    sign_in(chat, "first-key")
    page.locator(".example").first.wait_for()
    chat.ask("data")
    keyed_site.core.settings.api_keys = ("llave-ñ",)
    page.fill("#question", "data once more")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Tu sesión terminó").wait_for()
    page.locator("#question").evaluate("box => (box.value = 'half a ques')")
    keyed_site.core.settings.api_keys = ("first-key", "llave-ñ")
    sign_in(chat, "first-key")
    page.locator(".turn").nth(1).locator(".bot strong").wait_for()
    assert page.locator(".person").all_inner_texts() == ["data", "data once more"]
    assert page.input_value("#question") == "half a ques"
    assert page.locator(".failed").count() == 0
