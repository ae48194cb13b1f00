"""``maintbot serve``: everything that the settings switch on."""

from __future__ import annotations


def serve() -> None:
    """Serve REST, the web chat, Slack and Teams.

    What is switched on is what the settings name; SIGTERM finishes what is being answered and ends.
    """
    from bots.cli import run
    from core.kernel.memory import rest_while_starting

    rest_while_starting()
    settings = run.settings_or_exit()
    from bots import server

    run.run(server.serve, settings, quiet=False)
