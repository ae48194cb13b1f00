"""``maintbot keys``: a key is made, everything is sealed with it, and the former one is needed no more."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from typer.testing import CliRunner, Result

from adapters.slack.workspace.sealed import PREFIX
from bots.cli.app import app
from core.conversation.sessions import SessionStore
from core.files.artifacts import ArtifactStore
from core.kernel.messages import ArtifactKind
from core.state.crypto import Box
from core.state.database import State
from core.state.keyvalue import KeyValue
from core.state.seals import MARK, Seals
from core.state.secret import secret_key
from tests.core.helpers import NOW, plan, question, reply, result

pytestmark = pytest.mark.usefixtures("logging_put_back")
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
FILES: dict[ArtifactKind, bytes] = {"data": "área\r\n".encode(), "image": b"picture"}
TOKEN = PREFIX + "app::T1"


def maintbot(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), prog_name="maintbot")


class Kept:
    """A state with an answer and a workspace's token, and two files, as a bot with those keys leaves them."""

    def __init__(self, home: Path) -> None:
        self.url = f"sqlite:///{home / 'state.sqlite'}"
        self.folder = home / "files"
        self.secret = secret_key("a secret of the tests", home)

    def run(self, work, *keys: str):
        async def opened():
            seals = Seals(keys, self.secret)
            state = await State.open(self.url, seals=seals)
            try:
                files = ArtifactStore(str(self.folder), self.secret, seals=seals)
                return await work(state, files, Box(keys, self.secret))
            finally:
                await state.close()

        return asyncio.run(opened())


async def leave(state: State, files: ArtifactStore, box: Box) -> None:
    store, asked = SessionStore(state), question("q1")
    await store.record(await store.load(asked), asked, plan(), result(3), reply("q1", rows=result(3)))
    await KeyValue(state).set(TOKEN, box.seal(b"xoxb").decode())
    await files.save(FILES, at=NOW)


async def read(state: State, files: ArtifactStore, box: Box) -> tuple[object, bytes, list[bytes]]:
    kept = await SessionStore(state).reply("q1")
    token = box.open((await KeyValue(state).get(TOKEN)).encode())
    return kept and kept.rows, token, [await files.read(path) for path in await files.stored()]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    for name, value in {
        "MAINTBOT_HOME": tmp_path, "CHAT_DOCS_DIR": tmp_path / "files", "SECRET_KEY": "a secret of the tests",
        "STATE_DATABASE_URL": f"sqlite:///{tmp_path / 'state.sqlite'}", "DEFAULT_LANGUAGE": "en",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, str(value))
    return Kept(tmp_path)


@pytest.mark.parametrize("before", [(), (OLD,)])
def test_afterwards_the_new_key_alone_opens_everything(
    kept: Kept, before: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.run(leave, *before)
    monkeypatch.setenv("ENCRYPTION_KEYS", ",".join((NEW, *before)))
    done = maintbot("keys", "reseal")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("Everything is encrypted with the first key; 5 were encrypted anew.")
    assert kept.run(read, NEW) == (result(3).rows, b"xoxb", [*FILES.values()])
    assert all(path.read_bytes().startswith(MARK) for path in kept.folder.glob("*/*"))
    assert "; 0 were" in maintbot("keys", "reseal").stdout


def test_what_none_of_the_keys_opens_is_told_and_stays(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.run(leave, OLD)
    monkeypatch.setenv("ENCRYPTION_KEYS", NEW)
    done = maintbot("keys", "reseal")
    assert done.exit_code == 1
    assert "5 are opened by none of the keys" in done.stdout
    assert kept.run(read, OLD) == (result(3).rows, b"xoxb", [*FILES.values()])


def test_without_keys_it_says_how_to_make_one(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENCRYPTION_KEYS", "")
    done = maintbot("keys", "reseal")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "maintbot keys new" in done.stderr
    made = maintbot("keys", "new").stdout.strip()
    assert Seals([made], b"").open(Seals([made], b"").seal(b"x")) == b"x"


@pytest.mark.parametrize(
    "command", [("keys", "reseal"), ("backup", "new.tar.gz"), ("state", "migrate", "--to", "sqlite:///other.sqlite")]
)
def test_a_state_that_is_not_there_is_not_made(
    kept: Kept, tmp_path: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """MAINTBOT_HOME mistyped: an empty state would be saved, moved or sealed, and all would be well."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENCRYPTION_KEYS", NEW)
    done = maintbot(*command)
    assert done.exit_code == 1
    assert "There is no " in done.stderr
    assert not list(tmp_path.glob("*.sqlite")) and not list(tmp_path.glob("*.tar.gz"))


@pytest.mark.parametrize("command", [("keys", "reseal"), ("backup", "new.tar.gz")])
def test_files_that_are_elsewhere_are_missed(
    kept: Kept, tmp_path: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run in another folder, where a relative CHAT_DOCS_DIR is another one."""
    kept.run(leave, NEW)
    with closing(sqlite3.connect(tmp_path / "state.sqlite")) as connection:
        connection.execute("UPDATE turns SET has_files = 1, files = '20261122T141530-0123456789ab/data_0.csv'")
        connection.commit()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENCRYPTION_KEYS", NEW)
    monkeypatch.setenv("CHAT_DOCS_DIR", "elsewhere")
    done = maintbot(*command)
    assert done.exit_code == 1
    assert f"have 1 files, and none of them is in {tmp_path / 'elsewhere'}." in done.stderr  # whichever folder it is
    assert not list(tmp_path.glob("*.tar.gz"))
