"""What the doctor finds in the Slack settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from adapters.slack import doctor
from core.kernel.settings import Settings
from tests.adapters.slack.rig import rig, settings_for
from tests.fakes.slack import FakeSlack


async def levels(settings: Settings) -> dict[str, str]:
    return {finding.code: finding.level for finding in await doctor.check(settings)}


async def test_all_is_well(tmp_path: Path) -> None:
    async with FakeSlack() as slack:
        settings = settings_for(slack, tmp_path, slack_app_token=SecretStr(slack.app_token), public_url="https://x.mx")
        found = await doctor.check(settings)
        assert {finding.level for finding in found} == {"ok"}
        assert {finding.code for finding in found} == {
            "slack_signing_secret",
            "slack_token",
            "slack_scopes",
            "slack_app_token",
        }
        for finding in found:
            assert finding.message("es")
            assert finding.message("en")
            assert slack.bot_token not in finding.message("es")


async def test_nothing_is_said_when_slack_is_off() -> None:
    assert await doctor.check(Settings(_env_file=None)) == []


@pytest.mark.parametrize(
    ("more", "code", "level"),
    [
        ({"slack_signing_secret": None}, "slack_no_way_in", "error"),
        ({"slack_bot_token": None}, "slack_no_token", "error"),
        ({"slack_client_id": "1.2"}, "slack_no_client_secret", "error"),
        ({"slack_signing_secret": SecretStr("not a secret")}, "slack_signing_secret", "error"),
        ({"slack_bot_token": SecretStr("xoxp-person")}, "slack_token", "error"),
        ({"slack_bot_token": SecretStr("xoxb-wrong")}, "slack_token", "error"),
        ({"slack_app_token": SecretStr("xoxb-no")}, "slack_app_token", "error"),
        ({"slack_app_token": SecretStr("xapp-wrong")}, "slack_app_token", "error"),
        ({"slack_allowed_channels": ("#planta",)}, "slack_allowed_channels", "warning"),
        ({"slack_api_url": "http://127.0.0.1:9/api/"}, "slack_unreachable", "error"),
        ({}, "slack_public_url", "warning"),
    ],
)
async def test_what_is_wrong_is_found(tmp_path: Path, more: dict[str, Any], code: str, level: str) -> None:
    async with FakeSlack() as slack:
        assert (await levels(settings_for(slack, tmp_path, **more)))[code] == level


@pytest.mark.parametrize(
    ("missing", "level"), [("files:write", "error"), ("reactions:write", "warning"), ("channels:history", "error")]
)
async def test_missing_scopes_are_named(tmp_path: Path, missing: str, level: str) -> None:
    async with FakeSlack() as slack:
        slack.tokens[slack.bot_token]["scopes"].discard(missing)
        found = {finding.code: finding for finding in await doctor.check(settings_for(slack, tmp_path))}
        assert found["slack_scopes"].level == level
        assert missing in found["slack_scopes"].message("es")


async def test_health_asks_slack_who_we_are(tmp_path: Path) -> None:
    async with rig(tmp_path) as running:
        assert (await running.core.health.look())["slack"].status == "ok"


async def test_health_tells_that_slack_refuses_the_token(tmp_path: Path) -> None:
    async with rig(tmp_path, slack_bot_token=SecretStr("xoxb-of-another-workspace")) as running:
        found = (await running.core.health.look())["slack"]
        assert (found.status, found.code, found.needed) == ("failed", "delivery_rejected", False)
