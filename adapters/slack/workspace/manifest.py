"""The app manifest: what Slack must know of the bot, made complete with a public address.

Two modes: ``http`` (Slack calls PUBLIC_URL) and ``socket`` (the bot opens a WebSocket; no public address is needed,
unless people install by OAuth). ``manifests/slack`` holds both as files; a test keeps them equal to this.
"""

from __future__ import annotations

from typing import Any, Literal

Mode = Literal["http", "socket"]

BOT_SCOPES: tuple[str, ...] = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "im:history",
    "im:read",
    "im:write",
    "metadata.message:read",
    "mpim:history",
    "reactions:write",
    "users:read",
)
BOT_EVENTS: tuple[str, ...] = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "member_joined_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "tokens_revoked",
)
PLACEHOLDER = "https://maintbot.example.com"

_COMMANDS: tuple[tuple[str, str, str], ...] = (
    ("/equipos", "Equipos por estado, o los que digas", "parados empaque · por área · help"),
    ("/equipment", "Machines by status, or the ones you name", "down packaging · by area · help"),
    ("/ot", "OT abiertas y vencidas, o las que digas", "vencidas embotellado · por prioridad · help"),
    ("/workorders", "Open and overdue work orders, or the ones you name", "overdue bottling · by priority · help"),
)
_PROMPTS: tuple[tuple[str, str], ...] = (
    ("Equipos parados", "¿Qué equipos están parados?"),
    ("OT vencidas por área", "OT vencidas por área"),
    ("Preventive maintenance due", "how many machines need preventive maintenance?"),
    ("Downtime by month", "downtime by month this year"),
)


def manifest(url: str | None, mode: Mode) -> dict[str, Any]:
    """The manifest as data.

    Args:
        url: the public address, without a path; a placeholder stands in its place when it is None.
    """
    base = (url or PLACEHOLDER).rstrip("/")
    events_url = f"{base}/slack/events"
    http = mode == "http"
    commands = [
        {
            "command": command,
            **({"url": events_url} if http else {}),
            "description": description,
            "usage_hint": hint,
            "should_escape": True,
        }
        for command, description, hint in _COMMANDS
    ]
    subscriptions: dict[str, Any] = {"bot_events": list(BOT_EVENTS)}
    interactivity: dict[str, Any] = {"is_enabled": True}
    if http:
        subscriptions = {"request_url": events_url, **subscriptions}
        interactivity["request_url"] = events_url
    oauth: dict[str, Any] = {"scopes": {"bot": list(BOT_SCOPES)}}
    if http or url:
        oauth = {"redirect_urls": [f"{base}/slack/oauth_redirect"], **oauth}
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Maintbot",
            "description": "Preguntas de mantenimiento, respondidas desde la base / Maintenance questions, answered",
            "background_color": "#1f3a4d",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "agent_view": {
                "agent_description": "Contesta preguntas de mantenimiento / Answers maintenance questions",
                "suggested_prompts": [{"title": title, "message": message} for title, message in _PROMPTS],
            },
            "bot_user": {"display_name": "maintbot", "always_online": True},
            "shortcuts": [
                {
                    "name": "Ask about this message",
                    "type": "message",
                    "callback_id": "ask_about_message",
                    "description": "Pregunta a mantenimiento sobre este mensaje; la respuesta llega a su hilo",
                }
            ],
            "slash_commands": commands,
        },
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": subscriptions,
            "interactivity": interactivity,
            "org_deploy_enabled": True,
            "socket_mode_enabled": not http,
            "token_rotation_enabled": False,
        },
    }


def build(url: str | None, mode: Mode) -> str:
    """The manifest as YAML, ready to paste at api.slack.com/apps.

    Raises:
        ConfigurationError: the address is not https, which Slack refuses.
    """
    import yaml

    from core.kernel.errors import ConfigurationError

    if url is not None and not url.startswith("https://"):
        raise ConfigurationError(url, reason="--url / PUBLIC_URL: https://…")
    text: str = yaml.safe_dump(manifest(url, mode), sort_keys=False, allow_unicode=True, width=110)
    return text
