"""A restore that was begun and not brought to its end: how everybody sees it, and what its end needs.

While a restore works, MAINTBOT_HOME has a folder ``restoring`` with all that the archive held and a journal. Until the
state has been switched, in one transaction, nothing that was there has changed, and the restore can be taken back;
from then on it can be finished. Which of the two it is the state itself says, by a value that came with the switch:
replicas whose MAINTBOT_HOME is another see that value too.
"""

from __future__ import annotations

import json
import socket
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from core.kernel.errors import ConfigurationError, MaintbotError
from core.sentences import Text, filled, keeping
from core.state.claims import is_held
from core.state.database import State
from core.state.keyvalue import KeyValue

FOLDER: Final = "restoring"
LOCK: Final = "restoring.lock"
KEY: Final = "restore.unfinished"
_JOURNAL: Final = "journal.json"


class RestoreUnfinished(MaintbotError):
    """A restore was broken off, or is under way: what is there is neither what was nor what will be."""

    code = "restore_unfinished"
    status = 503
    texts = dict(keeping.RESTORE_UNFINISHED)


@dataclass(frozen=True)
class Journal:
    """What the end of a restore needs.

    Attributes:
        id: also in the state, once that is switched.
        archive: its name, for sentences.
        made_at: when the backup was made.
        state, location: what is restored, to know it again: the state's URL without its password, CHAT_DOCS_DIR.
        before: paths of the files that were there.
        made_state: the SQLite file was not there before, or is set aside.
        damaged: what a damaged SQLite state is called that is set aside, in its folder.
    """

    id: str
    archive: str
    made_at: str
    state: str
    location: str
    before: list[str]
    made_state: bool
    damaged: str | None = None

    def write(self, folder: Path) -> None:
        """Put it into the folder that will be the mark."""
        (folder / _JOURNAL).write_text(json.dumps(asdict(self)), encoding="utf-8")

    def mark(self, home: Path, *, done: bool = False) -> dict[str, Any]:
        """The value of ``KEY`` in the state that was switched; with ``done`` only the mark is left to be taken away."""
        return {"id": self.id, "home": _home(home), "done": done}


def journal_of(home: Path) -> Journal | None:
    """The journal of a restore that was begun; None when there is none.

    Raises:
        ConfigurationError: there is one that cannot be read.
    """
    file = home / FOLDER / _JOURNAL
    try:
        return Journal(**json.loads(file.read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise ConfigurationError(f"{file}: {error}", reason=f"{file.absolute()}: {error}") from error


def none_is_unfinished(home: Path) -> None:
    """Look at MAINTBOT_HOME alone, before the state is opened.

    Raises:
        RestoreUnfinished: a restore is under way, or was broken off.
    """
    folder = home / FOLDER
    if folder.is_dir():
        raise broken_off(str(folder.absolute()), under_way=is_held(home / LOCK))


async def state_is_whole(state: State) -> None:
    """Look at the state too, where the restore may have been another machine's.

    Raises:
        RestoreUnfinished: files or secret do not belong to it yet.
        StateUnavailable: it does not answer.
    """
    mark = await KeyValue(state).get(KEY)
    if mark is not None and not mark["done"]:
        raise broken_off(mark["home"], under_way=False)


def elsewhere(mark: dict[str, Any], home: Path) -> str | None:
    """Where a restore must be finished whose journal is not in this home; None when it is this one."""
    return None if mark["home"] == _home(home) else str(mark["home"])


def _home(home: Path) -> str:
    return f"{socket.gethostname()}:{home.absolute()}"


def broken_off(where: str, *, under_way: bool) -> RestoreUnfinished:
    """The error that says what to do."""
    do: Text = keeping.RESTORE_UNDER_WAY if under_way else keeping.RESTORE_BROKEN_OFF
    return RestoreUnfinished(where, do=filled(do, where=where))
