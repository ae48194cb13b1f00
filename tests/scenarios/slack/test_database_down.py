"""The plant's database is away: the person is told, in their words."""

from __future__ import annotations

from pathlib import Path

from tests.homes import furnish
from tests.scenarios.slack.plant import running


async def test_the_person_is_told(tmp_path: Path, demo_plant: Path) -> None:
    async with running(furnish(tmp_path, demo_plant)) as plant:
        await plant.ask("¿cuántas bombas hay?", "C0MAINT")
        hidden = plant.settings.demo_database.with_suffix(".away")
        await plant.core.database.close()
        plant.settings.demo_database.rename(hidden)
        _, answer = await plant.ask("¿cuántos motores hay?", "C0MAINT")
        assert "base de mantenimiento" in answer["text"]
        _, body = await plant.people.command("/equipos", "montacargas")
        assert "base de mantenimiento" in body["text"]
