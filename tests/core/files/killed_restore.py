"""A process of its own that runs ``maintbot`` in forked children and kills them with SIGKILL at chosen moments.

``python -m tests.core.files.killed_restore FOLDER POINTS ARGUMENT…``: copies FOLDER/template to FOLDER/<n> for each point n, has the
child die at its n-th step (a call of the system that touches the copy, or a statement of SQL), settles what is left,
and writes one JSON line: how each ended. With one point it dies half way, and nothing is settled.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import sys
from pathlib import Path

from sqlalchemy import Engine, event

import core.files.restore
import core.state.migrate  # noqa: F401 - loaded once, before the forks
from bots.cli.app import app

_TOUCHES = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "shutil.rmtree"}


def maintbot(home: Path, arguments: list[str], die_at: int | None, told: int) -> int:
    """Run a command in a child; how it ended. The child writes its number of steps to ``told``."""
    if pid := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1
        if steps == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def touched(name: str, given: tuple[object, ...]) -> None:
        if name in _TOUCHES and given and str(given[0]).startswith(str(home)):
            step()

    code = 99
    try:
        os.environ.update(MAINTBOT_HOME=str(home / "data"), CHAT_DOCS_DIR=str(home / "docs"), DEFAULT_LANGUAGE="en")
        os.chdir(home)
        sys.stdout, sys.stderr = io.StringIO(), io.StringIO()
        event.listen(Engine, "before_cursor_execute", lambda *_: step())
        sys.addaudithook(touched)
        app(arguments)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        os.write(told, f"{steps}\n".encode())
        os._exit(code)


def main(folder: Path, points: int, *arguments: str) -> None:
    """See the module."""
    hear, told = os.pipe()
    shutil.copytree(folder / "template", folder / "0")
    code = maintbot(folder / "0", [*arguments], None, told)
    steps = int(os.read(hear, 20))
    ends: dict[str, tuple[int, int]] = {"0": (code, 0)}
    for point in sorted({steps * (n + points) // (2 * points) for n in range(points)}):  # before, it reads and unpacks
        home = folder / str(point)
        shutil.copytree(folder / "template", home)
        killed = maintbot(home, [*arguments], point, told)
        if points == 1:
            ends[str(point)] = (killed, 0)
            break
        settling = ["restore"] if arguments[0] == "restore" else [*arguments]
        again = maintbot(home, settling, point // 3 + 1 if point % 3 == 0 else None, told)
        if again < 0:  # killed while it was being settled
            again = maintbot(home, settling, None, told)
        ends[str(point)] = (killed, again)
    print(json.dumps(ends))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
