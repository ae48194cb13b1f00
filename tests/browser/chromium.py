"""The system's Chromium, driven by Playwright; Chat does what a person does in the page."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
)
WIDE, NARROW = 1366, 390
SECONDS = 20_000
"""Milliseconds that the page may take on a busy machine; nothing waits that long unless it is broken."""


class NoBrowser(Exception):
    """Why there is none."""


def program() -> str:
    """Where the browser is.

    Raises:
        NoBrowser: it is not installed.
    """
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    raise NoBrowser(f"none of {', '.join(NAMES)} is installed (Debian: apt-get install chromium)")


@dataclass
class Chat:
    """The page, as a person uses it.

    Attributes:
        page: Playwright's page.
        troubles: what the browser complained of: errors of scripts, what the page's policy blocked.
    """

    page: Any
    troubles: list[str] = field(default_factory=list)

    @property
    def spanish(self) -> bool:
        """True when the page speaks Spanish."""
        return bool(self.page.evaluate("document.documentElement.lang") == "es")

    def watch(self) -> None:
        """Collect what the browser complains of."""
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self._said)

    def _said(self, message: Any) -> None:
        # A status that is no success is told here too; the page tells the person.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.troubles.append(message.text)

    def ask(self, text: str) -> Any:
        """Ask a question and wait for what comes of it: its answer's element."""
        before = self.page.locator(".turn").count()
        self.page.fill("#question", text)
        self.page.keyboard.press("Enter")
        return self.reply(before)

    def reply(self, place: int = -1) -> Any:
        """The answer of the turn at ``place``, once it is there; the last one's by default."""
        turn = self.page.locator(".turn").last if place < 0 else self.page.locator(".turn").nth(place)
        turn.locator(".bot .headline").first.wait_for()
        return turn.locator(".bot")

    def text(self, selector: str) -> str:
        """What a person reads there."""
        found: str = self.page.locator(selector).first.inner_text()
        return found

    def is_no_wider_than_its_window(self) -> bool:
        """True when nobody has to scroll sideways."""
        found: bool = self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        return found


Open = Callable[..., Chat]
