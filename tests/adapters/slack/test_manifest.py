"""The manifest: complete, and the same as the files that are shipped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.slack import limits
from adapters.slack.listeners import commands, shortcuts
from adapters.slack.workspace import manifest
from core.kernel.errors import ConfigurationError

MODES: tuple[manifest.Mode, ...] = ("http", "socket")


@pytest.mark.parametrize("mode", MODES)
def test_the_files_are_what_is_built(mode: manifest.Mode) -> None:
    file = Path(manifest.__file__).parents[3] / "manifests" / "slack" / f"manifest.{mode}.yaml"
    assert file.read_text(encoding="utf-8") == manifest.build(None, mode)


def test_http_has_an_address_everywhere() -> None:
    made = yaml.safe_load(manifest.build("https://bot.planta.mx/", "http"))
    url = "https://bot.planta.mx/slack/events"
    assert made["settings"]["event_subscriptions"]["request_url"] == url
    assert made["settings"]["interactivity"]["request_url"] == url
    assert {command["url"] for command in made["features"]["slash_commands"]} == {url}
    assert made["oauth_config"]["redirect_urls"] == ["https://bot.planta.mx/slack/oauth_redirect"]
    assert made["settings"]["socket_mode_enabled"] is False


def test_socket_mode_needs_none() -> None:
    made = yaml.safe_load(manifest.build(None, "socket"))
    assert "http" not in manifest.build(None, "socket")
    assert made["settings"]["socket_mode_enabled"] is True
    assert "redirect_urls" not in made["oauth_config"]


@pytest.mark.parametrize("mode", MODES)
def test_what_the_bot_listens_to_is_subscribed(mode: manifest.Mode) -> None:
    made: dict[str, Any] = manifest.manifest(None, mode)
    scopes, events = set(made["oauth_config"]["scopes"]["bot"]), made["settings"]["event_subscriptions"]["bot_events"]
    assert {"app_mention", "message.im", "message.channels", "message.groups", "message.mpim"} <= set(events)
    assert {"app_home_opened", "app_uninstalled", "tokens_revoked", "member_joined_channel"} <= set(events)
    assert {"app_mentions:read", "chat:write", "commands", "files:write", "files:read"} <= scopes
    assert {"im:history", "channels:history", "groups:history", "mpim:history"} <= scopes
    assert {"im:read", "im:write", "channels:read", "reactions:write", "users:read"} <= scopes
    assert tuple(command["command"] for command in made["features"]["slash_commands"]) == commands.NAMES
    assert all(command["should_escape"] for command in made["features"]["slash_commands"])
    assert made["features"]["shortcuts"][0]["callback_id"] == shortcuts.SHORTCUT
    assert len(made["features"]["shortcuts"][0]["name"]) <= 24
    assert len(made["features"]["agent_view"]["suggested_prompts"]) <= limits.SUGGESTED_PROMPTS
    assert "assistant_view" not in made["features"]
    assert made["settings"]["org_deploy_enabled"] is True


def test_an_address_without_tls_is_refused() -> None:
    with pytest.raises(ConfigurationError):
        manifest.build("http://bot.planta.mx", "http")
