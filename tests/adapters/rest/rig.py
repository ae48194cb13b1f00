"""What the tests of the REST server are given: a client on loopback, and the settings that it is started with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from aiohttp.test_utils import TestClient

from core.kernel.settings import Settings

Client = TestClient[Any, Any]
Serve = Callable[..., AbstractAsyncContextManager[tuple[Client, SimpleNamespace]]]


def settings_of(folder: Path, **values: Any) -> Settings:
    """Settings that read no environment file."""
    values.setdefault("default_language", "en")
    return Settings(_env_file=None, maintbot_home=folder, chat_docs_dir=str(folder / "chat_docs"), **values)


async def boot_of(client: Client, **headers: str) -> dict[str, Any]:
    """What the page begins with: its words, and what it knows of who opens it."""
    html = await (await client.get("/", headers=headers)).text()
    boot = re.search(r'id="boot">(.*?)</script>', html, re.DOTALL)
    assert boot is not None
    found: dict[str, Any] = json.loads(boot[1])
    return found
