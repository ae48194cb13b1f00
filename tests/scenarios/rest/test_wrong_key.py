"""A bot that was started with another key: what it cannot open it says so, and what it need not open it can forget."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from bots.checks_kept import of_kept
from core.kernel.settings import Settings
from tests.bots.process import Server, maintbot
from tests.homes import furnish

ONE, TWO = Fernet.generate_key().decode(), Fernet.generate_key().decode()
SESSIONS = ("deleted", "forgotten", "kept")


def call(server: Server, method: str, path: str, body: object = None) -> tuple[int, Any]:
    """Status and JSON of an answer."""
    given = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(server.url + path, given, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            read = response.read()
            return response.status, json.loads(read) if read and "json" in response.headers["Content-Type"] else read
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def ask(server: Server, text: str, session: str) -> Any:
    return call(server, "POST", "/v1/chat", {"message": text, "session_id": session})


def files_of(home: Path) -> set[Path]:
    return {path for path in (home / "chat_docs").rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, demo_plant: Path) -> Path:
    """Where a bot with the one key has answered, with a file, in three sessions."""
    home = tmp_path_factory.mktemp("sealed")
    furnish(home / "data", demo_plant)
    server = Server(home, ENCRYPTION_KEYS=ONE)
    for session in SESSIONS:
        assert ask(server, "lista de OT abiertas", session)[0] == 200
    assert server.stop() == 0
    assert len(files_of(home)) >= len(SESSIONS)
    return home


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Server]:
    server = Server(home, ENCRYPTION_KEYS=TWO)
    yield server
    server.stop()


@pytest.mark.parametrize("path", ["/v1/sessions/kept/artifacts", "/v1/download/data/kept", "/v1/sessions/kept"])
def test_it_says_that_a_key_is_missing(server: Server, path: str) -> None:
    """And neither that there is no such file, nor a list that is empty."""
    status, told = call(server, "GET", path)
    assert (status, told["error"]["code"]) == (500, "still_sealed")
    assert "ENCRYPTION_KEYS" in told["error"]["message"]


def test_what_is_forgotten_is_gone_with_its_files(server: Server, home: Path) -> None:
    before = files_of(home)
    assert call(server, "DELETE", "/v1/sessions/deleted")[0] == 204
    after = files_of(home)
    assert len(before) > len(after)
    assert ask(server, "olvida esta conversación", "forgotten")[0] == 200
    assert len(after) > len(files_of(home))
    assert call(server, "GET", "/v1/sessions/kept/artifacts")[0] == 500  # the third is there still


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ((TWO, ONE), ("ok", "")),
        ((TWO,), ("error", "still_sealed")),
        ((), ("error", "still_sealed")),
        (("x",), ("error", "configuration")),
    ],
)
async def test_the_doctor_tries_the_keys(
    server: Server, home: Path, keys: tuple[str, ...], found: tuple[str, str]
) -> None:
    places = {"maintbot_home": home / "data", "chat_docs_dir": str(home / "chat_docs")}
    told = [one async for one in of_kept(Settings(_env_file=None, encryption_keys=keys, **places))]
    assert [(name, one.level, one.code) for name, one in told if name == "keys"] == [("keys", *found)]


def test_what_was_damaged_is_not_blamed_on_the_key(server: Server, home: Path) -> None:
    before = files_of(home)
    assert ask(server, "lista de OT vencidas", "damaged")[0] == 200
    for path in files_of(home) - before:
        path.write_bytes(path.read_bytes()[:-40])
    status, told = call(server, "GET", "/v1/download/data/damaged")
    assert (status, told["error"]["code"]) == (500, "file_broken")
    assert "ENCRYPTION_KEYS" not in told["error"]["message"]


def test_the_doctor_and_the_backup_say_what_is_missing(server: Server, home: Path) -> None:
    kept = files_of(home)
    min(kept).unlink()
    done = maintbot(home, "backup", "partly.tar.gz", ENCRYPTION_KEYS=TWO)
    assert done.returncode == 0
    said = f"Archivos de respuestas que faltan en {home / 'chat_docs'}: 1 de {len(kept)};"
    assert said in done.stderr
    told = maintbot(home, "doctor", ENCRYPTION_KEYS=TWO)
    assert told.returncode == 1
    assert said in told.stdout and "✗ keys: ENCRYPTION_KEYS no abre" in told.stdout
