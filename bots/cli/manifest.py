"""``maintbot manifest``: what a platform's administrator uploads to make the app."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from core.kernel.settings import Settings


class Platform(StrEnum):
    """Platforms that have a manifest."""

    slack = "slack"
    teams = "teams"


class Mode(StrEnum):
    """How Slack reaches the bot."""

    http = "http"
    socket = "socket"


def manifest(
    platform: Platform = typer.Argument(..., help="Whose manifest."),
    url: str = typer.Option(
        None, "--url", metavar="URL", help="The server's public address; else PUBLIC_URL.", show_default=False
    ),
    mode: Mode = typer.Option(
        None,
        "--mode",
        help="Slack: whether Slack calls the server or the bot opens a WebSocket; else what the settings say.",
        show_default=False,
    ),
    app_id: str = typer.Option(
        None, "--app-id", metavar="GUID", help="Teams: the bot's app id; else MICROSOFT_APP_ID.", show_default=False
    ),
    output: Path = typer.Option(
        None, "--output", metavar="FILE", help="Write here instead of standard output.", show_default=False
    ),
) -> None:
    """Write a platform's app manifest.

    Slack's is YAML, Teams' a zip with its icons; both are filled from the settings.
    """
    import sys

    from bots.cli import run
    from core.sentences import cli

    settings = run.settings_or_exit()
    if platform is Platform.teams and output is None and sys.stdout.isatty():
        raise run.say_usage(cli.ZIP_TO_TERMINAL, settings)

    async def work(settings: Settings) -> int:
        write(content(settings, platform, url or settings.public_url, mode, app_id), output)
        return run.OK

    run.run(work, settings)


def content(
    settings: Settings, platform: Platform, url: str | None, mode: Mode | None, app_id: str | None = None
) -> bytes:
    """The manifest's bytes, from the platform's adapter.

    Raises:
        ConfigurationError: the address will not do, or the adapter is not installed.
    """
    if platform is Platform.slack:
        from adapters.slack.workspace import manifest as slack

        socket_only = settings.slack_app_token is not None and settings.slack_signing_secret is None
        chosen = mode or (Mode.socket if socket_only else Mode.http)
        return slack.build(url, chosen.value).encode()
    from adapters.teams.tenant import manifest as teams

    return teams.package(settings, url, app_id)


def write(content: bytes, output: Path | None) -> None:
    """To a file, or to standard output.

    Raises:
        ConfigurationError: the file cannot be written.
    """
    import sys

    from core.kernel.errors import ConfigurationError

    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        reason = f"{output}: {error.strerror}"
        raise ConfigurationError(reason, reason=reason) from error
    print(output)
