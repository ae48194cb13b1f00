"""The command line. Importing this imports nothing heavy; each command imports what it needs when it runs."""

from __future__ import annotations


def main() -> None:
    """Entry point of ``maintbot`` and ``python -m bots``."""
    from bots.cli.app import app

    app(prog_name="maintbot")
