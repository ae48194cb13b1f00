"""``maintbot manifest``: what a platform's administrator uploads to make the app."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import typer


class Platform(StrEnum):
    """Platforms that have a manifest."""

    slack = "slack"
    teams = "teams"


def manifest(
    platform: Platform = typer.Argument(..., help="Whose manifest."),
    output: Path = typer.Option(
        None, "--output", metavar="FILE", help="Write here instead of standard output.", show_default=False
    ),
) -> None:
    """Write the app manifest of Slack (YAML) or the app package of Teams (zip), filled from the settings."""
    import importlib

    from bots.cli import run
    from core.errors import ConfigurationError
    from core.sentences import cli, say
    from core.settings import Settings

    async def work(settings: Settings) -> int:
        try:
            module = importlib.import_module(f"adapters.{platform.value}.manifest")
        except ModuleNotFoundError as error:
            reason = say(cli.PLATFORM_OFF, settings.default_language, platform=platform.value)
            raise ConfigurationError(str(error), reason=reason) from error
        content: bytes = module.manifest(settings)
        _write(content, output)
        return run.OK

    run.run(work, run.settings_or_exit())


def _write(content: bytes, output: Path | None) -> None:
    import sys

    from core.errors import ConfigurationError

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
