"""The examples against a server on loopback: what their reader would do first."""

from __future__ import annotations

import asyncio
import csv
import importlib.util
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bots import server
from tests.adapters.rest.fake_core import fake_core
from tests.adapters.rest.rig import settings_of

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def loaded(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


client: Any = loaded("client")


def said(text: str) -> list[str]:
    """The lines that the client printed; the server in this process logs to the same place."""
    return [line for line in text.splitlines() if "[info" not in line and "[warning" not in line]


@pytest.fixture
async def url(tmp_path: Path) -> AsyncIterator[str]:
    settings = settings_of(tmp_path, api_keys=("k",))
    async with fake_core(tmp_path, settings) as core, TestServer(server.build(core, settings)) as running:
        yield str(running.make_url("/"))


async def test_one_question_with_its_files(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "answers"
    arguments = ["--url", url, "--key", "k", "ask", "chart", "--files", str(folder)]
    assert await asyncio.to_thread(client.main, arguments) == 0
    printed = capsys.readouterr()
    assert said(printed.out)[0] == "En soldadura hay 6 OT abiertas."
    assert "session " in printed.err
    assert {file.suffix for file in folder.iterdir()} == {".csv", ".png", ".py"}


async def test_a_conversation_goes_on_in_its_session(url: str) -> None:
    bot = client.Bot(url, "k")
    first = await asyncio.to_thread(bot.ask, "clarify")
    assert [choice["label"] for choice in first.choices] == ["Equipos"]
    second = await asyncio.to_thread(lambda: bot.ask("Equipos", session=first.session, choice="1"))
    assert (second.session, len(second.rows)) == (first.session, 2)


async def test_a_wrong_key_is_one_sentence(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert await asyncio.to_thread(client.main, ["--url", url, "--key", "wrong", "ask", "data"]) == 1
    assert capsys.readouterr().err.startswith("unauthorized: ")


async def test_no_bot_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert await asyncio.to_thread(client.main, ["--url", "http://127.0.0.1:9", "ask", "data"]) == 1
    assert "Traceback" not in capsys.readouterr().err


async def test_several_at_once(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert await asyncio.to_thread(client.main, ["--url", url, "--key", "k", "several", "data", "refuse"]) == 0
    assert said(capsys.readouterr().out) == [
        "data",
        "  En soldadura hay 6 OT abiertas.",
        "refuse",
        "  Solo consulto; no cambio nada.",
    ]


async def test_a_file_of_questions_becomes_a_table_in_its_order(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked, answered = tmp_path / "questions.txt", tmp_path / "answers.csv"
    asked.write_text("data\n\nfail query_timeout\nrefuse ñ\n", "utf-8")
    arguments = ["--url", url, "--key", "k", "batch", str(asked), "--output", str(answered), "--at-once", "2"]
    assert await asyncio.to_thread(client.main, arguments) == 1  # one failed
    lines = list(csv.DictReader(answered.read_text("utf-8-sig").splitlines()))
    assert [line["question"] for line in lines] == ["data", "fail query_timeout", "refuse ñ"]
    assert (lines[0]["rows"], lines[0]["action"]) == ("2", "data")
    assert lines[0]["data"].startswith(("http", "/files/"))
    assert lines[1]["error"].startswith("query_timeout: ")
    assert lines[2]["response"] == "Solo consulto; no cambio nada."
    printed = capsys.readouterr()
    assert "2 of 3 answered" in printed.out
    assert "3/3" in printed.err  # the bar


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("q.txt", "uno\n\ndos\n"),
        ("q.csv", "id,question\n1,uno\n2,dos\n"),
        ("q.csv", "pregunta\nuno\ndos\n"),
        ("q.jsonl", '{"question": "uno"}\n{"question": "dos"}\n'),
    ],
)
def test_questions_are_read_from_what_people_have(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8-sig")
    assert client.questions_of(tmp_path / name) == ["uno", "dos"]


@pytest.mark.parametrize("kind", ["sync", "async"])
async def test_too_often_is_asked_again_when_the_bot_says_so(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0

    async def chat(request: web.Request) -> web.Response:
        nonlocal asked
        asked += 1
        if asked < 3:
            return web.json_response({"error": {"code": "x", "message": "y"}}, status=429, headers={"Retry-After": "0"})
        return web.json_response({"response": "ya", "session_id": "s"})

    app = web.Application()
    app.router.add_post("/v1/chat", chat)
    async with TestServer(app) as running:
        url = str(running.make_url("/"))
        if kind == "sync":
            answer = await asyncio.to_thread(client.Bot(url).ask, "data")
        else:
            async with client.AsyncBot(url) as bot:
                answer = await bot.ask("data")
    assert (answer.text, asked) == ("ya", 3)


class Page(ModuleType):
    """As much of Streamlit as the page uses: what it draws is kept, what a person does is given."""

    def __init__(self, state: dict[str, Any], typed: str | None, pressed: str | None) -> None:
        super().__init__("streamlit")
        self.session_state = State(state)
        self.drawn: list[tuple[str, Any]] = []
        self.typed, self.pressed = typed, pressed
        self.sidebar = self

    def cache_resource(self, function: Any) -> Any:
        return function

    def chat_input(self, placeholder: str) -> str | None:
        return self.typed

    def button(self, label: str, key: str = "") -> bool:
        self.drawn.append(("button", label))
        return label == self.pressed

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)

        def draw(*values: Any, **options: Any) -> Any:
            self.drawn.append((name, values[0] if values else None))
            return self

        return draw

    def __enter__(self) -> Page:
        return self

    def __exit__(self, *_: object) -> None:
        return None


class State(dict[str, Any]):
    """Streamlit's session state: a mapping whose keys are attributes too."""

    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__  # type: ignore[assignment]


async def test_the_streamlit_page_asks_and_draws(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAINTBOT_URL", url)
    monkeypatch.setenv("MAINTBOT_KEY", "k")

    async def drawn(state: dict[str, Any], typed: str | None = None, pressed: str | None = None) -> Page:
        page = Page(state, typed, pressed)
        monkeypatch.setitem(sys.modules, "streamlit", page)
        await asyncio.to_thread(loaded, "streamlit_app")
        return page

    first = await drawn({}, typed="chart")
    assert ("markdown", "En soldadura hay **6 OT abiertas**.") in first.drawn
    assert ("code", "SELECT area, n FROM t") in first.drawn
    (image,) = (value for name, value in first.drawn if name == "image")
    assert image.startswith("http")
    second = await drawn(dict(first.session_state), typed="refuse", pressed="Ver las OT")
    assert second.session_state["session"] == first.session_state["session"]
    assert second.session_state["next"] == ("OT vencidas", None)
    assert ("rerun", None) in second.drawn
    kept = {key: value for key, value in second.session_state.items() if key != "next"}
    again = await drawn(kept, pressed="Nueva conversación")
    assert again.session_state == {"turns": []}


async def test_what_breaks_off_is_asked_again_under_the_same_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "WAITS", (0.01, 0.01, 0.01))
    names: list[str] = []

    async def chat(request: web.Request) -> web.Response:
        await request.read()
        names.append(request.headers["Idempotency-Key"])
        if len(names) % 2:
            assert request.transport is not None
            request.transport.close()
        return web.json_response({"response": "Hay 3.", "session_id": "s"})

    app = web.Application()
    app.router.add_post("/v1/chat", chat)
    async with TestServer(app) as running:
        address = str(running.make_url("/"))
        assert (await asyncio.to_thread(client.Bot(address).ask, "¿cuántas hay?")).text == "Hay 3."
        async with client.AsyncBot(address) as bot:
            assert (await bot.ask("¿cuántas hay?")).text == "Hay 3."
    first, again, second, once_more = names
    assert first == again and second == once_more and first != second
