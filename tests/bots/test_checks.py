"""What the doctor finds."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bots import checks, checks_settings
from core.kernel.settings import Settings


def settings_of(folder: Path, **values: Any) -> Settings:
    return Settings(_env_file=None, maintbot_home=folder / "data", chat_docs_dir=str(folder / "chat_docs"), **values)


def levels(found: Iterable[checks.FindingLike]) -> list[str]:
    return [finding.level for finding in found]


def test_names_that_no_setting_has(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# comment=1\nAPI_KEY=x\nexport API_KEYS=y\n\nLOG_LEVEL=INFO\nnonsense\n=z\n")
    assert checks_settings.unknown_names(file, Settings.model_fields) == ["API_KEY"]
    assert checks_settings.unknown_names(tmp_path / "none", Settings.model_fields) == []
    file.write_bytes(b"\xff=1")
    assert checks_settings.unknown_names(file, Settings.model_fields) == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ["ok"]),
        ({"api_host": "0.0.0.0"}, ["warning", "ok"]),
        ({"api_host": "0.0.0.0", "api_keys": ("x" * checks_settings.SHORTEST_KEY,)}, ["ok"]),
        ({"api_keys": ("x" * (checks_settings.SHORTEST_KEY - 1),)}, ["warning", "ok"]),
        ({"public_url": "http://bot.example"}, ["warning", "ok"]),
        ({"rate_limit": "often", "workers": 4}, ["error"]),
        ({"ssl_key_path": Path("/none.pem")}, ["error"]),
        ({"api_port": 0, "metrics_port": 9464}, ["ok"]),
        ({"api_port": 9464, "metrics_port": 9464}, ["error"]),
        ({"query_timeout": 90.0}, ["warning", "ok"]),
        ({"azure_openai_endpoint": "https://plant.openai.azure.com"}, ["warning", "ok"]),
        ({"api_host": "192.0.2.9", "api_keys": ("x" * checks_settings.SHORTEST_KEY,)}, ["error"]),  # no machine's own
        ({"api_host": "no such name", "api_keys": ("x" * checks_settings.SHORTEST_KEY,)}, ["error"]),
    ],
)
def test_settings_that_do_not_go_together(home: Path, values: dict[str, Any], expected: list[str]) -> None:
    assert levels(checks_settings.of_settings(settings_of(home, **values))) == expected


@pytest.mark.parametrize(
    ("free", "level"),
    [
        (checks.LOW_DISK_MB, "ok"),
        (checks.LOW_DISK_MB - 1, "warning"),
        (checks.FULL_DISK_MB, "warning"),
        (checks.FULL_DISK_MB - 1, "error"),
    ],
)
def test_room_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: str) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda where: SimpleNamespace(free=free * 1_000_000))
    assert checks.of_disk(settings_of(tmp_path)).level == level


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ({}, "ok"),
        ({"planner": "model"}, "error"),
        ({"planner": "offline", "openai_api_key": "sk-x", "openai_base_url": "http://127.0.0.1:9/v1"}, "ok"),
        ({"openai_api_key": "sk-x", "openai_base_url": "http://127.0.0.1:9/v1"}, "warning"),
    ],
)
async def test_the_model(tmp_path: Path, values: dict[str, Any], level: str) -> None:
    found = await checks.of_model(settings_of(tmp_path, **values))
    assert level in levels(found)
    assert all("sk-x" not in finding.message("es") for finding in found)


async def test_the_state_and_the_files_are_tried(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    assert (await checks.of_state(settings)).level == "ok"
    assert (await checks.of_files(settings)).level == "ok"
    assert list((tmp_path / "chat_docs").iterdir()) == [], "what was tried is taken away again"
    (tmp_path / "file").write_text("")
    nowhere = settings_of(tmp_path / "file")
    assert (await checks.of_state(nowhere)).level == "error"
    assert (await checks.of_files(nowhere)).level == "error"


async def test_a_platform_that_is_off_says_so(tmp_path: Path) -> None:
    for name in ("slack", "teams"):
        (finding,) = await checks.of_platform(name, settings_of(tmp_path))
        assert (finding.level, finding.message("en")) == ("ok", "off.")


async def test_a_platforms_own_doctor_is_asked(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, slack_bot_token="xoxb-1-abcdef", slack_api_url="http://127.0.0.1:9/api/")
    found = await checks.of_platform("slack", settings)
    assert "error" in levels(found)
    assert all("xoxb-1-abcdef" not in finding.message("es") for finding in found)
