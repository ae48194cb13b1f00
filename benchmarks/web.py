"""The web chat in Chromium: how large the page is, how soon an answer is read, and that typing never waits."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from adapters.rest.web import assets, chat_page
from benchmarks.figure import Figure
from core.semantics.completion import Completions
from core.semantics.load import load_model
from core.semantics.values import ValueIndex
from tests.bots.process import Server
from tests.browser.chromium import ARGUMENTS, WIDE, NoBrowser, program

QUESTIONS = (
    "¿Cuántas bombas hay?",
    "¿Qué equipos están parados ahora?",
    "OT vencidas en Bottling",
    "OT abiertas por área, con gráfica",
    "MTBF de las bombas",
    "Horas de paro por mes este año",
    "lista de equipos con mantenimiento vencido",
    "¿Cuáles son las 5 máquinas que más fallan este año?",
)
TYPED = "horas de paro de las bombas de Bottling por mes este año, comparadas con las de Packaging"
NAMES = 50_000

# When the person presses Enter, and when the answer's sentence has been painted.
WATCH = """
window.shown = null;
document.addEventListener("keydown", event => { if (event.key === "Enter") window.asked = performance.now(); }, true);
new MutationObserver(() => {
  const turn = document.querySelector(".turn:last-child .bot:not(.working) .headline");
  if (!turn || window.shown !== null) return;
  requestAnimationFrame(() => setTimeout(() => { window.shown = performance.now(); }));
}).observe(document.getElementById("log"), { childList: true, subtree: true });
window.keys = [];
new PerformanceObserver(list => {
  const pressed = list.getEntries().filter(entry => entry.name === "keydown");
  window.keys.push(...pressed.map(entry => entry.processingEnd - entry.startTime));
}).observe({ type: "event", durationThreshold: 16 });
"""


def measure() -> Iterator[Figure]:
    """Sizes always; times where there is a browser."""
    page = chat_page.page("es", keyed=False, signed_in=False)
    size = len(page.html.encode()) + sum(len(asset.content) for asset in assets.assets().values())
    yield Figure("page, scripts and styles, uncompressed", size / 1000, "kB", 120)
    yield from _names()
    try:
        found = program()
    except NoBrowser as reason:
        print(f"  not measured: {reason}")
        return
    with _open(found) as page_of_chromium:
        yield from _answers(page_of_chromium)
        yield from _typing(page_of_chromium)


def _names() -> Iterator[Figure]:
    """Completions on a plant of fifty thousand machines."""
    model = load_model()
    tags = [f"EQ-{number:05}" for number in range(NAMES)]
    values = ValueIndex(model, {("equipment", "tag"): tags, ("area", "name"): ["Bottling", "Packaging"]})
    begun = time.perf_counter()
    names = Completions(model, values, "es")
    yield Figure("50,000 names made ready, in a thread", time.perf_counter() - begun, "s", 3.0)
    took = []
    for text in ("OT de eq", "OT de EQ-1", "OT de EQ-12345", "paro de bot", "eq 499"):
        begun = time.perf_counter()
        names.of(text)
        took.append((time.perf_counter() - begun) * 1000)
    yield Figure("completions of what was typed, slowest", max(took), "ms", 5)


@contextmanager
def _open(found: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as home, sync_playwright() as driver:
        server = Server(Path(home))
        browser = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
        try:
            page = browser.new_page(viewport={"width": WIDE, "height": 768}, locale="es-MX")
            page.goto(server.url)
            page.locator(".example").first.wait_for()
            page.evaluate(f"() => {{ {WATCH} }}")
            yield page
        finally:
            browser.close()
            server.stop()


def _answers(page: Any) -> Iterator[Figure]:
    """From the server having the answer to the person seeing it: all that passed, less what answering took."""
    late = []
    for text in QUESTIONS:
        page.evaluate("window.shown = null")
        page.fill("#question", text)
        page.keyboard.press("Enter")
        page.locator(".turn").last.locator(".bot:not(.working) .headline").wait_for()
        while page.evaluate("window.shown") is None:
            time.sleep(0.01)
        seconds = page.evaluate("window.shown - window.asked") / 1000
        late.append(max(0.0, seconds - _answering(page)) * 1000)
    yield Figure("answer on screen after the server had it, median", statistics.median(late), "ms", 100)
    yield Figure("answer on screen after the server had it, slowest", max(late), "ms", 200)


def _answering(page: Any) -> float:
    """What the server took for the last answer, in seconds."""
    thread = page.evaluate("location.hash.slice(3)")
    opened = page.request.get(f"{page.url.split('#')[0]}v1/sessions/{thread}").json()
    return float(opened["turns"][-1]["answer"]["metrics"]["total_time"])


def _typing(page: Any) -> Iterator[Figure]:
    """From a key's press to the end of what the page does for it, while names are looked up; keys that took at least
    16 ms are told by the browser, so no figure means that all took less."""
    page.fill("#question", "")
    page.evaluate("window.keys = []")
    page.locator("#question").press_sequentially(TYPED, delay=30)
    page.wait_for_timeout(300)
    slow = page.evaluate("window.keys")
    yield Figure("a key while names are looked up, slowest", max(slow, default=16.0), "ms", 50)
