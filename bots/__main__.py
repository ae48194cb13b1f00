"""``python -m bots`` is ``maintbot``."""

from bots.cli import main

main()
