"""One browser and one real server for this folder's tests; a context of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bots.process import Server
from tests.browser.chromium import ARGUMENTS, SECONDS, WIDE, Chat, NoBrowser, Open, program
from tests.browser.fake_site import FakeSite


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """Chromium, started once."""
    try:
        found = program()
    except NoBrowser as reason:
        pytest.skip(f"no browser: {reason}")
    playwright = pytest.importorskip("playwright.sync_api", reason="no browser: playwright is not installed")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def site(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """``maintbot serve`` on the demo plant, for this machine."""
    running = Server(tmp_path_factory.mktemp("browser"))
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="package")
def slow_site(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeSite]:
    """A server that answers "slow" when it is told to, and fails at "fail …"."""
    running = FakeSite(tmp_path_factory.mktemp("slow"))
    yield running
    running.stop()


@pytest.fixture
def keyed_site(browser: Any, tmp_path: Path) -> Iterator[FakeSite]:
    """A server that wants a key."""
    running = FakeSite(tmp_path, api_keys=("first-key", "llave-ñ"))
    yield running
    running.stop()


@pytest.fixture
def opened(browser: Any, site: Server) -> Iterator[Open]:
    """``opened(path, width=…, scheme=…, locale=…)``: the page in a context of its own. It must complain of nothing."""
    contexts: list[Any] = []
    chats: list[Chat] = []

    def of(
        path: str = "/",
        *,
        width: int = WIDE,
        scheme: str = "light",
        locale: str = "es-MX",
        url: str | None = None,
        **more: Any,
    ) -> Chat:
        height = 844 if width < 500 else 768
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale=locale,
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(SECONDS)
        contexts.append(context)
        chat = Chat(context.new_page())
        chats.append(chat)
        chat.watch()
        chat.page.goto((url or site.url) + path)
        chat.page.locator("#question[placeholder]").wait_for(state="attached")
        return chat

    yield of
    for context in contexts:
        context.close()
    assert [trouble for chat in chats for trouble in chat.troubles] == []
