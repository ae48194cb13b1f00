"""Draws the pictures in docs/images anew: the web chat's, and twelve kinds of answers in Slack and in Teams.

``python -m docs.pictures`` (``make pictures``) draws all of them, ``python -m docs.pictures NAME …`` those named.

Needs Chromium and the development dependencies. The demo plant's day is frozen, so that the same page gives the same
picture.
"""

from __future__ import annotations

import asyncio
import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.kernel.messages import Language
from docs.chats import slack, teams
from docs.chats.asked import KINDS, Asked, ask_all
from docs.chats.page import HEIGHT
from docs.chats.page import WIDTH as PHONE
from tests.bots.process import Server
from tests.browser.chromium import ARGUMENTS, NARROW, WIDE, Chat, NoBrowser, program
from tests.browser.fake_site import FakeSite

CHATS: dict[str, tuple[Language, Callable[[Asked], str]]] = {
    "slack": ("es", slack.drawn),
    "teams": ("en", teams.drawn),
}
IMAGES = Path(__file__).parent / "images"
COLOURS = 128
"""A picture of a page has few; so many make it a third as large."""


@dataclass(frozen=True)
class Picture:
    """One picture: what is done before it is taken, and on which page."""

    name: str
    does: Callable[[Chat], Any]
    width: int = WIDE
    scheme: str = "light"
    locale: str = "es-MX"
    site: str = "demo"


def start(chat: Chat) -> None:
    chat.page.locator(".example").first.wait_for()


def chart(chat: Chat) -> None:
    reply = chat.ask("OT abiertas por área, con gráfica" if chat.spanish else "Open work orders by area, with a chart")
    reply.locator("figure img").evaluate("image => image.decode()")


def table(chat: Chat) -> None:
    chat.ask("Which machines are down right now?" if not chat.spanish else "¿Qué equipos están parados ahora?")


def follow_up(chat: Chat) -> None:
    chat.ask("OT vencidas en Bottling")
    chat.ask("¿y las de prioridad alta?")


def asking(chat: Chat) -> None:
    start(chat)
    chat.page.locator("#question").press_sequentially("Paros de tra")
    chat.page.get_by_role("option").first.wait_for()


def working(chat: Chat) -> None:
    chat.page.fill("#question", "slow question about downtime")
    chat.page.keyboard.press("Enter")
    chat.page.locator(".step[data-stage=querying]").wait_for()


def reason(chat: Chat) -> None:
    chat.ask("MTBF de las bombas").get_by_role("button", name="Mala respuesta").click()


def sign_in(chat: Chat) -> None:
    chat.page.locator("#key").wait_for()


PICTURES = (
    Picture("web_start", start),
    Picture("web_start_phone", start, NARROW, "dark", "en-US"),
    Picture("web_chart", chart),
    Picture("web_chart_phone", chart, NARROW, "dark", "en-US"),
    Picture("web_table", table, scheme="dark", locale="en-US"),
    Picture("web_table_phone", table, NARROW),
    Picture("web_scope", follow_up),
    Picture("web_asking", asking),
    Picture("web_working", working, locale="en-US", site="slow"),
    Picture("web_reason_phone", reason, NARROW),
    Picture("web_sign_in", sign_in, NARROW, site="keyed"),
)


def main() -> int:
    """Take them all, or those that are named; 1 without a browser."""
    from playwright.sync_api import sync_playwright

    try:
        found = program()
    except NoBrowser as reason:
        print(reason, file=sys.stderr)
        return 1
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        chats = asyncio.run(_asked(Path(folder)))
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
            for name, html in chats.items():
                take_message(browser, name, html)
            browser.close()
    wanted = [picture for picture in PICTURES if named(picture.name)]
    if not wanted:
        return 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        home = Path(folder)
        for name in ("demo", "slow", "keyed"):
            (home / name).mkdir()
        demo = Server(home / "demo")
        sites = {"slow": FakeSite(home / "slow"), "keyed": FakeSite(home / "keyed", api_keys=("a key",))}
        browser = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
        try:
            for picture in wanted:
                url = demo.url if picture.site == "demo" else sites[picture.site].url
                take(browser, picture, url)
        finally:
            browser.close()
            demo.stop()
            for site in sites.values():
                site.stop()
    return 0


def named(name: str) -> bool:
    """Whether a picture is to be drawn now."""
    return not sys.argv[1:] or name in sys.argv[1:]


async def _asked(folder: Path) -> dict[str, str]:
    """The messages of both chats as HTML, by the names of their pictures."""
    made = {}
    for platform, (language, draw) in CHATS.items():
        if not any(named(f"{platform}_{kind.name}") for kind in KINDS):
            continue
        async for asked in ask_all(folder / platform, platform, language):
            if named(f"{platform}_{asked.kind.name}"):
                made[f"{platform}_{asked.kind.name}"] = draw(asked)
    return made


def take_message(browser: Any, name: str, html: str) -> None:
    """A message on a phone, as high as it is; one that is higher than a screen is told."""
    page = browser.new_page(viewport={"width": PHONE, "height": 200}, device_scale_factor=1)
    page.set_content(html)
    message = page.locator("#message")
    height = message.bounding_box()["height"]
    path = IMAGES / f"{name}.png"
    path.write_bytes(smaller(message.screenshot()))
    told = ", higher than a screen" if height > HEIGHT else ""
    print(f"{path.name}  {path.stat().st_size / 1000:.0f} kB  {height:.0f} px{told}")
    page.close()


def take(browser: Any, picture: Picture, url: str) -> None:
    """One picture in a browser that remembers nothing of the others."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": 844 if picture.width == NARROW else 768},
        color_scheme=picture.scheme,
        locale=picture.locale,
        reduced_motion="reduce",
    )
    chat = Chat(context.new_page())
    chat.page.goto(url)
    chat.page.locator("#question[placeholder]").wait_for(state="attached")
    picture.does(chat)
    chat.page.wait_for_timeout(300)
    path = IMAGES / f"{picture.name}.png"
    path.write_bytes(smaller(chat.page.screenshot()))
    print(f"{path.name}  {path.stat().st_size / 1000:.0f} kB")
    context.close()


def smaller(png: bytes) -> bytes:
    """The picture with a palette."""
    from PIL import Image

    written = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        written, "PNG", optimize=True
    )
    return written.getvalue()


if __name__ == "__main__":
    sys.exit(main())
