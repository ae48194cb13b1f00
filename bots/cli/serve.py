"""``maintbot serve``: everything that the settings switch on."""

from __future__ import annotations


def serve() -> None:
    """Serve REST, the web chat, Slack and Teams, as the settings say, until it is told to stop."""
    from bots.cli import run

    settings = run.settings_or_exit()
    from bots import server

    run.run(server.serve, settings, quiet=False)
