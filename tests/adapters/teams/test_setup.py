"""What an operator does: the app package, the doctor, and each way to be known at Microsoft."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from adapters.teams import limits
from adapters.teams.doctor import check
from adapters.teams.sdk.credentials import Credentials, CredentialsRefused, Tokens
from adapters.teams.tenant import manifest
from core.kernel.errors import ConfigurationError
from tests.adapters.teams.rig import rig, settings
from tests.fakes.teams import APP_ID, SCOPE, FakeTeams, Trouble


def unpacked(**changed: Any) -> tuple[dict[str, Any], dict[str, bytes]]:
    package = zipfile.ZipFile(
        io.BytesIO(manifest.build(**{"url": "https://bot.example.com", "app_id": APP_ID, **changed}))
    )
    files = {name: package.read(name) for name in package.namelist()}
    return json.loads(files["manifest.json"]), files


def test_the_package_is_a_zip_of_the_three() -> None:
    filled, files = unpacked()
    assert sorted(files) == ["color.png", "manifest.json", "outline.png"]
    assert filled["id"] == filled["bots"][0]["botId"] == APP_ID
    assert filled["validDomains"] == ["bot.example.com"]
    assert "{" not in "".join(filled["developer"].values())


def test_the_same_input_gives_the_same_package() -> None:
    assert manifest.build("https://bot.example.com", APP_ID) == manifest.build("https://bot.example.com", APP_ID)


def test_the_manifest_keeps_teams_limits() -> None:
    filled, _ = unpacked()
    assert len(filled["name"]["short"]) <= 30
    assert len(filled["name"]["full"]) <= 100
    assert len(filled["description"]["short"]) <= 80
    assert len(filled["description"]["full"]) <= 4000
    assert len(filled["developer"]["name"]) <= 32
    (bot,) = filled["bots"]
    assert bot["supportsFiles"] is True
    assert bot["scopes"] == ["personal", "team", "groupChat"]
    assert len(bot["commandLists"]) <= limits.COMMAND_LISTS
    for listed in bot["commandLists"]:
        assert len(listed["commands"]) <= limits.COMMANDS_IN_LIST
        for command in listed["commands"]:
            assert len(command["title"]) <= limits.COMMAND_TITLE
            assert len(command["description"]) <= limits.COMMAND_DESCRIPTION


def test_every_quick_command_is_in_the_manifest_and_so_are_prompt_starters() -> None:
    from core.listening.commands import COMMANDS

    filled, _ = unpacked()
    commands = filled["bots"][0]["commandLists"][0]["commands"]
    assert {command["title"] for command in commands if "type" not in command} == set(COMMANDS)
    starters = [command for command in commands if command.get("type") == "prompt"]
    assert starters
    assert all(command["prompt"] for command in starters)
    assert float(filled["manifestVersion"]) >= 1.30  # prompt starters came with it


def test_the_icons() -> None:
    _, files = unpacked()
    color, outline = Image.open(io.BytesIO(files["color.png"])), Image.open(io.BytesIO(files["outline.png"]))
    assert (color.size, outline.size) == ((192, 192), (32, 32))
    pixels = [outline.getpixel((x, y)) for x in range(32) for y in range(32)]
    assert {pixel[:3] for pixel in pixels if pixel[3]} == {(255, 255, 255)}  # white on nothing
    assert 0 in {pixel[3] for pixel in pixels}


def test_the_icons_are_what_the_drawing_draws() -> None:
    from manifests.teams import icons

    _, files = unpacked()
    for name, drawn in (("color.png", icons.color()), ("outline.png", icons.outline())):
        assert list(Image.open(io.BytesIO(files[name])).convert("RGBA").tobytes()) == list(drawn.tobytes())


@pytest.mark.parametrize(
    "wrong",
    [{"url": None}, {"url": "http://bot.example.com"}, {"url": "bot.example.com"}, {"app_id": None}, {"app_id": "x"}],
)
def test_what_teams_would_refuse_is_refused_here(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError):
        unpacked(**wrong)


def test_what_is_not_given_comes_from_the_settings(tmp_path: Path) -> None:
    package = zipfile.ZipFile(io.BytesIO(manifest.package(settings(tmp_path))))
    assert json.loads(package.read("manifest.json"))["validDomains"] == ["bot.example.com"]
    UUID(json.loads(package.read("manifest.json"))["id"])


async def codes(tmp: Path, teams: FakeTeams, **changed: Any) -> dict[str, str]:
    found = await check(settings(tmp, **changed), teams.endpoints)
    for finding in found:
        assert finding.message("es")
        assert finding.message("en")
    return {finding.code: finding.level for finding in found}


async def test_the_doctor_finds_all_well(tmp_path: Path) -> None:
    async with FakeTeams().running() as teams:
        assert await codes(tmp_path, teams) == {"teams_token": "ok", "teams_keys": "ok"}


async def test_the_doctor_says_what_is_wrong(tmp_path: Path) -> None:
    async with FakeTeams().running() as teams:
        found = await codes(tmp_path, teams, microsoft_app_password="wrong", public_url=None)
        assert found == {"teams_public_url": "warning", "teams_token": "error", "teams_keys": "ok"}
        assert await codes(tmp_path, teams, microsoft_app_password=None) == {"teams_settings": "error"}
        assert (await codes(tmp_path, teams, microsoft_app_id="x"))["teams_app_id"] == "error"
        assert (await codes(tmp_path, teams, microsoft_app_type="MultiTenant"))["teams_any_tenant"] == "warning"
        assert (await codes(tmp_path, teams, teams_allowed_tenants=("plant",)))["teams_allowed_tenants"] == "warning"
        teams.token_trouble, teams.metadata_status = Trouble(status=503), 500
        assert await codes(tmp_path, teams) == {"teams_token": "error", "teams_keys": "error"}
        development = {"microsoft_app_id": None, "teams_dev": True}
        assert await codes(tmp_path, teams, **development) == {"teams_development": "warning"}
        assert await codes(tmp_path, teams, api_host="0.0.0.0", **development) == {"teams_settings": "error"}
        assert await codes(tmp_path, teams, microsoft_app_id=None) == {}


async def test_a_managed_identity_needs_no_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    managed = {"microsoft_app_type": "UserAssignedMSI", "microsoft_app_password": None}
    async with FakeTeams().running() as teams:
        monkeypatch.setenv("IDENTITY_ENDPOINT", f"{teams.url}/msi/token")
        monkeypatch.setenv("IDENTITY_HEADER", "secret-header")
        async with rig(tmp_path, teams=teams, **managed) as bot:
            for number in range(3):
                await bot.post(bot.say.channel("equipos parados", root=str(number)))
            await teams.wait(3)
        (request,) = teams.token_requests
        assert (request["client_id"], request["resource"], request["header"]) == (APP_ID, SCOPE, "secret-header")
        assert teams.received[-1].authorization == "Bearer managed"


async def test_a_token_is_renewed_before_it_expires(tmp_path: Path) -> None:
    clock = [0.0]
    async with FakeTeams().running() as teams:
        tokens = Tokens(Credentials.of(settings(tmp_path)), teams.endpoints, now=lambda: clock[0])
        assert await tokens.get(SCOPE) == "out-1"
        clock[0] = 3600 - 301
        assert await tokens.get(SCOPE) == "out-1"
        clock[0] = 3600 - 299
        assert await tokens.get(SCOPE) == "out-2"
        assert await tokens.get("another") == "out-3"  # kept by scope


async def test_wrong_credentials_say_what_to_check(tmp_path: Path) -> None:
    async with FakeTeams().running() as teams:
        wrong = Credentials.of(settings(tmp_path, microsoft_app_password="wrong"))
        with pytest.raises(CredentialsRefused) as refused:
            await Tokens(wrong, teams.endpoints).get(SCOPE)
        assert "MICROSOFT_APP_PASSWORD" in refused.value.advice


def test_the_sdk_is_loaded_only_when_teams_is_on() -> None:
    code = (
        "import sys; import adapters.teams.tenant.manifest, adapters.teams.doctor, adapters.teams.render, adapters.teams.events;"
        "print([name for name in sys.modules if name.startswith(('botbuilder', 'botframework', 'msrest'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
