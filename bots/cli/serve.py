"""``maintbot serve``: everything that the settings switch on."""

from __future__ import annotations

from functools import partial


def serve() -> None:
    """Serve REST, the web chat, Slack and Teams.

    What is switched on is what the settings name; SIGTERM finishes what is being answered and ends.
    """
    from bots.cli import run
    from core.kernel.memory import rest_while_starting

    settings = run.settings_or_exit()
    if settings.workers > 1:
        from bots import workers

        run.run_parent(partial(workers.run, guarded=run.guarded), settings)
    rest_while_starting()
    from bots import server

    run.run(server.serve, settings, quiet=False)
