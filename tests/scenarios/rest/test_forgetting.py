"""A conversation that is forgotten is on no disk any more: neither its words nor its files."""

from __future__ import annotations

import stat
from pathlib import Path

import aiohttp
import pytest

from tests.bots.process import Server

QUESTION = "lista de OT abiertas con costo mayor que 73519 en Embotellado o en Bottling"
SAID = {"es": "olvida esta conversación", "en": "please forget this conversation"}


def told_of(home: Path) -> list[str]:
    """The files of the state, and of answers, that hold the question or its number."""
    places = [*(home / "data").glob("state.sqlite*"), *(home / "chat_docs").rglob("*")]
    found = [path for path in places if path.is_file()]
    return [path.name for path in found if QUESTION.encode() in (body := path.read_bytes()) or b"73519" in body]


@pytest.mark.parametrize("way", ["es", "en", "DELETE"])
async def test_nothing_is_left_of_it(http: aiohttp.ClientSession, server: Server, way: str) -> None:
    before = {path.name for path in (server.home / "chat_docs").glob("*")}

    async def ask(text: str, session: str) -> dict[str, object]:
        async with http.post("/v1/chat", json={"message": text, "session_id": session}) as response:
            assert response.status == 200, await response.text()
            answer: dict[str, object] = await response.json()
            return answer

    await ask("OT abiertas por área, con gráfica", f"other-{way}")
    others = {path.name for path in (server.home / "chat_docs").glob("*")} - before
    await ask(QUESTION, f"forgotten-{way}")
    await ask("OT abiertas por área con costo mayor que 73519, con gráfica", f"forgotten-{way}")
    assert told_of(server.home)
    assert {path.name for path in (server.home / "chat_docs").glob("*")} - before - others
    if way == "DELETE":
        async with http.delete(f"/v1/sessions/forgotten-{way}") as response:
            assert response.status == 204
    else:
        assert "chart" not in await ask(SAID[way], f"forgotten-{way}")
    assert told_of(server.home) == []
    assert {path.name for path in (server.home / "chat_docs").glob("*")} == before | others  # those of others stay


def test_the_state_is_for_its_owner_alone(server: Server) -> None:
    for path in (server.home / "data").glob("state.sqlite*"):
        if path.is_file():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


async def test_files_are_for_their_owner_alone(http: aiohttp.ClientSession, server: Server) -> None:
    async with http.post("/v1/chat", json={"message": "lista de OT abiertas"}) as response:
        assert response.status == 200
    folder = server.home / "chat_docs"
    found = {path.is_dir(): stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}
    assert found == {True: 0o700, False: 0o600}
