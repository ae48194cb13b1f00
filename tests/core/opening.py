"""The whole Core, opened over the demo plant of one day in a folder of the test's own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import pytest

from core.app import Core, open_core
from core.kernel.settings import Settings
from tests.core.lexicons import lexicon_of

AS_OF = date(2026, 11, 22)


class Opens(Protocol):
    """Opens a Core over a plant of the test's own."""

    def __call__(self, **settings: Any) -> AbstractAsyncContextManager[Core]: ...


def opener(demo_file: Path, home: Path) -> Opens:
    """Opens Cores whose files lie below ``home``, planning without a model."""

    @asynccontextmanager
    async def opened(**settings: Any) -> AsyncIterator[Core]:
        chosen: dict[str, Any] = {
            "maintenance_database_url": f"sqlite:///{demo_file}",
            "maintbot_home": home / "home",
            "chat_docs_dir": str(home / "chat_docs"),
            "maintbot_today": AS_OF,
            "planner": "offline",
        }
        with pytest.MonkeyPatch.context() as environment:
            for name in Settings.model_fields:
                environment.delenv(name.upper(), raising=False)
            read = Settings(_env_file=None, **(chosen | settings))
            # A model's words do not change; reading them takes most of an opening.
            environment.setattr("core.understanding.planner.Lexicon", lexicon_of)
            opening = open_core(read, chart_workers=0)
            core = await opening.__aenter__()
        try:
            yield core
        finally:
            await opening.__aexit__(None, None, None)

    return opened
