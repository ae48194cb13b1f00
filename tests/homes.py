"""Homes of the bot (MAINTBOT_HOME) in which the demo plant lies already, so that a start does not make it."""

from __future__ import annotations

import shutil
from pathlib import Path


def furnish(home: Path, demo_plant: Path) -> Path:
    """Put a copy of the demo plant where ``maintbot`` with that home looks for it."""
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(demo_plant, home / "demo_plant.sqlite")
    return home
