"""What the tests of the REST server are given: a client on loopback, and the settings that it is started with."""

from __future__ import annotations

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
